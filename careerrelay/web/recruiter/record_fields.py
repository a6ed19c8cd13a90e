"""The fields of the form on which facts are typed, as recruiter/record_field.html shows them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from careerrelay.accounts.members import members_in_scope
from careerrelay.candidates.editing import ENTERED_SOURCES, AddressTaken, ChangedMeanwhile
from careerrelay.candidates.models import CustomField
from careerrelay.candidates.rules.facts import FACTS, PARAGRAPHS
from careerrelay.candidates.rules.freshness import custom_field_key
from careerrelay.core.refusal import Refusal
from careerrelay.web.recruiter.record_words import FACT_WORDS, HINTS, SOURCES

_INPUT = {"addresses": "email", "phones": "tel"}
_SHORT_LISTS = frozenset({"addresses", "phones"})


def form_fields(
    shown: Mapping[str, str],
    *,
    now: Mapping[str, str],
    own: Sequence[CustomField],
    problems: Mapping[str, Refusal],
    organization_id: UUID,
    may_change_source: bool = True,
    sources: Sequence[str] = ENTERED_SOURCES,
) -> list[dict[str, Any]]:
    """In the order of the page. Each has `name`, `label`, `hint`, `kind` (line, lines, paragraphs, select), `value`."""
    fields = [
        _field(name, FACT_WORDS[name], shown, now=now, problems=problems, hint=HINTS.get(name, ""))
        for name in FACTS
        if name != "source" or may_change_source
    ]
    for field in fields:
        if field["name"] == "source":
            field["choices"] = [(source, SOURCES[source]) for source in sources]
        if field["name"] == "owner":
            members = members_in_scope(organization_id=organization_id)
            field["choices"] = [("", _("決めていない"))]
            field["choices"] += [(str(member.user_id), member.name) for member in members]
    return fields + [_own_field(field, shown, now=now, problems=problems) for field in own]


def _own_field(
    field: CustomField,
    shown: Mapping[str, str],
    *,
    now: Mapping[str, str],
    problems: Mapping[str, Refusal],
) -> dict[str, Any]:
    hints = {
        CustomField.Form.NUMBER: _("数だけを書きます。"),
        CustomField.Form.DAY: _("例: 2027/4/1、令和9年4月1日"),
    }
    hint = hints.get(CustomField.Form(field.form), "")
    found = _field(custom_field_key(field.id), field.name, shown, now=now, problems=problems, hint=hint)
    if field.form == CustomField.Form.TEXT:
        found["kind"] = "paragraphs"
        found["rows"] = 2
    if field.form == CustomField.Form.CHOICE:
        found["choices"] = [("", _("選ばない")), *((choice, choice) for choice in field.choices)]
        if found["value"] and found["value"] not in field.choices:
            found["choices"].append((found["value"], found["value"]))
    return found


def _field(
    name: str,
    label: Any,
    shown: Mapping[str, str],
    *,
    now: Mapping[str, str],
    problems: Mapping[str, Refusal],
    hint: Any,
) -> dict[str, Any]:
    problem = problems.get(name)
    value = shown.get(name, "")
    lines = value.count("\n") + 2
    is_paragraphs, is_list = name in PARAGRAPHS, name in _SHORT_LISTS
    return {
        "name": name,
        "label": label,
        "hint": hint,
        "value": value,
        "kind": "paragraphs" if is_paragraphs or is_list else "line",
        "rows": min(max(lines, 6 if name == "background" else 2), 16),
        "inputmode": _INPUT.get(name, ""),
        "error": problem,
        # What somebody else wrote meanwhile, beside what was typed here.
        "stands": now.get(name, "") if isinstance(problem, ChangedMeanwhile) else None,
        "whose": problem.candidate_id if isinstance(problem, AddressTaken) else None,
    }
