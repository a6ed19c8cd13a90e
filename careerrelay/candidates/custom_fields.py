"""The fields that a company keeps about everybody beside those that all have. In the organization's scope."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.actions import record_deed
from careerrelay.candidates.indexing import index_in_parts
from careerrelay.candidates.models import Candidate, CustomField
from careerrelay.candidates.rules.fair_hiring import refuse_barred_heading
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.refusal import Refusal
from careerrelay.text.cleaning import clean_line
from careerrelay.text.folding import fold_for_search

FIELDS_MAX = 50
CHOICES_MAX = 50
CHARACTERS_MAX = 60


class UnfitField(Refusal):
    pass


def custom_fields(*, organization_id: UUID) -> list[CustomField]:
    """Those that are open, in the order in which they were made."""
    return list(
        CustomField.objects.filter(organization_id=organization_id, ended_at=None).order_by(
            "created_at", "id"
        )
    )


def ended_custom_fields(*, organization_id: UUID) -> list[CustomField]:
    ended = CustomField.objects.filter(organization_id=organization_id).exclude(ended_at=None)
    return list(ended.order_by("-ended_at", "-id"))


def custom_field_in_scope(*, organization_id: UUID, field_id: UUID) -> CustomField | None:
    return (
        CustomField.objects.select_for_update().filter(organization_id=organization_id, id=field_id).first()
    )


def add_custom_field(
    *, organization_id: UUID, name: str, form: str, choices: Sequence[str] = (), actor: Actor, at: datetime
) -> CustomField:
    """Raises: UnfitField, BarredName."""
    cleaned = _checked_name(name, organization_id=organization_id)
    if form not in CustomField.Form.values:
        raise UnfitField(ja="項目の種類を選んでください。", en="Choose what kind of field it is.")
    kept = _checked_choices(choices) if form == CustomField.Form.CHOICE else []
    try:
        with transaction.atomic():
            field = CustomField.objects.create(
                organization_id=organization_id, name=cleaned, form=form, choices=kept, created_at=at
            )
    except IntegrityError:
        raise _taken(cleaned) from None
    record_deed("add_custom_field", of=field, actor=actor, at=at)
    return field


def change_custom_field(
    field: CustomField, *, name: str, choices: Sequence[str], actor: Actor, at: datetime
) -> None:
    """A choice that is no longer offered stays where somebody has it. Raises: UnfitField, BarredName."""
    field.name = _checked_name(name, organization_id=field.organization_id, but=field.id)
    if field.form == CustomField.Form.CHOICE:
        field.choices = _checked_choices(choices)
    try:
        with transaction.atomic():
            field.save(update_fields=["name", "choices"])
    except IntegrityError:
        raise _taken(field.name) from None
    record_deed("change_custom_field", of=field, actor=actor, at=at)


def end_custom_field(field: CustomField, *, actor: Actor, at: datetime) -> None:
    """It is shown and filled in no longer; what stands in it stays, and comes back with the field."""
    if field.ended_at is not None:
        return
    field.ended_at = at
    field.save(update_fields=["ended_at"])
    record_deed("end_custom_field", of=field, actor=actor, at=at)
    _index_later(field)


def reopen_custom_field(field: CustomField, *, actor: Actor, at: datetime) -> None:
    """Raises: UnfitField, where another one took its name meanwhile."""
    if field.ended_at is None:
        return
    _checked_name(field.name, organization_id=field.organization_id, but=field.id)
    field.ended_at = None
    try:
        with transaction.atomic():
            field.save(update_fields=["ended_at"])
    except IntegrityError:
        raise _taken(field.name) from None
    record_deed("reopen_custom_field", of=field, actor=actor, at=at)
    _index_later(field)


def index_holders(*, organization_id: UUID, field_id: UUID) -> int:
    """Write down anew by what those are found who have something in this field, some at a time, each in a transaction
    of its own. How many there were."""
    with acting_for(organization_id):
        holders = Candidate.objects.filter(organization_id=organization_id, custom__has_key=str(field_id))
        candidate_ids = list(holders.values_list("id", flat=True))
    return index_in_parts(candidate_ids, organization_id=organization_id)


def _index_later(field: CustomField) -> None:
    wake("candidates:index_field", organization_id=str(field.organization_id), field_id=str(field.id))


def _checked_name(name: str, *, organization_id: UUID, but: UUID | None = None) -> str:
    cleaned = clean_line(name)
    if not cleaned:
        raise UnfitField(ja="項目の名前を入力してください。", en="Give the field a name.")
    if len(cleaned) > CHARACTERS_MAX:
        raise UnfitField(
            ja=f"項目の名前は{CHARACTERS_MAX}文字までです。", en=f"A name takes {CHARACTERS_MAX} characters."
        )
    refuse_barred_heading(cleaned)
    others = [field for field in custom_fields(organization_id=organization_id) if field.id != but]
    if any(fold_for_search(field.name) == fold_for_search(cleaned) for field in others):
        raise _taken(cleaned)
    if len(others) >= FIELDS_MAX:
        raise UnfitField(
            ja=f"独自の項目は{FIELDS_MAX}個までです。使わないものを終えてください。",
            en=f"There can be {FIELDS_MAX} fields of your own; end one that you do not use.",
        )
    return cleaned


def _checked_choices(choices: Sequence[str]) -> list[str]:
    kept: dict[str, str] = {}
    for choice in choices:
        cleaned = clean_line(choice)
        if cleaned:
            kept.setdefault(fold_for_search(cleaned), cleaned)
    if len(kept) < 2:
        raise UnfitField(
            ja="選択肢を2つ以上、1行に1つ書いてください。", en="Give two choices or more, one a line."
        )
    if len(kept) > CHOICES_MAX or any(len(choice) > CHARACTERS_MAX for choice in kept.values()):
        raise UnfitField(
            ja=f"選択肢は{CHOICES_MAX}個まで、それぞれ{CHARACTERS_MAX}文字までです。",
            en=f"There can be {CHOICES_MAX} choices of {CHARACTERS_MAX} characters each.",
        )
    return list(kept.values())


def _taken(name: str) -> UnfitField:
    return UnfitField(
        ja=f"「{name}」という項目は、もうあります。", en=f"There is a field named {name} already."
    )
