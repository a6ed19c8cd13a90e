"""A record whose time is over, and which no list shows any more."""

from typing import ClassVar

from django.db import models

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models.record import Candidate


class Quarantine(TenantModel):
    """Set aside, and erased on the day that it names unless something happens. Which records are is decided by
    retention (privacy.retaining); the lists that leave them out stand on this floor and above."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="+")
    set_aside_on = models.DateField()
    erase_on = models.DateField()

    class Meta:
        db_table = "privacy_quarantine"
        indexes: ClassVar = [models.Index(fields=["organization", "erase_on"], name="quarantine_by_day")]

    def __str__(self) -> str:
        return str(self.id)
