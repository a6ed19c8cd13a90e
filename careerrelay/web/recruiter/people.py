"""The list of candidates, and of those in the pool: one page for both, asked by its address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.pool.answering import Answering
from careerrelay.pool.asking import what_to_drop
from careerrelay.pool.people import listed_people
from careerrelay.pool.queries import views_for
from careerrelay.pool.rules.columns import (
    COLUMNS,
    CUSTOM,
    OF_A_LIST,
    OF_THE_POOL,
    ONLY_IN_A_FILE,
    known_columns,
)
from careerrelay.pool.rules.question import Pair, Question, also_in_pool, question_pairs
from careerrelay.pool.words import column_word
from careerrelay.web.recruiter.asked import (
    Choices,
    choices_of,
    conditions_of,
    drop_sentence,
    flags_of,
    further_pairs,
    list_url,
    question_in,
    selects_of,
)
from careerrelay.web.recruiter.bulk import deeds_for
from careerrelay.web.recruiter.facets import facets_section, search_section
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show

PER_PAGE = 50
OF_THE_POOL_PAGE = ("is", "pool")
SORTS = {"application": "applied", "applied": "applied", "confirmed": "confirmed", "added": "added"}


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def list_page(request: MemberRequest) -> HttpResponse:
    return _show_list(request, "recruiter/candidates.html", is_pool=False)


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def list_of_pool(request: MemberRequest) -> HttpResponse:
    """Who is in it now. There is no list of leavers (P08)."""
    return _show_list(request, "recruiter/pool.html", is_pool=True)


def _show_list(request: MemberRequest, template: str, *, is_pool: bool) -> HttpResponse:
    context = _list_context(request, is_pool=is_pool)
    note_sight(request, "see_list_of_pool" if is_pool else "see_list", context["people"].object_list)
    return show(request, template, context)


def columns_in(request: MemberRequest, *, choices: Choices, default: Sequence[str]) -> tuple[str, ...]:
    asked = request.GET.getlist("column") or request.POST.getlist("column")
    custom_ids = [str(field_id) for field_id in choices.custom]
    chosen = known_columns(asked, custom_ids=custom_ids)
    return tuple(column for column in chosen if column not in ONLY_IN_A_FILE) or tuple(default)


def _list_context(request: MemberRequest, *, is_pool: bool) -> dict[str, Any]:
    organization_id, at = request.member.organization_id, clock.now()
    understood = question_in(request.GET)
    question = also_in_pool(understood.question) if is_pool else understood.question
    choices = choices_of(organization_id=organization_id)
    columns = columns_in(request, choices=choices, default=OF_THE_POOL if is_pool else OF_A_LIST)
    sort = request.GET.get("sort", "name" if is_pool and not question.search else "")
    sees_inner = request.member.may[Permission.SEE_EVALUATIONS]
    found = Answering(question, sort=sort, organization_id=organization_id, sees_inner=sees_inner, at=at)
    people: Page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    ids = list(people.object_list)
    return {
        "people": people,
        "listed": listed_people(ids, columns={*columns, "pool"}, organization_id=organization_id, at=at),
        "total": found.count(),
        "is_more": found.is_more,
        "columns": [_column(column, choices) for column in columns],
        **search_section(
            question.search,
            candidate_ids=ids,
            organization_id=organization_id,
            sees_inner=sees_inner,
        ),
        "is_tolerant": found.is_tolerant,
        "unknown": [key for key, _value in understood.unknown],
        **facets_section(
            found,
            pairs=_page_conditions(question, is_pool=is_pool),
            page_pairs=_page_pairs(request),
            choices=choices,
            organization_id=organization_id,
            at=at,
        ),
        **_asked_context(request, question, choices=choices, columns=columns, is_pool=is_pool),
        **_empty_context(request, question, choices=choices, is_pool=is_pool, total=found.count()),
    }


def _asked_context(
    request: MemberRequest,
    question: Question,
    *,
    choices: Choices,
    columns: Sequence[str],
    is_pool: bool,
) -> dict[str, Any]:
    hidden = [OF_THE_POOL_PAGE] if is_pool else []
    pairs = _page_conditions(question, is_pool=is_pool)
    page_pairs = _page_pairs(request)
    selects = selects_of(question, choices=choices)
    member = request.member
    return {
        "question": question,
        "is_filtered": bool(pairs),
        "conditions": conditions_of(question, choices=choices, page_pairs=page_pairs, hidden=hidden),
        "selects": selects,
        "flags": [flag for flag in flags_of(question) if ("is", flag["value"]) not in hidden],
        "kept_pairs": [*further_pairs(question, selects), *page_pairs],
        "question_pairs": question_pairs(question),
        "asked_pairs": pairs,
        "column_choices": _column_choices(columns, choices),
        "clear_url": list_url([], page_pairs),
        "views": [
            {"view": view, "url": view_url(view.question["pairs"], sort=view.sort, columns=view.columns)}
            for view in views_for(organization_id=member.organization_id, member_id=member.user_id)
        ],
        "bulk_deeds": deeds_for(request),
        "may_deed": bool(deeds_for(request)),
        "select": request.GET.get("select", ""),
        "plain_url": f"?{urlencode([*pairs, *page_pairs, *_at_page(request)])}",
    }


def _page_conditions(question: Question, *, is_pool: bool) -> list[Pair]:
    hidden = [OF_THE_POOL_PAGE] if is_pool else []
    return [pair for pair in question_pairs(question) if pair not in hidden]


def view_url(pairs: Sequence[Sequence[str]], *, sort: str, columns: Sequence[str]) -> str:
    of_the_page = [("sort", sort)] if sort else []
    return list_url(
        [(pair[0], pair[1]) for pair in pairs], [*of_the_page, *(("column", one) for one in columns)]
    )


def _empty_context(
    request: MemberRequest, question: Question, *, choices: Choices, is_pool: bool, total: int
) -> dict[str, Any]:
    """Nobody answers: whether there is anybody at all, and which condition to drop."""
    if total:
        return {}
    organization_id, at = request.member.organization_id, clock.now()
    drop = what_to_drop(question, organization_id=organization_id, at=at)
    if is_pool:
        drop = [one for one in drop if one.key != "is"]
    return {"drop": drop_sentence(drop, choices=choices)}


def _column(column: str, choices: Choices) -> dict[str, Any]:
    """`sort` where the list can be sorted by it."""
    return {
        "key": column,
        "word": column_word(column, custom=choices.custom),
        "sort": SORTS.get(column, "") if column != "application" else "",
        "is_custom": column.startswith(CUSTOM),
    }


def _column_choices(columns: Sequence[str], choices: Choices) -> list[dict[str, Any]]:
    """The chosen ones first, in their order."""
    custom = [f"{CUSTOM}{field_id}" for field_id in choices.custom]
    others = [column for column in (*COLUMNS, *custom) if column not in {*columns, *ONLY_IN_A_FILE}]
    return [
        {"key": column, "word": column_word(column, custom=choices.custom), "is_chosen": column in columns}
        for column in (*columns, *others)
    ]


def _page_pairs(request: MemberRequest) -> list[Pair]:
    sort = request.GET.get("sort", "")
    columns = [("column", column) for column in request.GET.getlist("column")]
    return [*([("sort", sort)] if sort else []), *columns]


def _at_page(request: MemberRequest) -> list[Pair]:
    number = request.GET.get("page", "")
    return [("page", number)] if number else []
