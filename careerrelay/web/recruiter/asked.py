"""The question of a list, between its address and its words: what was asked, each condition with the way to drop it,
and what can be asked further."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from careerrelay.accounts.members import members_in_scope, names_of_members
from careerrelay.candidates.models import CustomField, RejectionReason
from careerrelay.candidates.rules.stages import Stage
from careerrelay.pool.asking import KNOWN, Loosened
from careerrelay.pool.models import Segment, Tag, TagGroup
from careerrelay.pool.people import open_custom_fields
from careerrelay.pool.queries import open_segments, open_tags
from careerrelay.pool.rules.question import (
    CUSTOM,
    NOBODY,
    Pair,
    Question,
    Understood,
    question_pairs,
    read_question,
)
from careerrelay.pool.words import GROUP_WORDS, SOURCE_WORDS, STAGE_WORDS, STATE_WORDS
from careerrelay.text.regions import PREFECTURES, REMOTE
from careerrelay.web.shared.templatetags.words import is_japanese, table_day

# What else stands in the address of a list, and is no condition.
OF_THE_PAGE = frozenset({"page", "sort", "column", "select", "lang"})
# What else the forms around a list send.
OF_A_FORM = frozenset(
    "csrfmiddlewaretoken person whom kind seen press name as argument language form".split()
)
# How two conditions were written before there were many; such addresses are in people's bookmarks.
_FORMER = {("state", "pool"): ("is", "pool"), ("state", "unreachable"): ("is", "unreachable")}


@dataclass(frozen=True, slots=True)
class Choices:
    """What this company can ask for, by name."""

    tags: Sequence[Tag]
    segments: Sequence[Segment]
    reasons: Sequence[RejectionReason]
    members: dict[UUID, str]
    owners: Sequence[tuple[str, str]]
    custom: dict[UUID, CustomField]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition in words, and the address of the list without it."""

    word: str
    value: str
    url: str


def question_in(sent: QueryDict) -> Understood:
    pairs = [
        (key, value) for key, values in sent.lists() if key not in OF_THE_PAGE | OF_A_FORM for value in values
    ]
    return read_question([_FORMER.get(pair, pair) for pair in pairs], known=KNOWN)


def choices_of(*, organization_id: UUID) -> Choices:
    owners = [(str(one.user_id), one.name) for one in members_in_scope(organization_id=organization_id)]
    reasons = RejectionReason.objects.filter(organization_id=organization_id).order_by("created_at", "id")
    return Choices(
        tags=list(open_tags(organization_id=organization_id)),
        segments=list(open_segments(organization_id=organization_id)),
        reasons=list(reasons),
        members=names_of_members(organization_id=organization_id),
        owners=owners,
        custom=open_custom_fields(organization_id=organization_id),
    )


def conditions_of(
    question: Question, *, choices: Choices, page_pairs: Sequence[Pair], hidden: Iterable[Pair] = ()
) -> list[Condition]:
    """`page_pairs` stay in every address; `hidden` are conditions that belong to the page itself."""
    pairs = [pair for pair in question_pairs(question) if pair not in set(hidden)]
    return [
        Condition(
            kind_word(pair[0], choices=choices) if pair[0] != "is" else "",
            pair_word(pair, choices=choices),
            list_url([other for other in pairs if other != pair], page_pairs),
        )
        for pair in pairs
    ]


def list_url(pairs: Sequence[Pair], page_pairs: Sequence[Pair] = ()) -> str:
    return f"?{urlencode([*pairs, *page_pairs])}"


def kind_word(key: str, *, choices: Choices) -> str:
    """What kind of condition this is."""
    if key.startswith(CUSTOM):
        found = choices.custom.get(UUID(key.removeprefix(CUSTOM)))
        return found.name if found else _("独自項目")
    words = {
        "search": _("言葉"),
        "state": _("応募の状態"),
        "tag": _("タグ"),
        "tag_any": _("タグのどれか"),
        "tag_none": _("付いていないタグ"),
        "region": _("地域"),
        "owner": _("担当"),
        "source": _("知ったきっかけ"),
        "route": _("応募経路"),
        "skill": _("スキル"),
        "segment": _("セグメント"),
        "stage": _("ここまで進んだ"),
        "applied_from": _("応募日がこの日から"),
        "applied_until": _("応募日がこの日まで"),
        "reason": _("見送った理由"),
        "is": _("チェックした条件"),
    }
    return words.get(key, key)


