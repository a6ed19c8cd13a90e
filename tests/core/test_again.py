"""What tests make once and write again is the same as what the actions made."""

from typing import Any

import pytest
from django.db import transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.consent.models import StartLink
from tests.again import MadeOnce
from tests.make import make_company, make_operator


@pytest.mark.django_db
def test_what_is_written_again_is_what_the_actions_wrote_and_can_be_changed_without_harm() -> None:
    written: list[list[Any]] = []
    made_once = MadeOnce(lambda: make_company(make_operator()))
    for _ in range(3):
        with transaction.atomic():
            company = made_once()
            assert company.name == "汐見計測"
            with acting_for(company.id):
                everything: list[Any] = [*Organization.objects.values(), *StartLink.objects.values()]
                everything += AuditEntry.objects.values()
            company.name = "another"
            written.append(everything)
            transaction.set_rollback(True)
    assert len(written[0]) == 3
    assert written[0] == written[1] == written[2]
