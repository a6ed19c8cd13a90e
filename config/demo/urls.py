from django.urls import path

from config.demo import views

app_name = "demo"
urlpatterns = [
    path("mail/", views.mails, name="mails"),
    path("mail/<uuid:mail_id>/", views.mail, name="mail"),
]