def pair_word(pair: Pair, *, choices: Choices) -> str:
    """The value in words; what is no longer there is said to be gone."""
    key, value = pair
    if key in ("applied_from", "applied_until"):
        return table_day(date.fromisoformat(value))
    if key == "stage":
        return str(STAGE_WORDS[Stage[value.upper()]])
    if key == "owner":
        return _("担当なし") if value == NOBODY else choices.members.get(UUID(value), _("いない人"))
    plain: dict[str, dict[Any, Any]] = {"is": _flags(), "state": STATE_WORDS, "source": SOURCE_WORDS}
    if key in plain:
        return str(plain[key][value])
    named = _named(key, choices)
    return value if named is None else named.get(value, _("なくなったもの"))


def flags_of(question: Question) -> list[dict[str, Any]]:
    ticked = {pair[1] for pair in question_pairs(question) if pair[0] == "is"}
    return [{"value": value, "word": word, "is_ticked": value in ticked} for value, word in _flags().items()]


def selects_of(question: Question, *, choices: Choices) -> list[dict[str, Any]]:
    """The choices of the form, each with the first value that is asked for."""
    asked = dict(reversed(question_pairs(question)))
    tags = [(str(tag.id), f"{GROUP_WORDS[TagGroup(tag.group)]}: {tag.name}") for tag in choices.tags]
    options: list[tuple[str, Sequence[tuple[str, Any]]]] = [
        ("state", [(state.value, word) for state, word in STATE_WORDS.items()]),
        ("tag", tags),
        ("region", [(name, name) for name in (*PREFECTURES, REMOTE)]),
        ("stage", [(stage.name.lower(), word) for stage, word in STAGE_WORDS.items()]),
        ("owner", [(NOBODY, _("担当なし")), *choices.owners]),
        ("source", [(source.value, word) for source, word in SOURCE_WORDS.items()]),
        ("reason", [(str(reason.id), reason_word(reason)) for reason in choices.reasons]),
        ("segment", [(str(segment.id), segment.name) for segment in choices.segments]),
        ("tag_none", tags),
    ]
    options += [
        (f"{CUSTOM}{field.id}", [(choice, choice) for choice in field.choices])
        for field in choices.custom.values()
        if field.form == CustomField.Form.CHOICE
    ]
    return [
        {"key": key, "word": kind_word(key, choices=choices), "options": found, "chosen": asked.get(key, "")}
        for key, found in options
        if found
    ]


def further_pairs(question: Question, selects: Sequence[dict[str, Any]]) -> list[Pair]:
    """What the form cannot show, and would lose: a second value of one kind, a skill, a text of a custom field."""
    shown = {(one["key"], one["chosen"]) for one in selects} | {
        ("search", question.search),
        ("applied_from", str(question.applied_from_on or "")),
        ("applied_until", str(question.applied_until_on or "")),
    }
    return [pair for pair in question_pairs(question) if pair not in shown and pair[0] != "is"]


def drop_sentence(found: Sequence[Loosened], *, choices: Choices) -> str:
    """「勤務地」を外すと6人います。"""
    if not found:
        return ""
    return _("「%(kind)s」を外すと%(people)s人います。") % {
        "kind": kind_word(found[0].key, choices=choices),
        "people": f"{found[0].people:,}",
    }


def reason_word(reason: RejectionReason) -> str:
    return reason.name if is_japanese() or not reason.name_en else reason.name_en


def _flags() -> dict[str, str]:
    return {
        "pool": _("プールにいる"),
        "unreachable": _("アドレスなし"),
        "stale": _("12か月以上、確認していない"),
        "revisit": _("また考える日が来た"),
    }


def _named(key: str, choices: Choices) -> dict[str, str] | None:
    """Names by id; None where the value is its own name."""
    if key in ("tag", "tag_any", "tag_none"):
        return {str(tag.id): tag.name for tag in choices.tags}
    if key == "segment":
        return {str(segment.id): segment.name for segment in choices.segments}
    if key == "reason":
        return {str(reason.id): reason_word(reason) for reason in choices.reasons}
    return None
