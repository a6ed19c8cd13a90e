"""The world that a newcomer sees first, smaller: every page that somebody signs in to has something on it."""

from datetime import timedelta

from django.test import Client

from careerrelay.accounts.queries import organization_id_of
from careerrelay.accounts.rules import Kind
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.relay.models import Closing
from config.demo.world import PASSWORD, SIGN_INS, Size, _found, is_begun, is_whole, make_world, start_code
from tests.make import NOW

AT_HOME = {
    "shiomi": ("/app/", "/app/candidates/", "/app/relay/", "/app/segments/", "/app/duplicates/"),
    "aobadai": ("/app/", "/app/candidates/"),
    "mikazuki": ("/agency/", "/agency/progress/"),
    "hokutodai": ("/agency/",),
    "kyokai": ("/ops/", "/ops/closings/", "/ops/agencies/"),
}


def test_everybody_who_is_printed_signs_in_to_pages_with_something_on_them(own_database) -> None:
    assert not is_begun()
    make_world(size=Size(people=(70, 30), answered=(16, 6)), at=NOW)
    assert is_whole()
    with clock.moved_to(NOW):
        assert Client().get(f"/r/{start_code()}").status_code == 200
        for email, _ in SIGN_INS:
            staff = Client()
            assert staff.post("/sign-in/", {"login": email, "password": PASSWORD}).status_code == 302
            if email.startswith("hori"):
                continue
            for path in AT_HOME[email.partition("@")[2].partition(".")[0]]:
                assert staff.get(path).status_code == 200, (email, path)
    shiomi = organization_id_of("shiomi", kind=Kind.COMPANY)
    with acting_for(shiomi):
        assert Closing.objects.latest("month_on").credits_total >= 1
        assert Candidate.objects.exclude(employer="").count() >= 70


def test_a_world_that_was_cut_off_is_not_taken_for_whole(own_database) -> None:
    _found(at=NOW, founded_at=NOW - timedelta(days=560))
    assert is_begun()
    assert not is_whole()
