"""Two records that may be one person, side by side; merged, called two people, and undone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.duplicate_listing import clear_pairs, open_pairs
from careerrelay.candidates.duplicates import ask_again, call_distinct
from careerrelay.candidates.merges import recent_merges
from careerrelay.candidates.models import Application, Candidate, DuplicatePair, Merge
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.pool.showing import hidden_ids, pool_among, shown_candidate
from careerrelay.privacy.merging import merge_pair, merge_pairs, undo_merge
from careerrelay.web.recruiter.comparing import (
    compared,
    count_pairs,
    evidence_words,
    left_in_pairs,
    merge_changes,
)
from careerrelay.web.recruiter.notices import uuids_in
from careerrelay.web.shared.pages import MemberRequest, note_sight, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count

PER_PAGE = 50


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_safe
def list_of_duplicates(request: MemberRequest) -> HttpResponse:
    organization_id = request.member.organization_id
    hidden = left_in_pairs(organization_id)
    found = open_pairs(organization_id=organization_id, leave_out=hidden)
    pairs = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    _fetch_people(pairs.object_list)
    note_sight(
        request, "see_list_of_pairs", [one for pair in pairs for one in (pair.first_id, pair.second_id)]
    )
    context = {
        "pairs": pairs,
        "rows": [(pair, evidence_words(pair)) for pair in pairs],
        "clear": clear_pairs(organization_id=organization_id, leave_out=hidden).count(),
        "merges": recent_merges(organization_id=organization_id, at=clock.now()).count(),
    }
    return show(request, "recruiter/duplicates.html", context)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_safe
def one_duplicate(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    return _show_pair(request, _pair(request, pair_id))


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def merge(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    organization_id = request.member.organization_id
    pair = _pair(request, pair_id, or_merged=True)
    try:
        done = merge_pair(
            organization_id=organization_id, pair_id=pair_id, actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        if pair is None:
            raise Http404 from refused
        return _show_pair(request, pair, refusal=refused)
    said = _("%(name)sさんの2つの記録を、1つにしました。30日のあいだは、元に戻せます。")
    say_done(
        request,
        said % {"name": done.kept.name or _("氏名なし")},
        undo_url=reverse("recruiter:undo_merge", args=[done.id]),
    )
    return _to_next(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def distinguish(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    pair = _pair(request, pair_id)
    assert pair is not None
    try:
        call_distinct(
            organization_id=request.member.organization_id,
            pair_ids=[pair.id],
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_pair(request, pair, refusal=refused)
    say_done(
        request,
        _("別の人として覚えました。この組は、もう出てきません。"),
        undo_url=reverse("recruiter:reopen_duplicate", args=[pair.id]),
    )
    return _to_next(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def reopen(request: MemberRequest, pair_id: UUID) -> HttpResponse:
    """Undo of 別の人."""
    organization_id = request.member.organization_id
    pair = DuplicatePair.objects.filter(organization_id=organization_id, id=pair_id).first()
    if pair is None or {pair.first_id, pair.second_id} & _hidden(organization_id):
        raise Http404
    ask_again(organization_id=organization_id, pair_ids=[pair.id], actor=request.member.actor, at=clock.now())
    return redirect("recruiter:duplicate", pair.id)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_http_methods(["GET", "HEAD", "POST"])
def check_duplicates(request: MemberRequest) -> HttpResponse:
    """The clear ones together: looked through on one page, then merged with one press."""
    organization_id = request.member.organization_id
    found = clear_pairs(organization_id=organization_id, leave_out=left_in_pairs(organization_id))
    if request.method != "POST":
        pairs = list(found[:PER_PAGE])
        _fetch_people(pairs)
        rows = [(pair, compared(pair)) for pair in pairs]
        return show(request, "recruiter/check_duplicates.html", {"rows": rows, "total": found.count()})
    wanted = found.filter(id__in=uuids_in(request.POST.getlist("pair"))).values_list("id", flat=True)
    merges, left = merge_pairs(
        organization_id=organization_id,
        pair_ids=list(wanted[:PER_PAGE]),
        actor=request.member.actor,
        at=clock.now(),
    )
    said = ngettext("%(n)s組を統合しました。", "%(n)s組を統合しました。", len(merges))
    sentences = [said % {"n": count(len(merges))}]
    if left:
        kept_back = ngettext(
            "%(n)s組は、たったいま変わったか送信中のため、統合していません。",
            "%(n)s組は、たったいま変わったか送信中のため、統合していません。",
            left,
        )
        sentences.append(kept_back % {"n": count(left)})
    say_done(request, " ".join(sentences))
    return redirect("recruiter:merges" if merges else "recruiter:duplicates")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_safe
def list_of_merges(request: MemberRequest) -> HttpResponse:
    return _show_merges(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def undo(request: MemberRequest, merge_id: UUID) -> HttpResponse:
    organization_id = request.member.organization_id
    known = Merge.objects.filter(organization_id=organization_id, id=merge_id).first()
    if known is None or known.kept_id in _hidden(organization_id):
        raise Http404
    try:
        done = undo_merge(
            merge_id, organization_id=organization_id, actor=request.member.actor, at=clock.now()
        )
    except Refusal as refused:
        return _show_merges(request, refusal=refused)
    say_done(request, _("2つの記録に戻しました。取り消したお見送り連絡は、取り消したままです。"))
    return redirect("recruiter:candidate", done.kept_id)


@dataclass(frozen=True, slots=True)
class MergeRow:
    merge: Merge
    gone_name: str
    changes: list[dict[str, Any]]


def _show_merges(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    organization_id = request.member.organization_id
    found = recent_merges(organization_id=organization_id, leave_out=_hidden(organization_id), at=clock.now())
    merges = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [MergeRow(one, (one.before or {})["gone"]["fields"]["name"], merge_changes(one)) for one in merges]
    context = {"merges": merges, "rows": rows, "refusal": refusal}
    return show(request, "recruiter/merges.html", context, status=422 if refusal else 200)


def _show_pair(
    request: MemberRequest, pair: DuplicatePair | None, *, refusal: Refusal | None = None
) -> HttpResponse:
    if pair is None:
        raise Http404
    _fetch_people([pair])
    note_sight(request, "see_list_of_pairs", [pair.first_id, pair.second_id])
    organization_id = request.member.organization_id
    both = (pair.first_id, pair.second_id)
    pool_ids = pool_among(both, organization_id=organization_id, at=clock.now())
    comparison = compared(pair, pool_ids=pool_ids)
    context = {
        "pair": pair,
        "comparison": comparison,
        "waiting": count_pairs(organization_id),
        "refusal": refusal,
    }
    return show(request, "recruiter/duplicate.html", context, status=422 if refusal else 200)


def _pair(request: MemberRequest, pair_id: UUID, *, or_merged: bool = False) -> DuplicatePair | None:
    """An open one that may be seen; for a second click also none, if it was merged meanwhile."""
    organization_id = request.member.organization_id
    found = open_pairs(organization_id=organization_id, leave_out=left_in_pairs(organization_id))
    pair = found.filter(id=pair_id).first()
    if pair is None and not (or_merged and _is_merged(pair_id, organization_id)):
        raise Http404
    return pair


def _is_merged(pair_id: UUID, organization_id: UUID) -> bool:
    merges = Merge.objects.filter(organization_id=organization_id, id=pair_id, undone_at=None)
    kept_id = merges.values_list("kept_id", flat=True).first()
    if kept_id is None:
        return False
    return shown_candidate(kept_id, organization_id=organization_id, at=clock.now()) is not None


def _hidden(organization_id: UUID) -> frozenset[UUID]:
    return hidden_ids(organization_id=organization_id, at=clock.now())


def _to_next(request: MemberRequest) -> HttpResponse:
    """On to the next pair: who goes through many does not come back to the list each time."""
    organization_id = request.member.organization_id
    following = open_pairs(organization_id=organization_id, leave_out=left_in_pairs(organization_id)).first()
    if following is None:
        return redirect("recruiter:duplicates")
    return redirect("recruiter:duplicate", following.id)


def _fetch_people(pairs: Any) -> None:
    """Addresses, phones and applications of both sides, in three queries however many pairs there are."""
    people: list[Candidate] = [person for pair in pairs for person in (pair.first, pair.second)]
    applications = Application.objects.order_by("-applied_on", "-id")
    prefetch_related_objects(people, "addresses", "phones", Prefetch("applications", queryset=applications))
