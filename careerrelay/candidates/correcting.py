"""A person corrects what a company has of them, as far as the company may know it: name, reading, telephone.

In the company's scope. The company sees what stands there now, that the person said so, and when (個人情報保護法34条).
"""

from datetime import datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.contacts import replace_phones
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.merges import kept_id_of
from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.freshness import PERSON, confirmed_by, latest_confirmation
from careerrelay.core.actor import Actor
from careerrelay.text.names import comparable_kana, comparable_name
from careerrelay.text.phones import PhoneNumber, UnusablePhone, parse_phone


def correct_record(
    *,
    organization_id: UUID,
    candidate_id: UUID,
    name: str,
    kana: str,
    phone: str,
    actor: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """What is different now; what the person left empty stays as it is. A record that is gone is no trouble."""
    kept_id = kept_id_of(candidate_id, organization_id=organization_id) or candidate_id
    candidate = (
        Candidate.objects.select_for_update().filter(organization_id=organization_id, id=kept_id).first()
    )
    if candidate is None:
        return ()
    said = {"name": name.strip(), "kana": kana.strip()}
    changed = [field for field, text in said.items() if text and text != getattr(candidate, field)]
    for field in changed:
        setattr(candidate, field, said[field])
    if _correct_phone(candidate, phone):
        changed.append("phones")
    if not changed:
        return ()
    candidate.name_key, candidate.kana_key = comparable_name(candidate.name), comparable_kana(candidate.kana)
    candidate.confirmed = confirmed_by(candidate.confirmed, changed, by=PERSON, at=at)
    candidate.confirmed_at = latest_confirmation(candidate.confirmed)
    candidate.updated_at = at
    candidate.save()
    index_candidates(organization_id=organization_id, candidate_ids=[candidate.id])
    record_deed("correct_record", of=candidate, actor=actor, at=at)
    return tuple(changed)


def _correct_phone(candidate: Candidate, phone: str) -> bool:
    """The number comes first; the others that the company has stay behind it."""
    try:
        number = parse_phone(phone)
    except UnusablePhone:
        return False
    held = [PhoneNumber(one.canonical) for one in candidate.phones.order_by("id")]
    if any(one.e164 == number.e164 for one in held):
        return False
    replace_phones(candidate, phones=[number, *held])
    return True
