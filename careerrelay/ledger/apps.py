from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "careerrelay.ledger"
    label = "ledger"
