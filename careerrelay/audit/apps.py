from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "careerrelay.audit"
    label = "audit"
