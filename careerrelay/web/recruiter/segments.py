"""Segments, tags and views: kept from a list, counted, given up."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.pool.actions import (
    end_segment,
    end_tag,
    make_tag,
    put_tag,
    remove_view,
    save_segment,
    save_view,
    take_tag,
)
from careerrelay.pool.asking import KNOWN
from careerrelay.pool.models import Tag, TagGroup
from careerrelay.pool.queries import (
    CountedSegment,
    counted_segments,
    counted_tags,
    segment_in_scope,
    tag_in_scope,
    tags_on,
    view_in_scope,
    views_for,
)
from careerrelay.pool.rules.question import question_of_document
from careerrelay.pool.showing import shown_candidate
from careerrelay.pool.words import GROUP_WORDS
from careerrelay.web.recruiter.asked import Choices, choices_of, conditions_of, list_url, question_in
from careerrelay.web.recruiter.people import columns_in, view_url
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def segments_and_tags(request: MemberRequest) -> HttpResponse:
    return _show_segments(request)


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def keep_question(request: MemberRequest) -> HttpResponse:
    """A list as it stands becomes a segment or a view."""
    member, question = request.member, question_in(request.POST).question
    keep_as = request.POST.get("as", "segment")
    kept: dict[str, Any] = {
        "organization_id": member.organization_id,
        "name": request.POST.get("name", ""),
        "question": question,
        "actor": member.actor,
        "at": clock.now(),
    }
    try:
        if keep_as in ("view", "shared_view"):
            choices = choices_of(organization_id=member.organization_id)
            columns = columns_in(request, choices=choices, default=())
            view = save_view(
                columns=columns, sort=request.POST.get("sort", ""), is_shared=keep_as == "shared_view", **kept
            )
            say_done(request, _("見方「%(name)s」を残しました。") % {"name": view.name})
            address = view_url(view.question["pairs"], sort=view.sort, columns=view.columns)
            return redirect(f"{reverse('recruiter:candidates')}{address}")
        segment = save_segment(**kept)
    except Refusal as refused:
        return _show_segments(request, refusal=refused)
    say_done(request, _("セグメント「%(name)s」を残しました。") % {"name": segment.name})
    return redirect("recruiter:segments")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def give_up_segment(request: MemberRequest, segment_id: UUID) -> HttpResponse:
    segment = segment_in_scope(organization_id=request.member.organization_id, segment_id=segment_id)
    if segment is None:
        raise Http404
    end_segment(segment, actor=request.member.actor, at=clock.now())
    say_done(request, _("セグメント「%(name)s」をやめました。") % {"name": segment.name})
    return redirect("recruiter:segments")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def give_up_view(request: MemberRequest, view_id: UUID) -> HttpResponse:
    member = request.member
    view = view_in_scope(organization_id=member.organization_id, view_id=view_id, member_id=member.user_id)
    if view is None:
        raise Http404
    say_done(request, _("見方「%(name)s」をやめました。") % {"name": view.name})
    remove_view(view, actor=member.actor, at=clock.now())
    return redirect("recruiter:segments")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def new_tag(request: MemberRequest) -> HttpResponse:
    try:
        tag = _made_tag(request)
    except Refusal as refused:
        return _show_segments(request, refusal=refused)
    say_done(request, _("タグ「%(name)s」を作りました。") % {"name": tag.name})
    return redirect("recruiter:segments")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def give_up_tag(request: MemberRequest, tag_id: UUID) -> HttpResponse:
    tag = tag_in_scope(organization_id=request.member.organization_id, tag_id=tag_id)
    if tag is None:
        raise Http404
    end_tag(tag, actor=request.member.actor, at=clock.now())
    say_done(
        request, _("タグ「%(name)s」をやめました。同じ名前で作ると、元に戻ります。") % {"name": tag.name}
    )
    return redirect("recruiter:segments")


@page(Kind.COMPANY, Permission.EDIT_CANDIDATES)
@require_POST
def tag_candidate(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """One tag on, by its name, or one off."""
    member, at = request.member, clock.now()
    if shown_candidate(candidate_id, organization_id=member.organization_id, at=at) is None:
        raise Http404
    if taken := request.POST.get("take", ""):
        tag = next((one for one in tags_on(candidate_id) if str(one.id) == taken), None)
        if tag is not None and take_tag(tag, candidate_id=candidate_id, actor=member.actor, at=at):
            say_done(request, _("タグ「%(name)s」を外しました。") % {"name": tag.name})
        return redirect("recruiter:candidate", candidate_id)
    tag = _made_tag(request)
    put_tag(tag, candidate_id=candidate_id, actor=member.actor, at=at)
    say_done(request, _("タグ「%(name)s」を付けました。") % {"name": tag.name})
    return redirect("recruiter:candidate", candidate_id)


def candidate_tags(candidate_id: UUID) -> dict[str, Any]:
    """For recruiter/candidate_tags.html."""
    return {"tags": tags_on(candidate_id), "tag_groups": list(GROUP_WORDS.items())}


def _made_tag(request: MemberRequest) -> Tag:
    """Raises: UnfitName."""
    group = request.POST.get("group", "")
    return make_tag(
        organization_id=request.member.organization_id,
        group=TagGroup(group) if group in TagGroup.values else TagGroup.FREE,
        name=request.POST.get("name", ""),
        actor=request.member.actor,
        at=clock.now(),
    )


def _show_segments(request: MemberRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    member, at = request.member, clock.now()
    choices = choices_of(organization_id=member.organization_id)
    tags = counted_tags(organization_id=member.organization_id, at=at)
    segments = counted_segments(organization_id=member.organization_id, at=at)
    context = {
        "segments": [_segment_row(one, choices) for one in segments],
        "groups": [
            {"word": word, "tags": [one for one in tags if one.tag.group == group]}
            for group, word in GROUP_WORDS.items()
        ],
        "tag_groups": list(GROUP_WORDS.items()),
        "views": [
            {"view": view, "url": view_url(view.question["pairs"], sort=view.sort, columns=view.columns)}
            for view in views_for(organization_id=member.organization_id, member_id=member.user_id)
        ],
        "refusal": refusal,
    }
    return show(request, "recruiter/segments.html", context, status=422 if refusal else 200)


def _segment_row(counted: CountedSegment, choices: Choices) -> dict[str, Any]:
    question = question_of_document(counted.segment.question, known=KNOWN).question
    conditions = conditions_of(question, choices=choices, page_pairs=[])
    return {
        "segment": counted.segment,
        "people": counted.people,
        "conditions": [f"{one.word}: {one.value}" if one.word else one.value for one in conditions],
        "url": list_url([("segment", str(counted.segment.id))]),
    }
