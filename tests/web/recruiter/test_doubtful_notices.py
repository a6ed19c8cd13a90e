"""Whoever may have got a notice already is told again only by somebody who ticks just them (P13)."""

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.outreach.models import Delivery
from tests.make import NOW, make_candidate
from tests.web.recruiter.desk import words
from tests.web.recruiter.test_notices import check, queue


@pytest.mark.promise("P13")
def test_everybody_does_not_mean_those_in_doubt(client, network) -> None:
    doubtful = make_candidate(network.company, name="三浦 葵", address="aoi@example.jp")
    queue(client, doubtful)
    with acting_for(network.company.id):
        Delivery.objects.update(state="in_doubt", ended_at=NOW)
    assert "全員" not in words(client.get("/app/notices/"))
    assert check(client, whom="everybody").status_code == 422
    make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    assert "全員(1人)" in words(client.get("/app/notices/"))
    everybody = words(check(client, whom="everybody"))
    assert "髙橋 直樹" in everybody
    assert "三浦 葵" not in everybody
    assert "三浦 葵" in words(check(client, doubtful))
