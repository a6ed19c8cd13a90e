from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "careerrelay.web.operator"
    label = "web_operator"
