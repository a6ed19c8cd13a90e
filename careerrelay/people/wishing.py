"""What a person lets everybody know: when to be asked again, a pause, and which companies must not see them.

All of it in the person's scope, under their lock where somebody else may be passing something on.
"""

from datetime import datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.people.models import ContactWish, HiddenCompany, Pause
from careerrelay.people.rules import ContactWhen, company_key, wished_from

HIDDEN_MAX = 50


class UnusableCompanyName(Refusal):
    pass


class TooManyHidden(Refusal):
    pass


def wish_contact(
    when: ContactWhen, *, holds_relays: bool, person_id: UUID, actor: Actor, at: datetime
) -> ContactWish:
    """The same wish again keeps its day while that is to come: what stands on the page is what is saved."""
    today = day_in_japan(at)
    said = ContactWish.objects.filter(person_id=person_id, when=when, from_on__gt=today).first()
    wish, _ = ContactWish.objects.update_or_create(
        person_id=person_id,
        defaults={
            "when": when,
            "from_on": said.from_on if said else wished_from(when, on=today),
            "holds_relays": holds_relays,
            "stated_at": at,
        },
    )
    record_deed("wish_contact", of=wish, actor=actor, at=at)
    return wish


def begin_pause(*, person_id: UUID, actor: Actor, at: datetime) -> None:
    """A second one begins nothing."""
    pause, is_new = Pause.objects.get_or_create(
        person_id=person_id, ended_at=None, defaults={"started_at": at}
    )
    if is_new:
        record_deed("begin_pause", of=pause, actor=actor, at=at)


def end_pause(*, person_id: UUID, actor: Actor, at: datetime) -> None:
    for pause in Pause.objects.filter(person_id=person_id, ended_at=None):
        pause.ended_at = at
        pause.save(update_fields=["ended_at"])
        record_deed("end_pause", of=pause, actor=actor, at=at)


def hide_from(name: str, *, is_employer: bool, person_id: UUID, actor: Actor, at: datetime) -> HiddenCompany:
    """Put a company on the list, or back on it. Raises: UnusableCompanyName, TooManyHidden."""
    key = company_key(name)
    if not key:
        raise UnusableCompanyName(
            ja="会社の名前を入力してください。「株式会社」だけでは、どの会社か分かりません。",
            en="Please enter the name of a company. “Inc.” alone does not say which one.",
        )
    if HiddenCompany.objects.filter(person_id=person_id, shown_at=None).count() >= HIDDEN_MAX:
        raise TooManyHidden(
            ja=f"見せない会社は{HIDDEN_MAX}社までです。", en=f"You can list up to {HIDDEN_MAX} companies."
        )
    hidden, _ = HiddenCompany.objects.update_or_create(
        person_id=person_id,
        name_key=key,
        defaults={"name": name, "is_employer": is_employer, "hidden_at": at, "shown_at": None},
    )
    record_deed("hide_from_company", of=hidden, actor=actor, at=at)
    return hidden


def hide_from_employer(name: str, *, person_id: UUID, actor: Actor, at: datetime) -> None:
    """The default for the present employer. One that the person took off the list before stays off it."""
    key = company_key(name)
    if not key:
        return
    hidden, is_new = HiddenCompany.objects.get_or_create(
        person_id=person_id, name_key=key, defaults={"name": name, "is_employer": True, "hidden_at": at}
    )
    if is_new:
        record_deed("hide_from_company", of=hidden, actor=actor, at=at)


def show_to(hidden: HiddenCompany, *, actor: Actor, at: datetime) -> None:
    """Take a company off the list."""
    hidden.shown_at = at
    hidden.save(update_fields=["shown_at"])
    record_deed("show_to_company", of=hidden, actor=actor, at=at)
