from django.urls import path

from careerrelay.web.shared import views

app_name = "shared"

urlpatterns = [
    path("", views.front, name="front"),
    path("choose/", views.choose, name="choose"),
    path("you/", views.you, name="you"),
]
