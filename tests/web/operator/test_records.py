"""The operator sees when records of provision go, and whether a proof of what went is genuine."""

from datetime import timedelta

import pytest

from careerrelay.accounts.models import User
from careerrelay.core import clock
from careerrelay.core.calendar import months_later
from careerrelay.privacy.erasing import erase_everywhere
from careerrelay.relay.actions.providing import provide_due
from tests.make import NOW, TESTER, answer, confirm_own_profile, make_link

pytestmark = pytest.mark.django_db
HANDED = NOW + timedelta(days=2)


def test_what_goes_in_the_next_sixty_days_and_what_went_stand_on_one_page(operator, network, settings):
    link = make_link(network.company)
    person_id = answer(link, agencies=network.agencies[:1]).person_id
    confirm_own_profile(link)
    assert person_id is not None
    provide_due(operator_id=network.operator.id, at=HANDED)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=HANDED)
    three_years = HANDED.replace(year=HANDED.year + 3)
    with clock.moved_to(three_years - timedelta(days=70)):
        assert "保存を終える記録は、ありません。" in operator.get("/ops/records/").content.decode()
    with clock.moved_to(three_years - timedelta(days=50)):
        shown = operator.get("/ops/records/").content.decode()
    day = months_later(HANDED.date(), 36) + timedelta(days=1)
    assert "保存を終える記録 1件" in shown
    assert f"{day:%Y/%m/%d}" in shown
    assert "本人が消しました" in shown
    assert "正しい" in shown
    assert "合いません" not in shown
    settings.SECRET_KEY = "another one, so that the signature is somebody else's"
    assert "合いません" in _signed_in_again(operator).get("/ops/records/").content.decode()


def _signed_in_again(operator):
    """A session is signed by the same key; what is asked about is the proof."""
    operator.force_login(User.objects.get(email="ops@kyokai.example.jp"))
    return operator
