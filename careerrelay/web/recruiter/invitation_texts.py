"""The company's own words in the one invitation: written by whoever recruits, read by an owner before they are used."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.invitable import needs_second_person, preview_invitation
from careerrelay.outreach.inviting import (
    review_invitation_text,
    set_invitation_rule,
    write_invitation_text,
)
from careerrelay.outreach.models import InvitationText
from careerrelay.outreach.rules.invitations import DEFAULT_WORDS, WORDS_MAX
from careerrelay.web.recruiter.notices import language_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_text(request: MemberRequest) -> HttpResponse:
    """`?language=`: in which it begins; the default words of it stand in the field."""
    if request.method != "POST":
        language = language_of(request.GET.get("language", ""))
        return _show_form(request, words=DEFAULT_WORDS[language], language=language)
    words, language = request.POST.get("words", ""), language_of(request.POST.get("language", ""))
    try:
        text = write_invitation_text(
            words,
            language=language,
            organization_id=request.member.organization_id,
            actor=request.member.actor,
            at=clock.now(),
        )
    except Refusal as refused:
        return _show_form(request, words=words, language=language, refusal=refused)
    say_done(request, _("文面を残しました。管理者が確かめると使えます。"))
    return redirect("recruiter:invitation_text", text.id)


@page(Kind.COMPANY, Permission.SEND_NOTICES)
@require_safe
def one_text(request: MemberRequest, text_id: UUID) -> HttpResponse:
    return _show_text(request, _text(request, text_id))


@page(Kind.COMPANY, Permission.REVIEW_INVITATIONS)
@require_POST
def review(request: MemberRequest, text_id: UUID) -> HttpResponse:
    text = _text(request, text_id)
    try:
        review_invitation_text(text, actor=request.member.actor, at=clock.now())
    except Refusal as refused:
        return _show_text(request, text, refusal=refused)
    say_done(request, _("文面を確かめました。案内に使えます。"))
    return redirect("recruiter:invitations")


@page(Kind.COMPANY, Permission.REVIEW_INVITATIONS)
@require_POST
def rule(request: MemberRequest) -> HttpResponse:
    needs = request.POST.get("second") == "on"
    set_invitation_rule(
        organization_id=request.member.organization_id,
        needs_second_person=needs,
        actor=request.member.actor,
        at=clock.now(),
    )
    say_done(
        request,
        _("これからは、作った人とは別の人が承認します。")
        if needs
        else _("これからは、作った人も承認できます。"),
    )
    return redirect("recruiter:invitations")


def _text(request: MemberRequest, text_id: UUID) -> InvitationText:
    found = InvitationText.objects.filter(organization_id=request.member.organization_id, id=text_id).first()
    if found is None:
        raise Http404
    return found


def _show_form(
    request: MemberRequest, *, words: str, language: str, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "words": words,
        "letter_language": language,
        "words_max": WORDS_MAX,
        "errors": {"words": refusal} if refusal else {},
        "problem": refusal,
        "letter": letter_of(request, words=words, language=language),
    }
    return show(request, "recruiter/invitation_words.html", context, status=422 if refusal else 200)


def _show_text(
    request: MemberRequest, text: InvitationText, *, refusal: Refusal | None = None
) -> HttpResponse:
    names = names_of_members(organization_id=request.member.organization_id)
    context = {
        "text": text,
        "letter": letter_of(request, words=text.words, language=text.language),
        "letter_language": text.language,
        "written_by": names.get(text.written_by) if text.written_by else None,
        "reviewed_by": names.get(text.reviewed_by) if text.reviewed_by else None,
        "is_two_needed": needs_second_person(organization_id=request.member.organization_id),
        "refusal": refusal,
    }
    return show(request, "recruiter/invitation_text.html", context, status=422 if refusal else 200)


def letter_of(request: MemberRequest, *, words: str, language: str) -> Any:
    """With an example for a name; its links open nothing (P48)."""
    written = language_of(language)
    company = organization_in_scope(organization_id=request.member.organization_id)
    name = "山田 花子" if written == "ja" else "Hanako Yamada"
    return preview_invitation(company, words=words, name=name, language=written, at=clock.now())
