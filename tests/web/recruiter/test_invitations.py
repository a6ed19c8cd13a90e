"""過去の応募者への案内: from the words to the mail, by the buttons that a recruiter and an owner press."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.audit.models import AuditEntry
from careerrelay.candidates.models import Candidate
from careerrelay.core import clock
from careerrelay.core.calendar import next_business_morning
from careerrelay.outreach.models import Invitation, InvitationMark, InvitationText, Invitee
from careerrelay.outreach.rules.invitations import DEFAULT_WORDS
from careerrelay.pool.actions import save_segment
from careerrelay.pool.rules.question import Question
from tests.make import NOW, TESTER, Network, answer, make_candidate, make_link, make_token
from tests.web.recruiter.desk import heading, recruiter_of, words

MORNING = next_business_morning(NOW)


@pytest.fixture
def owner(network: Network) -> Client:
    """Alice, who owns 汐見計測."""
    return recruiter_of(network.company, role=Role.OWNER, email="alice@shiomi.example.jp")


def written(client: Client, said: str = DEFAULT_WORDS["ja"], *, language: str = "ja") -> str:
    sent = client.post("/app/invitations/texts/new/", {"words": said, "language": language})
    assert sent.status_code == 302, words(sent)
    return str(sent.headers["Location"])


def drawn_up(client: Client, owner: Client, *, whom: str = "everybody") -> str:
    text = written(client)
    assert owner.post(f"{text}review/").status_code == 302
    sent = client.post("/app/invitations/new/", {"whom": whom, "text": text.split("/")[-2]})
    assert sent.status_code == 302, words(sent)
    return str(sent.headers["Location"])


def test_from_the_words_to_the_mail_and_back_until_its_hour(client, owner, network):
    make_candidate(network.company, told=True)
    make_candidate(network.company, name="二宮 蓮", address="ren@example.jp")
    assert "文面を書く" in words(client.get("/app/invitations/"))
    form = words(client.get("/app/invitations/texts/new/"))
    assert DEFAULT_WORDS["ja"].splitlines()[0] in form
    assert "/c/…/erasure" in form, "the preview shows both links, which open nothing"
    text = written(client)
    assert "管理者の確認を待っています" in heading(client.get(text))
    assert client.post(f"{text}review/").status_code == 404, "a recruiter cannot review"
    choice = client.get("/app/invitations/new/")
    assert "1人に案内できます" in heading(choice)
    assert "二宮" not in words(choice)
    page = str(
        client.post("/app/invitations/new/", {"whom": "everybody", "text": text.split("/")[-2]}).headers[
            "Location"
        ]
    )
    refused = client.post(f"{page}approval/")
    assert refused.status_code == 422
    assert "管理者が確かめていません" in words(refused)
    assert owner.post(f"{text}review/").status_code == 302
    assert client.post(f"{page}approval/").status_code == 302
    shown = client.get(page)
    assert "11月20日(金)10:00に送ります" in heading(shown)
    assert "2027/05/19" in words(shown)
    assert client.post(f"{page}undoing/").status_code == 302
    assert "取り消しました" in heading(client.get(page))
    again = drawn_up(client, owner)
    client.post(f"{again}approval/")
    with clock.moved_to(MORNING):
        assert client.post(f"{again}undoing/").status_code == 422
        assert heading(client.get(again)) == "順に送っています"
    with acting_for(network.company.id):
        assert Invitation.objects.count() == 2
        assert InvitationMark.objects.count() == 1
        deeds = set(AuditEntry.objects.values_list("deed", flat=True))
    assert {
        "write_invitation_text",
        "review_invitation_text",
        "draw_up_invitation",
        "approve_invitation",
        "undo_invitation",
    } <= deeds


@pytest.mark.promise("P40")
def test_promised_money_and_advertising_are_refused_at_the_field_and_what_was_typed_stays(client, network):
    vague = "マーケティング活動に用いるため"
    for said in ("ご登録でギフト券を進呈します", "いま積極採用しています", vague, ""):
        refused = client.post("/app/invitations/texts/new/", {"words": said, "language": "ja"})
        assert refused.status_code == 422
        assert 'id="words-error"' in words(refused)
        assert said in words(refused)
        assert ("関連するアフターサービス" in words(refused)) is (said == vague), (
            "with the Commission's example"
        )
    with acting_for(network.company.id):
        assert not InvitationText.objects.exists()


def test_a_second_person_where_the_owner_asks_for_one(client, owner, network):
    make_candidate(network.company, told=True)
    assert client.post("/app/invitations/rule/", {"second": "on"}).status_code == 404
    owner.post("/app/invitations/rule/", {"second": "on"})
    page = drawn_up(client, owner)
    assert "別の人に承認を頼んでください" in words(client.get(page))
    assert client.post(f"{page}approval/").status_code == 422
    assert owner.post(f"{page}approval/").status_code == 302


def test_a_segment_is_chosen_and_one_person_is_left_out(client, owner, network):
    aoi = make_candidate(network.company, told=True)
    make_candidate(network.company, name="二宮 蓮", address="ren@example.jp", told=True)
    with acting_for(network.company.id):
        segment = save_segment(
            organization_id=network.company.id,
            name="蓮さん",
            question=Question(search="二宮"),
            actor=TESTER,
            at=NOW,
        )
    choice = client.get(f"/app/invitations/new/?whom=segment:{segment.id}")
    assert "1人に案内できます" in heading(choice)
    assert "三浦" not in words(choice)
    page = drawn_up(client, owner)
    assert client.post(f"{page}people/{aoi.id}/removal/").status_code == 302
    with acting_for(network.company.id):
        assert Candidate.objects.get(id=Invitee.objects.get().candidate_id).name == "二宮 蓮"


@pytest.mark.promise("P08")
def test_whoever_refused_before_changes_no_page_of_an_invitation(client, owner, network):
    """Six who can be invited, then one of them has said yes and taken it back: the pages stay byte for byte."""
    people = [
        make_candidate(network.company, name=f"候補 {number}", address=f"c{number}@example.jp", told=True)
        for number in range(6)
    ]
    before = chosen_page(client)
    link = make_link(network.company, address="c3@example.jp", candidate=people[3])
    answer(link, news=True)
    assert chosen_page(client) == before
    page = drawn_up(client, owner)
    client.post(f"{page}approval/")
    with clock.moved_to(MORNING + timedelta(hours=1)):
        sent = words(client.get(page))
    assert all(f"候補 {number}" in sent for number in range(6))
    assert "6人。だれに届いたかは、表示しません" in sent
    days = set(re.findall(r'data-label="返事がなければ消す日">([^<]*)<', sent))
    assert len(days) == 1


def chosen_page(client: Client) -> str:
    shown = words(client.get("/app/invitations/new/"))
    return re.sub(r'value="[A-Za-z0-9]{64}"|content="[A-Za-z0-9]{64}"', "", shown)


@pytest.mark.promise("P23")
def test_the_invited_person_deletes_in_two_presses_and_is_not_found_again(network):
    """One press in the mail, one on the page; nobody here knew them before."""
    candidate = make_candidate(network.company, told=True)
    token = make_token(network.company, candidate=candidate)
    phone = Client()
    question = words(phone.get(f"/c/{token}"))
    assert f'href="/c/{token}/erasure"' in question
    check = words(phone.get(f"/c/{token}/erasure?from={network.company.id}"))
    assert "元に戻せません" in check
    nonce = re.search(r'name="nonce" value="([^"]+)"', check)
    assert nonce is not None
    with acting_for(network.company.id):
        assert Candidate.objects.count() == 1, "looking deletes nothing (P01)"
    erased = phone.post(f"/c/{token}/erasure", {"from": str(network.company.id), "nonce": nonce.group(1)})
    assert "汐見計測株式会社にある情報を消しました" in words(erased)
    assert phone.get(f"/c/{token}").status_code == 404
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()


@pytest.mark.promise("P48")
def test_the_link_of_a_notice_deletes_nothing(network):
    candidate = make_candidate(network.company, told=True)
    token = make_token(network.company, candidate=candidate, kind="notice")  # type: ignore[arg-type]
    phone = Client()
    assert "/erasure" not in words(phone.get(f"/c/{token}"))
    answered = phone.get(f"/c/{token}/erasure?from={network.company.id}")
    assert answered.status_code in (302, 303)
