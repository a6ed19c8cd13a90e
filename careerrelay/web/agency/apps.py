from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "careerrelay.web.agency"
    label = "web_agency"
