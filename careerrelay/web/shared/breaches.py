"""Leaks, losses and damage of personal data: the same pages for a company, an agency and the operator.

Each handles its own: a company the records of its candidates, an agency its copies, the operator the network's people.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.refusal import Refusal
from careerrelay.privacy.breached import breaches_of, duty_under
from careerrelay.privacy.breaching import (
    FACTS,
    Reported,
    add_to_breach,
    close_breach,
    describe_breach,
    letter_values,
    record_breach,
    record_report,
    reopen_breach,
    tell_concerned,
)
from careerrelay.privacy.models import Breach
from careerrelay.privacy.rules.breach_lists import ListedLine
from careerrelay.privacy.rules.breaches import BreachKind, ReportKind
from careerrelay.relay.breached import parties_of_network
from careerrelay.web.shared.breach_forms import (
    KINDS,
    BreachForm,
    ListedForm,
    NewBreachForm,
    ReportedForm,
)
from careerrelay.web.shared.breach_words import (
    REPORTS,
    deadlines_of,
    items_of_report,
    reasons_in_words,
    report_text,
)
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import count, is_japanese

View: TypeAlias = Callable[..., HttpResponse]
UNKNOWN_SHOWN = 10
REPORT_ROUTES = {
    "prompt_report": ReportKind.PROMPT,
    "final_report": ReportKind.FINAL,
    "follow_up": ReportKind.FOLLOW_UP,
}


def breach_paths(kind: Kind) -> list[URLPattern]:
    """The routes of one audience, each a page that lets in only its own members."""
    views: dict[str, tuple[str, View]] = {
        "breaches": ("breaches/", require_safe(breaches)),
        "new_breach": ("breaches/new/", require_http_methods(["GET", "HEAD", "POST"])(new_breach)),
        "breach": ("breaches/<uuid:breach_id>/", require_safe(breach)),
        "breach_words": (
            "breaches/<uuid:breach_id>/words/",
            require_http_methods(["GET", "HEAD", "POST"])(breach_words),
        ),
        "breach_people": (
            "breaches/<uuid:breach_id>/people/",
            require_http_methods(["GET", "HEAD", "POST"])(breach_people),
        ),
        **{
            f"breach_{word}": (
                f"breaches/<uuid:breach_id>/{word}/",
                require_http_methods(["GET", "HEAD", "POST"])(partial(breach_report, kind=kind)),
            )
            for word, kind in REPORT_ROUTES.items()
        },
        "breach_letters": (
            "breaches/<uuid:breach_id>/letters/",
            require_http_methods(["GET", "HEAD", "POST"])(breach_letters),
        ),
        "breach_reopen": ("breaches/<uuid:breach_id>/reopening/", require_POST(breach_reopen)),
        "breach_close": ("breaches/<uuid:breach_id>/close/", require_POST(breach_close)),
    }
    guard = page(kind, Permission.HANDLE_BREACHES)
    return [path(route, guard(view), name=name) for name, (route, view) in views.items()]


def breaches(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    rows = [
        {
            "breach": one,
            "kind": KINDS[BreachKind(one.kind)],
            "duty": duty_under(one),
            "deadlines": deadlines_of(one, at=at),
        }
        for one in breaches_of(organization_id=request.member.organization_id)
    ]
    return show(request, "shared/breaches/list.html", {"rows": rows})


def new_breach(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    sent = request.POST if request.method == "POST" else None
    form = NewBreachForm(
        sent,
        initial={"noticed_at": at},
        kind=request.member.kind,
        parties=_parties(request),
        now=at,
    )
    if sent is not None and form.is_valid():
        try:
            recorded, unknown = record_breach(
                form.facts,
                listed=form.cleaned_data["listed"],
                picked=form.picked,
                organization_id=request.member.organization_id,
                kind=request.member.kind,
                actor=request.member.actor,
                at=at,
            )
        except Refusal as refused:
            form.add_error("listed", refused.sentence(get_language() or "ja"))
        else:
            say_done(request, _said_of_list(recorded, unknown))
            return _back(request, recorded)
    context = {"form": form, "first": [form[name] for name in form.FIRST]}
    context["later"] = [form[name] for name in form.LATER]
    return show(request, "shared/breaches/new.html", context, status=422 if form.errors else 200)


def breach(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    return _show_breach(request, _breach(request, breach_id), at=clock.now())


def breach_words(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    at = clock.now()
    found = _breach(request, breach_id)
    sent = request.POST if request.method == "POST" else None
    form = BreachForm(sent, initial={name: getattr(found, name) for name in FACTS}, now=at)
    refusal = None
    if sent is not None and form.is_valid():
        try:
            describe_breach(found, form.facts, actor=request.member.actor, at=at)
        except Refusal as refused:
            refusal = refused
        else:
            say_done(request, _("書きかえました。"))
            return _back(request, found)
    context = {"breach": found, "form": form, "refusal": refusal}
    return show(request, "shared/breaches/words.html", context, status=422 if form.errors or refusal else 200)


def breach_people(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    at = clock.now()
    found = _breach(request, breach_id)
    form = ListedForm(
        request.POST if request.method == "POST" else None,
        kind=request.member.kind,
        parties=_parties(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            unknown = add_to_breach(
                found,
                listed=form.cleaned_data["listed"],
                picked=form.picked,
                kind=request.member.kind,
                actor=request.member.actor,
                at=at,
            )
        except Refusal as refused:
            form.add_error("listed", refused.sentence(get_language() or "ja"))
        else:
            found.refresh_from_db()
            say_done(request, _said_of_list(found, unknown))
            return _back(request, found)
    context = {"breach": found, "form": form}
    return show(request, "shared/breaches/people.html", context, status=422 if form.errors else 200)


def breach_report(request: MemberRequest, breach_id: UUID, kind: ReportKind) -> HttpResponse:
    """Recorded with the words of now, in the language of the page: what was sent stays as it was."""
    at = clock.now()
    found = _breach(request, breach_id)
    sent = request.POST if request.method == "POST" else None
    form = ReportedForm(sent, initial={"reported_at": at}, kind=kind, now=at)
    words = report_text(found, told=found.records.exclude(told_at=None).count())
    refusal = None
    if sent is not None and form.is_valid():
        try:
            reported = Reported(kind=kind, words=words, **form.cleaned_data)
            record_report(found, reported, actor=request.member.actor, at=at)
        except Refusal as refused:
            refusal = refused
        else:
            say_done(request, _("報告を記録しました。"))
            return _back(request, found)
    context = {"breach": found, "form": form, "refusal": refusal, "words": words, "kind": kind}
    context["word"] = REPORTS[kind]
    return show(
        request, "shared/breaches/report.html", context, status=422 if form.errors or refusal else 200
    )


def breach_letters(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    found = _breach(request, breach_id)
    waiting = found.records.filter(told_at=None).count()
    if request.method == "POST":
        said = (
            _("まだ知らせていない人に、送り始めました。")
            if waiting
            else _("知らせる相手は、もう残っていません。")
        )
        return _after(request, found, tell_concerned, said=said, kind=request.member.kind, at=clock.now())
    # The operator writes to people in their own language, and shows the letter in that of the reader.
    is_in_japanese = request.member.kind is not Kind.OPERATOR or is_japanese()
    values = letter_values(found, "ja" if is_in_japanese else "en")
    context = {"breach": found, "values": values, "waiting": waiting, "is_in_japanese": is_in_japanese}
    return show(request, "shared/breaches/letters.html", context)


def breach_close(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    found = _breach(request, breach_id)
    return _after(request, found, close_breach, said=_("記録を閉じました。"), at=clock.now())


def breach_reopen(request: MemberRequest, breach_id: UUID) -> HttpResponse:
    found = _breach(request, breach_id)
    return _after(request, found, reopen_breach, said=_("記録を開き直しました。"), at=clock.now())


def _parties(request: MemberRequest) -> dict[str, list[tuple[str, str]]]:
    """Of whom the operator picks; nobody else picks."""
    if request.member.kind is not Kind.OPERATOR:
        return {}
    companies, agencies = parties_of_network(operator_id=request.member.organization_id)
    return {
        "companies": [(str(one.id), _name(one)) for one in companies],
        "agencies": [(str(one.organization_id), _name(one)) for one in agencies],
    }


def _name(party: Organization | Agency) -> str:
    return party.legal_name if is_japanese() else party.name_en


def _breach(request: MemberRequest, breach_id: UUID) -> Breach:
    """Raises: Http404, the same for another organization's and for none."""
    found = Breach.objects.filter(organization_id=request.member.organization_id, id=breach_id).first()
    if found is None:
        raise Http404
    return found


