from django.urls import path

from careerrelay.web.shared import keys, trust, views

app_name = "shared"

urlpatterns = [
    path("", views.front, name="front"),
    path("choose/", views.choose, name="choose"),
    path("processors", views.processors, name="processors"),
    path("trust", trust.trust, name="trust"),
    path(".well-known/careerrelay-keys.json", keys.public_keys, name="public_keys"),
    path("you/", views.you, name="you"),
]
