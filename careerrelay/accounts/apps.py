from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "careerrelay.accounts"
    label = "accounts"
