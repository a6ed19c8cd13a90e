"""リレーと無料採用枠 and 設定: closed figures, credits, agencies with their permits; who belongs to the company."""

from datetime import date, timedelta

import pytest

from careerrelay.accounts.actions import record_permit
from careerrelay.accounts.models import Agency
from careerrelay.accounts.rules import Role
from careerrelay.core import clock
from careerrelay.core.calendar import closing_moment
from careerrelay.relay.actions.closing import close_month
from tests.make import NOW, TESTER, agree, make_agency, make_member
from tests.web.operator.introduced import introduce
from tests.web.recruiter.desk import words

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def after_the_closing():
    with clock.moved_to(closing_moment(NOVEMBER)):
        yield


def close(network) -> None:
    close_month(
        operator_id=network.operator.id,
        company_id=network.company.id,
        month=NOVEMBER,
        actor=TESTER,
        at=closing_moment(NOVEMBER),
    )


@pytest.mark.promise("P08")
def test_introductions_move_nothing_until_they_are_closed(client, network):
    before = client.get("/app/relay/").content
    introduce(network, number=6)
    assert client.get("/app/relay/").content == before
    assert "まだ締めた月はありません。" in words(client.get("/app/relay/"))


@pytest.mark.promise("P08")
def test_four_introductions_are_not_told_at_the_closing_either(client, network, after_the_closing):
    before = client.get("/app/relay/").content
    introduce(network, number=4)
    close(network)
    assert client.get("/app/relay/").content == before


def test_a_closing_tells_counts_and_no_name(client, network, after_the_closing):
    introduce(network, number=7)
    close(network)
    page = words(client.get("/app/relay/"))
    for text in ("2026年11月分の紹介", "+7", "あと3件。2026年11月末で締めた確定分", "10件のうち7件"):
        assert text in page
    assert "三浦" not in page
    assert "example.jp" not in page


def test_ten_introductions_are_a_credit(client, network, after_the_closing):
    introduce(network, number=11)
    close(network)
    page = words(client.get("/app/relay/"))
    assert "10件に届いたため、枠を1つ獲得" in page
    assert "<dt>使える枠</dt><dd>1<small>" in page
    assert "9 to go" in words(client.get("/app/relay/?lang=en"))


def test_agencies_stand_with_their_permits_as_they_are_today(client, network):
    late = make_agency(
        network.operator,
        slug="owari",
        name="尾張人材",
        permit="23-ユ-999046",
        at=NOW - timedelta(days=400),
    )
    agree(network.company, late)
    soon = make_agency(
        network.operator, slug="kure", name="呉人材", permit="34-ユ-999047", at=NOW - timedelta(days=340)
    )
    agree(network.company, soon)
    stopped = make_agency(network.operator, slug="ise", name="伊勢人材", permit="24-ユ-999048")
    agree(network.company, stopped)
    record_permit(
        Agency.objects.get(organization_id=stopped.id),
        number="24-ユ-999048",
        valid_from_on=NOW.date() - timedelta(days=10),
        valid_until_on=NOW.date() - timedelta(days=1),
        checked_on=NOW.date(),
    )
    page = words(client.get("/app/relay/"))
    rows = {row.partition("</span>")[0]: row for row in page.split('<span class="name">')[1:]}
    assert "期限切れ" in rows["尾張人材株式会社"]
    assert "更新待ち" in rows["呉人材株式会社"]
    assert "有効" in rows["伊勢人材株式会社"]
    assert "23-ユ-999046" in page


def test_the_settings_show_the_company_its_members_and_its_link(client, network, settings):
    make_member(network.company, email="chie@shiomi.example.jp", role=Role.EXECUTIVE)
    page = words(client.get("/app/settings/"))
    for text in (
        "汐見計測株式会社",
        "神奈川県横浜市中区海岸通9-99",
        "saiyo@shiomi.example.jp",
        "bob@shiomi.example.jp",
        "採用担当",
        "chie@shiomi.example.jp",
        "経営",
        f"{settings.PUBLIC_URL}/r/",
    ):
        assert text in page
    assert "aobadai" not in page


def test_both_pages_ask_the_database_a_bounded_number_of_times(
    client, network, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45):
        client.get("/app/relay/")
    with django_assert_max_num_queries(16):
        client.get("/app/settings/")


@pytest.mark.parametrize(
    "path",
    [
        *("", "snippet/", "imports/", "imports/new/", "candidates/", "notices/", "notices/queue/"),
        *("notices/sent/", "notices/in-doubt/", "notices/undelivered/", "pool/", "relay/", "settings/"),
    ],
)
def test_every_page_speaks_english(client, path):
    answer = client.get(f"/app/{path}?lang=en")
    assert answer.status_code == 200
    assert 'lang="en"' in words(answer)
