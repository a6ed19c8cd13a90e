from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "careerrelay.candidates"
    label = "candidates"
