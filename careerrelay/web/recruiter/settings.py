"""設定: what mails and consent pages say about the company, who belongs to it, and its start link. Read only."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.members import members_in_scope
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.consent.queries import start_code_in_scope
from careerrelay.web.recruiter.today import snippet_of
from careerrelay.web.shared.member_words import ROLES
from careerrelay.web.shared.pages import MemberRequest, page, show


@page(Kind.COMPANY, Permission.SEE_SETTINGS)
@require_safe
def facts_and_members(request: MemberRequest) -> HttpResponse:
    organization_id = request.member.organization_id
    company = organization_in_scope(organization_id=organization_id)
    facts = [
        {"term": _("正式な名前"), "value": company.legal_name},
        {"term": _("英語の名前"), "value": company.name_en},
        {
            "term": _("住所"),
            "value": company.postal_address,
            "why": _("お見送り連絡と同意のページに載ります。"),
        },
        {"term": _("住所(英語)"), "value": company.postal_address_en},
        {"term": _("窓口"), "value": company.contact_desk},
        {"term": _("窓口(英語)"), "value": company.contact_desk_en},
        {
            "term": _("窓口のアドレス"),
            "value": company.contact_address,
            "why": _("メールへの返信が届く先です。"),
        },
    ]
    members = [
        {"member": member, "role": ROLES[member.role]}
        for member in members_in_scope(organization_id=organization_id)
    ]
    snippet = snippet_of(start_code_in_scope(organization_id=organization_id))
    context = {"facts": facts, "members": members, "snippet": snippet}
    return show(request, "recruiter/settings.html", context)
