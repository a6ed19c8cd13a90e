from django.apps import AppConfig


class RecruiterConfig(AppConfig):
    name = "careerrelay.web.recruiter"
    label = "web_recruiter"
