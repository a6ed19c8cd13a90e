"""メンバー: an owner gives roles and ends access; nobody else does, and an owner always remains."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from careerrelay.accounts.models import Membership, User
from careerrelay.accounts.queries import NoSuchOrganization
from careerrelay.accounts.rules import Kind, Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.audit.staffing import (
    AlreadyMember,
    LastOwner,
    RoleNotHere,
    dismiss_member,
    end_membership,
    reassign_member,
)
from config.management.commands.admit import UnfitPassword
from tests.make import NOW, TESTER, make_company, make_member, make_operator
from tests.web.shared.staff import organization

HOMES = [
    (Kind.COMPANY, "/app/members/", Role.RECRUITER),
    (Kind.AGENCY, "/agency/members/", Role.CONSULTANT),
    (Kind.OPERATOR, "/ops/members/", Role.OPERATOR),
]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def deeds_on(home, user) -> list[str]:
    with acting_for(home.id):
        entries = AuditEntry.objects.filter(object_kind="user", object_id=user.id).order_by("at", "id")
        return list(entries.values_list("deed", flat=True))


@pytest.mark.promise("P37")
@pytest.mark.parametrize(("kind", "address", "plain"), HOMES, ids=str)
def test_an_owner_changes_a_role_and_ends_an_access_and_it_holds_at_once(db, kind, address, plain):
    home = organization(kind, slug="home", name="わが家")
    alice, bob = make_member(home), make_member(home, email="bob@home.example.jp", role=plain)
    owner, other = signed_in(alice), signed_in(bob)
    assert other.get(address).status_code == 404, "only an owner manages members"
    page = owner.get(address).content.decode()
    assert "bob@home.example.jp" in page
    assert owner.get(f"{address}{bob.id}/").status_code == 200
    assert owner.post(f"{address}{bob.id}/role/", {"role": "owner"}).status_code == 302
    assert other.get(address).status_code == 200, "with the next request"
    assert owner.post(f"{address}{bob.id}/role/", {"role": "owner"}).status_code == 302
    assert deeds_on(home, bob) == ["change_role_to_owner"], "the same role again is no deed"
    assert other.post(f"{address}{alice.id}/end/").status_code == 302
    assert owner.get(address).headers["Location"].startswith("/sign-in/"), "signed out on every device"
    assert owner.get("/you/").status_code == 302
    assert deeds_on(home, alice) == ["end_membership"]
    page = other.get(address).content.decode()
    assert "alice@shiomi.example.jp" in page.partition('id="former"')[2]
    assert other.get(f"{address}{alice.id}/").status_code == 404


@pytest.mark.parametrize(("kind", "address", "plain"), HOMES, ids=str)
def test_the_last_owner_can_neither_leave_nor_be_lowered(db, kind, address, plain):
    home = organization(kind, slug="home", name="わが家")
    alice = make_member(home)
    make_member(home, email="bob@home.example.jp", role=plain)
    owner = signed_in(alice)
    page = owner.get(f"{address}{alice.id}/").content.decode()
    assert "管理者は、この人だけです" in page
    assert "<form" not in page.partition('id="facts"')[2].partition("</main>")[0], (
        "no button that would be refused"
    )
    for deed, sent in (("role", {"role": plain}), ("end", {})):
        answer = owner.post(f"{address}{alice.id}/{deed}/", sent)
        assert answer.status_code == 422
        assert "管理者が1人もいなくなります" in answer.content.decode()
    assert deeds_on(home, alice) == []


def test_a_role_of_another_kind_of_organization_is_refused_and_a_recruiter_finds_no_page(db):
    company = make_company(make_operator())
    owner = signed_in(make_member(company))
    bob = make_member(company, email="bob@shiomi.example.jp", role=Role.RECRUITER)
    for role in ("consultant", "operator", "root", ""):
        assert owner.post(f"/app/members/{bob.id}/role/", {"role": role}).status_code == 422
    assert deeds_on(company, bob) == []
    recruiter = signed_in(bob)
    for method, place in (
        ("get", ""),
        ("get", f"{bob.id}/"),
        ("post", f"{bob.id}/role/"),
        ("post", f"{bob.id}/end/"),
    ):
        assert getattr(recruiter, method)(f"/app/members/{place}", {"role": "owner"}).status_code == 404


def test_two_owners_who_dismiss_each_other_at_the_same_time_leave_one(own_database):
    home = make_operator()
    first, second = make_member(home), make_member(home, email="bob@home.example.jp")
    at_once = Barrier(2)

    def dismiss(user_id) -> bool:
        at_once.wait()
        try:
            dismiss_member(organization_id=home.id, user_id=user_id, actor=TESTER, at=NOW)
        except LastOwner:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(dismiss, [first.id, second.id])) == [False, True]
    with acting_for(home.id):
        assert Membership.objects.filter(ended_at=None, role=Role.OWNER).count() == 1


def test_the_command_lets_somebody_in_and_again_whose_access_ended(db, monkeypatch):
    home = make_company(make_operator())
    wanted = ("bob@shiomi.example.jp", "--organization", home.slug, "--name", "保 坊", "--role", "recruiter")
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    with pytest.raises(UnfitPassword) as refused:
        call_command("admit", *wanted)
    assert "12 文字" in refused.value.ja
    assert "12 characters" in refused.value.en
    monkeypatch.setattr("sys.stdin", StringIO("correct horse battery\n"))
    call_command("admit", *wanted, stdout=StringIO())
    bob = User.objects.get(email="bob@shiomi.example.jp")
    assert bob.check_password("correct horse battery")
    with pytest.raises(AlreadyMember):
        call_command("admit", *wanted)
    end_membership(organization_id=home.id, user_id=bob.id, actor=TESTER, at=NOW)
    said = StringIO()
    call_command("admit", *wanted[:-1], "pr", stdout=said)
    assert "with the password that they have" in said.getvalue()
    with acting_for(home.id):
        member = Membership.objects.get(user=bob)
    assert (member.role, member.ended_at) == (Role.PR, None)
    with pytest.raises(RoleNotHere):
        call_command("admit", *wanted[:-1], "consultant")
    with pytest.raises(NoSuchOrganization):
        call_command("admit", "x@example.jp", "--organization", "nowhere", "--name", "x", "--role", "pr")


def test_a_suspended_owner_does_not_count_as_one(db):
    home = make_company(make_operator())
    alice, bob = make_member(home), make_member(home, email="bob@shiomi.example.jp")
    type(bob).objects.filter(id=bob.id).update(is_active=False)
    with pytest.raises(LastOwner):
        reassign_member(organization_id=home.id, user_id=alice.id, role="recruiter", actor=TESTER, at=NOW)
