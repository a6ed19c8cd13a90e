"""就職の記録: what agencies recorded of joinings, by the number of the copy, and how a mistake is put right."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.refusal import Refusal
from careerrelay.relay.actions.correcting_placements import check_right, correct_placement
from careerrelay.relay.actions.placing import Joining
from careerrelay.relay.models import Placement
from careerrelay.relay.placements import (
    copies_of_placements,
    placement_of_network,
    placements_of_network,
    placements_of_relay,
    waiting_behind,
)
from careerrelay.relay.queries import agencies_by_id
from careerrelay.relay.rules.placements import CORRECTED, PlacementMistake, free_on
from careerrelay.relay.rules.receipts import receipt_number
from careerrelay.web.operator.agencies import Day
from careerrelay.web.operator.words import name_of
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.placements import MISTAKES, TERMS, mistake_in_words, term_in_words
from careerrelay.web.shared.said import say_done
from careerrelay.web.shared.templatetags.words import full_day

PAGE_SIZE = 50


class CorrectionForm(forms.Form):
    mistake = forms.ChoiceField(
        label=gettext_lazy("何がちがっていましたか"),
        choices=[("", gettext_lazy("選んでください")), *MISTAKES],
        error_messages={"required": gettext_lazy("何がちがっていたかを選んでください。")},
    )
    joined_on = Day(
        label=gettext_lazy("正しい就職の日"), missing=gettext_lazy("正しい就職の日を入力してください。")
    )
    term = forms.ChoiceField(label=gettext_lazy("正しい契約の期間"), choices=TERMS)

    @property
    def chosen_mistake(self) -> PlacementMistake:
        return PlacementMistake(self.cleaned_data["mistake"])

    @property
    def right(self) -> Joining | None:
        if self.chosen_mistake not in CORRECTED:
            return None
        return Joining(self.cleaned_data["joined_on"], is_permanent=self.cleaned_data["term"] == "permanent")


@dataclass(frozen=True, slots=True)
class PlacementLine:
    placement: Placement
    receipt: str
    agency: str
    term: str


@require_safe
@page(Kind.OPERATOR, Permission.CORRECT_PLACEMENTS)
def placements(request: MemberRequest) -> HttpResponse:
    receipt = request.GET.get("receipt", "").strip()
    found = placements_of_network(operator_id=request.member.organization_id, receipt=receipt)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"lines": _lines(list(shown)), "page": shown, "receipt": receipt}
    return show(request, "operator/placements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Kind.OPERATOR, Permission.CORRECT_PLACEMENTS)
def placement(request: MemberRequest, placement_id: UUID) -> HttpResponse:
    """The first press shows what follows from a correction; the second does it."""
    at = clock.now()
    found = placement_of_network(operator_id=request.member.organization_id, placement_id=placement_id)
    if found is None:
        raise Http404
    term = "permanent" if found.is_permanent else "fixed"
    initial = {"joined_on": found.joined_on, "term": term}
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, found, form, at=at)
        except Refusal as refusal:
            return _show_placement(request, found, form=form, refusal=refusal)
    return _show_placement(request, found, form=form)


def _answer(request: MemberRequest, wrong: Placement, form: CorrectionForm, *, at: datetime) -> HttpResponse:
    """Raises: NotCorrected, NotPlaced."""
    right = form.right
    if "confirmed" in request.POST:
        correct_placement(
            wrong.id,
            operator_id=wrong.operator_id,
            right=right,
            mistake=form.chosen_mistake,
            actor=request.member.actor,
            at=at,
        )
        say_done(request, _("就職の記録を訂正しました。") if right else _("就職の記録を取り消しました。"))
        return redirect("operator:placements")
    if right is not None:
        check_right(right, wrong=wrong, at=at)
    context = {
        "line": _lines([wrong])[0],
        "form": form,
        "right": right,
        "right_term": term_in_words(is_permanent=right.is_permanent) if right else "",
        "mistake": mistake_in_words(form.chosen_mistake),
        "follows": _follows(wrong, right, on=day_in_japan(at)),
    }
    return show(request, "operator/placement_check.html", context)


def _follows(wrong: Placement, right: Joining | None, *, on: date) -> list[str]:
    """What comes of it, in sentences."""
    waiting = waiting_behind(
        wrong,
        right_on=right.joined_on if right else None,
        right_is_permanent=bool(right and right.is_permanent),
        on=on,
    )
    return [
        _two_years(right),
        *([_waiting(waiting.count, will_be_held=waiting.will_be_held)] if waiting.count else []),
        _("紹介の数、無料採用枠、帳簿は変わりません。就職では数えていないからです。"),
        _("前の記録は取り消したものとして残り、紹介会社と本人の開示に、訂正したことが出ます。"),
    ]


def _two_years(right: Joining | None) -> str:
    if right is None:
        return _(
            "2年間の決まりはなくなります。紹介会社に、この人の情報と連絡先がまた出ます(同意の期限まで)。"
        )
    if not right.is_permanent:
        return _(
            "期間の定めのある契約に、2年間の決まりはありません。情報と連絡先がまた出ます(同意の期限まで)。"
        )
    return _("2年間の決まりは%(first)sから%(last)sまでになり、そのあいだ情報と連絡先は出ません。") % {
        "first": full_day(right.joined_on),
        "last": full_day(free_on(right.joined_on) - timedelta(days=1)),
    }


def _waiting(count: int, *, will_be_held: bool) -> str:
    if will_be_held:
        return _("この人からこの紹介会社への紹介が%(n)s件待っています。2年が過ぎるまで渡しません。") % {
            "n": count
        }
    return _(
        "この人からこの紹介会社への紹介が%(n)s件待っています。ほかに待つ理由がなければ、まもなく渡します。"
    ) % {"n": count}


def _lines(shown: list[Placement]) -> list[PlacementLine]:
    copies = copies_of_placements(shown)
    agencies = agencies_by_id(agency_ids=[one.agency_id for one in shown])
    return [
        PlacementLine(
            one,
            receipt_number(copies[one.relay_id]) if one.relay_id in copies else "",
            name_of(agencies[one.agency_id]),
            term_in_words(is_permanent=one.is_permanent),
        )
        for one in shown
    ]


def _show_placement(
    request: MemberRequest, found: Placement, *, form: CorrectionForm, refusal: Refusal | None = None
) -> HttpResponse:
    names = names_of_members(organization_id=request.member.organization_id)
    records = placements_of_relay(found.relay_id, agency_id=found.agency_id)
    context: dict[str, Any] = {
        "line": _lines([found])[0],
        "records": [
            (
                one,
                term_in_words(is_permanent=one.is_permanent),
                mistake_in_words(one.undone_reason) if one.undone_reason else "",
                names.get(one.undone_by, "") if one.undone_by else "",
            )
            for one in records
        ],
        "form": form,
        "refusal": refusal,
    }
    return show(request, "operator/placement.html", context, status=422 if refusal or form.errors else 200)
