from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "careerrelay.people"
    label = "people"