def _after(
    request: MemberRequest, found: Breach, deed: Callable[..., Any], *, said: str, at: datetime, **given: Any
) -> HttpResponse:
    try:
        deed(found, **given, actor=request.member.actor, at=at)
    except Refusal as refused:
        return _show_breach(request, _breach(request, found.id), at=at, refusal=refused)
    say_done(request, said)
    return _back(request, found)


def _back(request: MemberRequest, found: Breach) -> HttpResponse:
    return redirect(f"{request.member.audience}:breach", breach_id=found.id)


def _show_breach(
    request: MemberRequest, found: Breach, *, at: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    told = found.records.exclude(told_at=None).count()
    duty = duty_under(found)
    context = {
        "breach": found,
        "kind": KINDS[BreachKind(found.kind)],
        "duty": duty,
        "reasons": reasons_in_words(duty),
        "deadlines": deadlines_of(found, at=at),
        "items": items_of_report(found),
        "told": told,
        "waiting": found.people - told,
        "report": report_text(found, told=told),
        "reports": [
            (one, REPORTS[ReportKind(one.kind)]) for one in found.reports.order_by("reported_at", "id")
        ],
        "refusal": refusal,
    }
    return show(request, "shared/breaches/breach.html", context, status=422 if refusal else 200)


def _said_of_list(found: Breach, unknown: list[ListedLine]) -> str:
    if not unknown:
        return _("%(people)s人を記録しました。") % {"people": found.people}
    lines = ", ".join(str(line.number) for line in unknown[:UNKNOWN_SHOWN])
    more = " …" if len(unknown) > UNKNOWN_SHOWN else ""
    said = ngettext(
        "%(people)s人を記録しました。次の行の人は見つかりません(%(count)s行): %(lines)s。わかるまで、記録がない人として数えます。",
        "%(people)s人を記録しました。次の行の人は見つかりません(%(count)s行): %(lines)s。わかるまで、記録がない人として数えます。",
        len(unknown),
    )
    return said % {"people": count(found.people), "count": count(len(unknown)), "lines": lines + more}
