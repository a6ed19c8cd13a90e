"""Erasing on the person's own page: what goes and what stays is said first, then one press."""

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import Candidate
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import person_of
from careerrelay.relay.actions.providing import provide_due
from tests.make import NOW, answer, confirm_own_profile, make_candidate, make_link, make_token
from tests.web.recruiter.desk import recruiter_of

AOI = "aoi@example.jp"


@pytest.fixture
def link(network):
    """Two companies and an agency hold something about Aoi."""
    for company in (network.company, network.other_company):
        found = make_link(company, candidate=make_candidate(company))
        answer(found, pool=True, agencies=network.agencies[:1])
    confirm_own_profile(make_link(network.company))
    return f"/c/{make_token(network.company)}"


def candidates_at(company):
    with acting_for(company.id):
        return Candidate.objects.count()


def test_one_company_forgets_and_everything_else_stays(reader, network, link):
    page = reader.open(f"{link}/erasure?from={network.other_company.id}")
    assert "青葉台食品株式会社にある情報を消します" in page.text
    assert candidates_at(network.other_company) == 1
    erased = reader.press(page.form("この会社の情報を消す"), "この会社の情報を消す")
    assert "青葉台食品株式会社にある情報を消しました" in erased.text
    assert (candidates_at(network.other_company), candidates_at(network.company)) == (0, 1)
    page = reader.open(link)
    assert "求人の連絡を受け取る" in page.text
    assert f"from={network.other_company.id}" not in reader.open(f"{link}/erasure").body


@pytest.mark.promise("P15", "P23")
def test_everything_is_gone_after_two_taps_and_the_link_says_so_kindly(reader, network, link):
    provide_due(operator_id=network.operator.id, at=NOW.replace(day=21))
    page = reader.open(f"{link}/erasure?from=everywhere")
    assert "三日月キャリア株式会社に渡したプロフィール。" in page.text
    form = page.form("すべて消す")
    assert "すべて消しました" in reader.press(form, "すべて消す").text
    assert person_of(AOI) is None
    assert (candidates_at(network.other_company), candidates_at(network.company)) == (0, 0)
    gone = reader.press(form, "すべて消す")
    assert gone.status == 404
    assert "情報をすべて消したあとも、このページになります。" in gone.text


@pytest.mark.promise("P23", "P15")
def test_what_a_company_keeps_by_a_hold_is_said_before_and_after_the_press(reader, network, link):
    with acting_for(network.company.id):
        aoi = Candidate.objects.get()
    owner = recruiter_of(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")
    form = {"items": ["judgements", "files"], "grounds": "労働審判の対応のため", "until_on": "2027-05-31"}
    page = f"/app/candidates/{aoi.id}/hold/erasure/"
    assert recruiter_of(network.company).post(page, form).status_code == 404, "owners alone"
    assert owner.post(page, {**form, "grounds": ""}).status_code == 422
    assert owner.post(page, {**form, "until_on": "2037-05-31"}).status_code == 422
    assert "2027年5月31日" in owner.post(page, form, follow=True).content.decode()

    other = reader.open(f"{link}/erasure?from={network.other_company.id}")
    assert "労働審判" not in other.text, "that one keeps nothing"
    page = reader.open(f"{link}/erasure?from=everywhere")
    told = (
        "2027年5月31日",
        "評価と社内のメモ、応募書類。お名前と連絡先を含みます。",
        "根拠: 労働審判の対応のため",
    )
    erased = reader.press(page.form("すべて消す"), "すべて消す")
    for words in told:
        assert words in page.text
        assert words in erased.text
    assert (candidates_at(network.other_company), candidates_at(network.company)) == (0, 0)


@pytest.mark.promise("P01")
def test_looking_at_it_and_a_forged_form_erase_nothing(reader, network, link):
    for choice in ("", "?from=everywhere", "?from=nobody", f"?from={network.company.id}"):
        assert reader.open(f"{link}/erasure{choice}").status == 200
    form = reader.open(f"{link}/erasure?from=everywhere").form("すべて消す")
    of_the_page = reader.open(link).forms[0].fields["nonce"]
    of_one_company = reader.open(f"{link}/erasure?from={network.company.id}").form("この会社").fields["nonce"]
    for nonce in (["forged"], of_the_page, of_one_company):
        form.fields["nonce"] = nonce
        assert reader.press(form, "すべて消す").status == 422
    assert candidates_at(network.company) == 1


@pytest.mark.promise("P48")
def test_nobody_erases_or_carries_away_by_a_notice_that_a_company_could_read(reader, network):
    candidate = make_candidate(network.company)
    link = f"/c/{make_token(network.company, candidate=candidate, kind=LinkKind.NOTICE)}"
    reader.press(reader.open(link).forms[0], "選んだもの", ticks=[("pool", "on")])
    for page in ("erasure", "holdings", "receipts"):
        assert "done=by_receipt" in reader.open(f"{link}/{page}").response["Location"]
