from django.urls import path

from careerrelay.web.shared import trust, views

app_name = "shared"

urlpatterns = [
    path("", views.front, name="front"),
    path("choose/", views.choose, name="choose"),
    path("trust", trust.trust, name="trust"),
    path("you/", views.you, name="you"),
]
