from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "careerrelay.web.shared"
    label = "web_shared"
