"""The desk and the postal address of the company, in both languages, as its owner writes them."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.audit.contacting import Contact, change_contact, contact_of
from careerrelay.core import clock
from careerrelay.text.cleaning import clean_line
from careerrelay.web.shared.pages import MemberRequest, page, show
from careerrelay.web.shared.said import say_done


class ContactForm(forms.Form):
    contact_desk = forms.CharField(
        label=gettext_lazy("窓口"),
        help_text=gettext_lazy("苦情や相談を受ける部署です。例: 人事部 採用の窓口"),
        max_length=200,
        error_messages={"required": gettext_lazy("窓口を入力してください。")},
    )
    contact_desk_en = forms.CharField(
        label=gettext_lazy("窓口(英語)"),
        help_text=gettext_lazy(
            "空けておくと、英語のページとメールにも日本語が出ます。例: Human Resources, Recruiting"
        ),
        max_length=200,
        required=False,
    )
    postal_address = forms.CharField(
        label=gettext_lazy("住所"),
        max_length=300,
        error_messages={"required": gettext_lazy("住所を入力してください。")},
    )
    postal_address_en = forms.CharField(
        label=gettext_lazy("住所(英語)"),
        help_text=gettext_lazy("空けておくと、英語のページとメールにも日本語が出ます。"),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {name: clean_line(written) for name, written in cleaned.items()}


@page(Kind.COMPANY, Permission.CHANGE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def company_contact(request: MemberRequest) -> HttpResponse:
    organization_id = request.member.organization_id
    company = organization_in_scope(organization_id=organization_id)
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial=asdict(contact_of(company))
    )
    if request.method == "POST" and form.is_valid():
        change_contact(
            Contact(**form.cleaned_data),
            organization_id=organization_id,
            actor=request.member.actor,
            at=clock.now(),
        )
        say_done(request, _("保存しました。これから出すメールと同意のページに載ります。"))
        return redirect("recruiter:settings")
    context = {"form": form, "company": company}
    return show(request, "recruiter/company_contact.html", context, status=422 if form.errors else 200)
