"""A relay counts, or it does not and says why; what counts goes into the books."""

from datetime import datetime

from django.db import IntegrityError, transaction

from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.core.actor import Actor
from careerrelay.ledger.actions import post_introduction
from careerrelay.relay.models import Agreement, Introduction, Relay
from careerrelay.relay.rules.counting import Counting


def count_introduction(relay: Relay, *, agreement: Agreement, actor: Actor, at: datetime) -> Counting:
    """Once per person and company, once per person and agency: the database refuses the second (P12)."""
    with acting_for(relay.operator_id):
        counting = _insert_introduction(relay, agreement=agreement, at=at)
        if counting is Counting.COUNTED:
            post_introduction(
                operator_id=relay.operator_id,
                company_id=relay.company_id,
                agency_id=relay.agency_id,
                key=f"introduction:{relay.id}",
                cause_id=relay.id,
                ratio=agreement.ratio,
                actor=actor,
                at=at,
            )
    relay.counting = counting
    with acting_for_person(relay.person_id):
        relay.save(update_fields=["counting"])
    return counting


def _insert_introduction(relay: Relay, *, agreement: Agreement, at: datetime) -> Counting:
    try:
        with transaction.atomic():
            Introduction.objects.create(
                operator_id=relay.operator_id,
                company_id=relay.company_id,
                agency_id=relay.agency_id,
                relay_id=relay.id,
                agreement_id=agreement.id,
                person_hash=relay.person_hash,
                counted_at=at,
            )
    except IntegrityError as refused:
        if "a_person_counts_once_per_company" in str(refused):
            return Counting.ALREADY_AT_COMPANY
        if "a_person_counts_once_per_agency" in str(refused):
            return Counting.ALREADY_AT_AGENCY
        raise
    return Counting.COUNTED
