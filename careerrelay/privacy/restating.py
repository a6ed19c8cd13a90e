"""Say again, in a restored copy, what a person said beside yes and no since it was made, and shut out again whose
access as staff ended. The later word stands; whoever is gone stays gone."""

from datetime import datetime
from functools import singledispatch

from careerrelay.accounts.models import Membership, User
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.audit.staffing import change_role, end_membership
from careerrelay.core.actor import Actor
from careerrelay.people.models import ContactWish, HiddenCompany, Pause, Person, PersonalLink
from careerrelay.people.wishing import begin_pause
from careerrelay.privacy.rules.journal import Hidden, LinkEnded, Rested, StaffChanged, Wished
from careerrelay.privacy.wished import unsealed_company

RESTORER = Actor.system("restore")
ROLE_DEED = "change_role_to_"


@singledispatch
def restate(one: object, *, at: datetime) -> str:
    """What was done, in a word for the report."""
    raise NotImplementedError(type(one))


@restate.register
def _(one: Wished, *, at: datetime) -> str:
    with acting_for_person(one.person_id):
        if not Person.objects.filter(id=one.person_id).exists():
            return "was_wished"
        if ContactWish.objects.filter(person_id=one.person_id, stated_at__gte=one.at).exists():
            return "was_wished"
        wish, _ = ContactWish.objects.update_or_create(
            person_id=one.person_id,
            defaults={
                "when": one.when,
                "from_on": one.from_on,
                "holds_relays": one.holds_relays,
                "stated_at": one.at,
            },
        )
        record_deed("wish_contact", of=wish, actor=RESTORER, at=at)
    return "wished_again"


@restate.register
def _(one: Rested, *, at: datetime) -> str:
    with acting_for_person(one.person_id):
        pauses = Pause.objects.filter(person_id=one.person_id)
        known = pauses.filter(id=one.pause_id).first()
        if known is None:
            is_resting = one.ended_at is None and pauses.filter(ended_at=None).exists()
            if is_resting or not Person.objects.filter(id=one.person_id).exists():
                return "was_resting"
            known = Pause.objects.create(
                id=one.pause_id, person_id=one.person_id, started_at=one.started_at, ended_at=one.ended_at
            )
        elif known.ended_at is None and one.ended_at is not None:
            known.ended_at = one.ended_at
            known.save(update_fields=["ended_at"])
        else:
            return "was_resting"
        deed = "end_pause" if one.ended_at else "begin_pause"
        record_deed(deed, of=known, actor=RESTORER, at=at)
    return "rested_again"


@restate.register
def _(one: Hidden, *, at: datetime) -> str:
    """Where the name cannot be read any more nothing leaves to anybody until the person looks at it: a pause."""
    with acting_for_person(one.person_id):
        if not Person.objects.filter(id=one.person_id).exists():
            return "was_hidden"
        said = unsealed_company(one)
        if said is None:
            begin_pause(person_id=one.person_id, actor=RESTORER, at=at)
            return "paused_for_safety"
        known = HiddenCompany.objects.filter(person_id=one.person_id, name_key=said.name_key).first()
        if known is not None and (known.shown_at or known.hidden_at) >= one.at:
            return "was_hidden"
        hidden, _ = HiddenCompany.objects.update_or_create(
            person_id=one.person_id,
            name_key=said.name_key,
            defaults={
                "name": said.name,
                "is_employer": said.is_employer,
                "hidden_at": said.hidden_at,
                "shown_at": said.shown_at,
            },
        )
        record_deed(
            "show_to_company" if said.shown_at else "hide_from_company", of=hidden, actor=RESTORER, at=at
        )
    return "hidden_again"


@restate.register
def _(one: LinkEnded, *, at: datetime) -> str:
    with acting_for_person(one.person_id):
        ended = PersonalLink.objects.filter(id=one.id, ended_at=None).update(ended_at=one.at)
    return "link_ended_again" if ended else "was_ended"


@restate.register
def _(one: StaffChanged, *, at: datetime) -> str:
    """Whoever was let in again since has to be let in once more: a copy opens no door that was shut."""
    with acting_for(one.organization_id):
        member = Membership.objects.filter(user_id=one.user_id).select_related("user").first()
    if member is None:
        return "was_staff"
    of_member = {"organization_id": one.organization_id, "user_id": one.user_id}
    if one.deed == "end_membership" and member.ended_at is None:
        end_membership(**of_member, actor=RESTORER, at=one.at)
    elif one.deed == "disable_user" and member.user.is_active:
        with acting_for(one.organization_id):
            record_deed("disable_user", object_kind="user", object_id=one.user_id, actor=RESTORER, at=at)
        User.objects.filter(id=one.user_id).update(is_active=False)
    elif one.deed.startswith(ROLE_DEED) and member.role != (role := one.deed.removeprefix(ROLE_DEED)):
        change_role(**of_member, role=Role(role), actor=RESTORER, at=at)
    else:
        return "was_staff"
    return "staff_shut_out_again"
