"""A company's desk and postal address, in both languages, where people read them."""

import pytest
from django.test import Client

from careerrelay.accounts.models import Organization
from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.outreach.queries import preview_notice
from careerrelay.outreach.rules.letters import Stage
from careerrelay.outreach.rules.mails import Language
from tests.make import make_token
from tests.web.recruiter.desk import recruiter_of, words

ENGLISH = {
    "contact_desk_en": "Human Resources",
    "postal_address_en": "9-99 Kaigan-dori, Naka-ku, Yokohama",
}
JAPANESE = {"contact_desk": "人事部 採用の窓口", "postal_address": "神奈川県横浜市中区海岸通9-99"}


@pytest.fixture
def company(network) -> Organization:
    return network.company


def read_by(company: Organization, language: Language) -> tuple[str, str]:
    """The consent page and the mail that says no."""
    page = words(Client().get(f"/c/{make_token(company)}/consent?lang={language}"))
    with acting_for(company.id):
        fresh = Organization.objects.get(id=company.id)
        return page, preview_notice(fresh, name="", stage=Stage.DOCUMENTS, language=language).body


def test_english_pages_and_mails_show_the_english_desk_once_the_owner_wrote_it(company):
    owner = recruiter_of(company, role=Role.OWNER)
    for text in read_by(company, "en"):
        assert all(japanese in text for japanese in JAPANESE.values())
    answer = owner.post("/app/settings/contact/", JAPANESE | ENGLISH)
    assert answer.headers["Location"] == "/app/settings/"
    assert all(english in words(owner.get("/app/settings/")) for english in ENGLISH.values())
    for text in read_by(company, "en"):
        assert all(english in text for english in ENGLISH.values())
        assert not any(japanese in text for japanese in JAPANESE.values())
    for text in read_by(company, "ja"):
        assert all(japanese in text for japanese in JAPANESE.values())
        assert not any(english in text for english in ENGLISH.values())


def test_a_company_without_a_desk_or_an_address_is_refused_and_nothing_is_changed(company):
    owner = recruiter_of(company, role=Role.OWNER)
    answer = owner.post("/app/settings/contact/", ENGLISH | {"contact_desk": "  ", "postal_address": ""})
    assert answer.status_code == 422
    assert "窓口を入力してください。" in words(answer)
    assert "住所を入力してください。" in words(answer)
    assert ENGLISH["contact_desk_en"] in words(answer), "what was typed stays"
    assert owner.post("/app/settings/contact/", JAPANESE).status_code == 302
    with acting_for(company.id):
        found = Organization.objects.get(id=company.id)
        assert (found.contact_desk, found.contact_desk_en) == (JAPANESE["contact_desk"], "")
        assert not AuditEntry.objects.filter(deed="change_contact").exists(), "the same again is no deed"


def test_only_an_owner_changes_what_stands_in_the_name_of_the_company(company):
    recruiter = recruiter_of(company)
    assert recruiter.post("/app/settings/contact/", JAPANESE | ENGLISH).status_code == 404
    assert 'href="/app/settings/contact/"' not in words(recruiter.get("/app/settings/"))
