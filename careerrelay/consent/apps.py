from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "careerrelay.consent"
    label = "consent"
