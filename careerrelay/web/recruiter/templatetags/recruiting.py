"""States in words, and the one count that the side shows. `{% load recruiting %}`."""

from typing import Any
from uuid import UUID

from django import template

from careerrelay.candidates.models import ApplicationState, Candidate, FileState
from careerrelay.candidates.searching import Piece, hits_in
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.queries import notices_in_hand
from careerrelay.outreach.rules.letters import Stage
from careerrelay.pool.people import ListedPerson, cell_text
from careerrelay.web.recruiter.comparing import count_pairs
from careerrelay.web.recruiter.words import (
    APPLICATION_STATES,
    DELIVERY_STATES,
    FILE_STATES,
    INVITATION_STATES,
    STAGES,
)
from careerrelay.web.shared.templatetags.words import is_japanese

register = template.Library()


@register.simple_tag(takes_context=True)
def notices_waiting(context: template.Context) -> int | None:
    """How many notices wait to leave; nothing to show when there are none."""
    organization_id = context["request"].member.organization_id
    return notices_in_hand(organization_id=organization_id).count() or None


@register.simple_tag(takes_context=True)
def duplicates_waiting(context: template.Context) -> int | None:
    """How many pairs may be one person; nothing to show when there are none."""
    return count_pairs(context["request"].member.organization_id) or None


@register.simple_tag(takes_context=True)
def found_in(context: template.Context, candidate: Candidate) -> list[list[Piece]]:
    """Where the words that were looked for stand, if not in the name."""
    further: dict[UUID, list[str]] = context.get("further") or {}
    return hits_in(candidate, words=context["looked_for"], further=further.get(candidate.id, ()))


@register.simple_tag
def cell(person: ListedPerson, column: str) -> str:
    """What stands in a column that needs nothing but its text."""
    return cell_text(person, column)


@register.inclusion_tag("shared/state.html")
def application_state(state: str) -> dict[str, Any]:
    found = APPLICATION_STATES[ApplicationState(state)]
    return {"word": found.word, "kind": found.kind}


@register.inclusion_tag("shared/state.html")
def delivery_state(state: str) -> dict[str, Any]:
    found = DELIVERY_STATES[DeliveryState(state)]
    return {"word": found.word, "kind": found.kind}


@register.inclusion_tag("shared/state.html")
def invitation_state(standing: str) -> dict[str, Any]:
    found = INVITATION_STATES[standing]
    return {"word": found.word, "kind": found.kind}


@register.inclusion_tag("shared/state.html")
def file_state(state: str) -> dict[str, Any]:
    found = FILE_STATES[FileState(state)]
    return {"word": found.word, "kind": found.kind}


@register.filter
def stage_word(stage: str) -> Any:
    """The stage of a notice: 書類選考, 面接, 最終面接."""
    return STAGES[Stage(stage)]


@register.filter
def spoken(thing: Any) -> str:
    """Whatever has its words in both languages: a field of a file, a reason, a refused row."""
    return str(thing.ja if is_japanese() else thing.en)
