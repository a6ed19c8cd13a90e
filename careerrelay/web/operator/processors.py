"""外的環境の把握: whom we have data processed by, where, and what keeps it safe. The public reads the same list."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerrelay.accounts.models import Processor
from careerrelay.accounts.processors import ProcessorFacts
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.audit.processing import end_processor, register_processor
from careerrelay.core import clock
from careerrelay.core.calendar import day_in_japan
from careerrelay.text.cleaning import clean_line, clean_paragraphs
from careerrelay.text.purposes import VaguePurpose
from careerrelay.web.operator.agencies import Day
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


class ProcessorForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("委託先の名前"),
        max_length=200,
        error_messages={"required": gettext_lazy("委託先の名前を入力してください。")},
    )
    work = forms.CharField(
        label=gettext_lazy("任せている仕事"),
        help_text=gettext_lazy("例: メールの送信、サーバーの運用"),
        max_length=300,
        error_messages={"required": gettext_lazy("任せている仕事を入力してください。")},
    )
    country_name = forms.CharField(
        label=gettext_lazy("外国の名前"),
        help_text=gettext_lazy("情報が日本だけにあるなら、空けておきます。"),
        max_length=100,
        required=False,
    )
    country_law = forms.CharField(
        label=gettext_lazy("その国の個人情報の制度"),
        help_text=gettext_lazy(
            "個人情報保護委員会の「外国における個人情報の保護に関する制度等の調査」が参考になります。"
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    measures = forms.CharField(
        label=gettext_lazy("安全のための措置"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("安全のための措置を入力してください。")},
    )
    since_on = Day(label=gettext_lazy("始まり"), missing=gettext_lazy("始まりの日を入力してください。"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("name", "work", "country_name"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        for name in ("country_law", "measures"):
            cleaned[name] = clean_paragraphs(cleaned.get(name, ""))
        if cleaned["country_name"] and not cleaned["country_law"]:
            self.add_error("country_law", _("外国に置くなら、その国の制度を書いてください。"))
        return cleaned


@page(Kind.OPERATOR, Permission.SEE_NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def processors(request: MemberRequest) -> HttpResponse:
    at = clock.now()
    operator_id = request.member.organization_id
    form = ProcessorForm(
        request.POST if request.method == "POST" else None, initial={"since_on": day_in_japan(at)}
    )
    if request.method == "POST" and form.is_valid():
        sent = dict(form.cleaned_data)
        since_on = sent.pop("since_on")
        try:
            register_processor(
                ProcessorFacts(**sent),
                operator_id=operator_id,
                since_on=since_on,
                actor=request.member.actor,
                at=at,
            )
        except VaguePurpose as refused:
            form.add_error("work", refused.sentence(get_language() or "ja"))
        else:
            say_done(request, _("委託先を記録しました。公開のページにも載ります。"))
            return redirect("operator:processors")
    found = Processor.objects.filter(operator_id=operator_id).order_by("ended_on", "name", "id")
    context = {"processors": found, "form": form}
    return show(request, "operator/processors.html", context, status=422 if form.errors else 200)


@page(Kind.OPERATOR, Permission.MANAGE_PERMITS)
@require_POST
def processor_end(request: MemberRequest, processor_id: UUID) -> HttpResponse:
    at = clock.now()
    found = Processor.objects.filter(operator_id=request.member.organization_id, id=processor_id).first()
    if found is None:
        raise Http404
    end_processor(found, ended_on=day_in_japan(at), actor=request.member.actor, at=at)
    say_done(request, _("委託を終えたと記録しました。"))
    return redirect("operator:processors")
