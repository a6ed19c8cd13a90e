from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "careerrelay.outreach"
    label = "outreach"
