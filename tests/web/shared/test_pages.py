"""The one decorator: whose page it is, what it needs, and that both are asked anew each time."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.http import urlencode

from careerrelay.accounts.models import User
from careerrelay.accounts.rules import Kind, Role
from careerrelay.audit.staffing import change_role, disable_user, end_membership
from tests.make import TESTER
from tests.web.shared.staff import AT, PASSWORD, member, mikazuki, organization, shiomi, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shared.pages_to_visit")]


def test_a_stranger_is_asked_to_sign_in_and_comes_back():
    answer = Client().get("/app/people/?page=2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/app/people/%3Fpage%3D2")


def test_what_a_stranger_posted_is_not_asked_for_again():
    assert Client().post("/app/people/").headers["Location"] == "/sign-in/"


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in():
    answer = Client().get("/app/people/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.content) == (200, "/sign-in/", b"")


def test_a_member_is_let_in_and_the_page_is_rendered_in_scope():
    member(shiomi(), role=Role.RECRUITER)
    answer = signed_in().get("/app/people/")
    assert (answer.status_code, answer.content) == (200, b"recruiter")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.promise("P04")
def test_what_is_not_yours_does_not_exist():
    member(shiomi(), role=Role.EXECUTIVE)
    client = signed_in()
    missing = client.get("/app/none/")
    for address in ("/app/people/", "/agency/inbox/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_a_page_without_a_permission_is_for_every_member_of_its_kind():
    member(shiomi(), role=Role.INTERVIEWER)
    assert signed_in().get("/app/today/").status_code == 200


@pytest.mark.promise("P37")
def test_a_disabled_user_is_out_with_the_next_request():
    membership = member(shiomi(), role=Role.OWNER)
    client = signed_in()
    assert client.get("/app/people/").status_code == 200
    disable_user(User.objects.get(pk=membership.user_id), actor=TESTER, at=AT)
    assert client.get("/app/people/").headers["Location"].startswith("/sign-in/")


@pytest.mark.promise("P37")
def test_an_ended_membership_is_out_with_the_next_request():
    company = shiomi()
    membership = member(company, role=Role.OWNER)
    client = signed_in()
    end_membership(organization_id=company.id, user_id=membership.user_id, actor=TESTER, at=AT)
    assert client.get("/app/people/").headers["Location"].startswith("/sign-in/"), "every session ended"
    again = signed_in()
    assert again.get("/app/people/").status_code == 404
    assert "使える組織がありません" in again.get("/").content.decode()


@pytest.mark.promise("P37")
def test_a_lowered_role_is_lower_with_the_next_request():
    company = shiomi()
    membership = member(company, role=Role.OWNER)
    client = signed_in()
    change_role(
        organization_id=company.id, user_id=membership.user_id, role=Role.INTERVIEWER, actor=TESTER, at=AT
    )
    assert client.get("/app/people/").status_code == 404
    assert client.get("/app/today/").status_code == 200


def test_a_page_cannot_be_streamed_out_of_its_scope():
    member(shiomi(), role=Role.OWNER)
    with pytest.raises(TypeError, match="do not stream"):
        signed_in().get("/app/stream/")


def test_the_front_leads_each_member_to_their_own_pages():
    member(shiomi(), role=Role.OWNER)
    member(mikazuki(), role=Role.CONSULTANT, email="nomura@mikazuki.example.jp")
    assert signed_in().get("/").headers["Location"] == "/app/"
    assert signed_in("nomura@mikazuki.example.jp").get("/").headers["Location"] == "/agency/"


def test_who_works_for_two_companies_chooses_one_and_may_change():
    first, second = shiomi(), organization(Kind.COMPANY, slug="aobadai", name="青葉台食品")
    for company in (first, second):
        member(company, role=Role.OWNER)
    client = signed_in()
    assert client.get("/").headers["Location"] == "/choose/"
    assert client.get("/app/today/").headers["Location"] == "/choose/?next=%2Fapp%2Ftoday%2F"
    page = client.get("/choose/?next=/app/today/").content.decode()
    assert "汐見計測株式会社" in page
    assert "青葉台食品株式会社" in page
    for company in (first, second):
        chosen = client.post("/choose/", {"organization": str(company.id), "next": "/app/today/"})
        assert chosen.headers["Location"] == "/app/today/"
        assert company.legal_name in client.get("/app/today/").content.decode()
    assert client.get("/").headers["Location"] == "/app/"


@pytest.mark.parametrize("organization_id", ["", "x", "0199a0c0-0000-7000-8000-000000000000"])
def test_an_organization_of_others_cannot_be_chosen(organization_id):
    member(shiomi(), role=Role.OWNER)
    assert signed_in().post("/choose/", {"organization": organization_id}).status_code == 404


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/agency/inbox/", ""])
def test_a_choice_leads_only_to_pages_of_the_chosen_one(path):
    company = shiomi()
    member(company, role=Role.OWNER)
    answer = signed_in().post("/choose/", {"organization": str(company.id), "next": path})
    assert answer.headers["Location"] == "/app/"


def test_membership_of_an_agency_beside_a_company_needs_no_choice_between_them():
    member(shiomi(), role=Role.OWNER)
    member(mikazuki(), role=Role.CONSULTANT)
    client = signed_in()
    assert client.get("/app/today/").status_code == 200
    assert client.get("/agency/inbox/").content.decode() == "三日月キャリア株式会社"


def test_staff_keep_the_language_they_chose():
    member(shiomi(), role=Role.OWNER)
    client = signed_in()
    assert client.get("/app/today/?lang=en").headers["Content-Language"] == "en"
    later = client.get("/app/today/", headers={"accept-language": "ja"})
    assert later.headers["Content-Language"] == "en"
    assert "Cookie" in later.headers["Vary"]


def test_the_language_of_the_sign_in_is_kept():
    member(shiomi(), role=Role.OWNER)
    client = Client()
    typed = {"login": "inoue@shiomi.example.jp", "password": PASSWORD, "lang": "en"}
    client.post("/sign-in/", urlencode(typed), content_type="application/x-www-form-urlencoded")
    assert client.get("/app/today/").headers["Content-Language"] == "en"


@pytest.mark.promise("P44")
def test_a_candidates_page_does_not_know_the_staff_session():
    member(shiomi(), role=Role.OWNER)
    client = signed_in()
    client.get("/app/today/?lang=en")
    answer = client.get("/c/known", headers={"accept-language": "ja"})
    assert answer.headers["Content-Language"] == "ja"
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert "Cookie" not in answer.headers["Vary"]


def test_a_deed_is_said_once_and_can_be_undone():
    member(shiomi(), role=Role.OWNER)
    client = signed_in()
    client.post("/app/do/")
    page = client.get("/app/today/").content.decode()
    assert '<div class="said" role="status">' in page
    assert "12通を取り消せるように置きました。" in page
    assert 'method="post" action="/app/undo/"' in page
    assert 'class="said"' not in client.get("/app/today/").content.decode()


def test_the_shell_names_the_organization_and_the_person():
    member(shiomi(), role=Role.OWNER)
    page = signed_in().get("/app/today/").content.decode()
    assert "| 汐見計測株式会社</title>" in page
    assert page.count('<a href="/you/">井上 彩</a>') == 2
    assert page.count('id="foot-nav"') == 1
    in_english = signed_in().get("/app/today/?lang=en").content.decode()
    assert "| Shiomi</title>" in in_english
    assert "汐見計測株式会社" not in in_english


def test_a_working_page_allows_scripts_of_its_own_origin_only():
    member(shiomi(), role=Role.OWNER)
    policy = signed_in().get("/app/today/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
