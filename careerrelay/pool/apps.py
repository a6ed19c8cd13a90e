from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "careerrelay.pool"
    label = "pool"
