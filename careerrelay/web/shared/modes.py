"""In which mode each network here is run, in words that anybody may read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from careerrelay.accounts.queries import organization_in_scope, organizations_of_kind
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.core.calendar import day_in_japan
from careerrelay.relay.modes import NetworkMode, mode_of_network
from careerrelay.relay.rules.modes import Mode, OperatorDeed, lock_of
from careerrelay.web.shared.templatetags.words import is_japanese


def mode_in_words(mode: Mode) -> str:
    return {Mode.INFORMATION: _("情報の提供"), Mode.PLACEMENT: _("職業紹介")}[mode]


@dataclass(frozen=True, slots=True)
class PublicMode:
    """`selects`: the operator may choose who is passed to whom. As long as it may not, the page says so."""

    name: str
    word: str
    now: NetworkMode
    selects: bool


def modes_in_public(*, at: datetime) -> list[PublicMode]:
    """Three queries for each operator; there is hardly ever more than one."""
    found = []
    for operator_id in organizations_of_kind(Kind.OPERATOR):
        with acting_for(operator_id):
            operator = organization_in_scope(organization_id=operator_id)
        now = mode_of_network(operator_id=operator_id, at=at)
        lock = lock_of(OperatorDeed.SELECT_PEOPLE, mode=now.of_day.mode, on=day_in_japan(at))
        name = operator.legal_name if is_japanese() else operator.name_en or operator.legal_name
        found.append(PublicMode(name, mode_in_words(now.of_day.mode), now, lock is None))
    return found
