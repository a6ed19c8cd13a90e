"""By whom, and where, data is processed: the operator keeps the list, anybody reads it (外的環境の把握)."""

import pytest
from django.test import Client

from careerrelay.accounts.models import Processor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day_after")]
ABROAD = {
    "name": "Postal Inc.",
    "work": "メールの送信",
    "country_name": "アメリカ合衆国",
    "country_law": "包括的な法律はありません。",
    "measures": "契約で同じ水準を約束しています。",
    "since_on": "2026-11-01",
}


def test_what_the_operator_records_anybody_can_read_until_it_has_ended(operator) -> None:
    assert (
        "公開のページにも載ります。"
        in operator.post("/ops/processors/", ABROAD, follow=True).content.decode()
    )
    for word in ("Postal Inc.", "アメリカ合衆国", "包括的な法律はありません。"):
        assert word in Client().get("/processors").content.decode()
    processor = Processor.objects.get()
    for _press in range(2):
        assert operator.post(f"/ops/processors/{processor.id}/end/").status_code == 302
    Processor.objects.update(ended_on="2026-11-20")
    assert "Postal Inc." not in Client().get("/processors").content.decode()


def test_work_that_says_nothing_is_refused_with_an_example(operator) -> None:
    answer = operator.post("/ops/processors/", ABROAD | {"work": "業務上必要な作業"})
    assert answer.status_code == 422
    assert "個人情報保護委員会が具体的だとしている例" in answer.content.decode()
    assert not Processor.objects.exists()


def test_a_country_abroad_needs_what_its_law_does(operator) -> None:
    answer = operator.post("/ops/processors/", ABROAD | {"country_law": " "})
    assert answer.status_code == 422
    assert "外国に置くなら、その国の制度を書いてください。" in answer.content.decode()
    assert not Processor.objects.exists()
