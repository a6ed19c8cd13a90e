from django.apps import AppConfig


class CandidateConfig(AppConfig):
    name = "careerrelay.web.candidate"
    label = "web_candidate"
