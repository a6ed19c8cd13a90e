"""From the people to tell to the queue, and back as long as nothing left."""

from datetime import UTC, datetime

import pytest

from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import ApplicationState, Candidate
from careerrelay.outreach.models import Delivery, DeliveryState
from tests.make import NOW, answer, make_candidate, make_link
from tests.web.recruiter.desk import heading, hidden_fields, recruiter_of, words

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
QUEUE = "/app/notices/queue/"


@pytest.fixture
def aoi(network) -> Candidate:
    return make_candidate(network.company)


def check(client, *people: Candidate, **sent: str):
    return client.post(
        "/app/notices/check/",
        {"person": [str(person.id) for person in people], "whom": "chosen", "language": "ja", **sent},
    )


def queue(client, *people: Candidate, **sent: str):
    """Checked and confirmed, as the check page sends it."""
    return client.post(QUEUE, hidden_fields(check(client, *people, **sent), of=QUEUE))


def deliveries(network, *, state: str = "queued") -> list[Delivery]:
    with acting_for(network.company.id):
        return list(Delivery.objects.filter(state=state).order_by("id"))


def test_people_stand_by_stage_and_nobody_is_ticked(client, network, aoi):
    make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp", stage="最終面接")
    page = words(client.get("/app/notices/"))
    assert (
        page.index("書類選考</h2>")
        < page.index("三浦 葵")
        < page.index("最終面接</h2>")
        < page.index("髙橋 直樹")
    )
    assert " checked" not in page
    final = words(client.get("/app/notices/?stage=final"))
    assert "髙橋 直樹" in final
    assert "三浦 葵" not in final


def test_who_cannot_be_told_is_not_eligible_and_no_reason_is_given(client, network):
    unreachable = make_candidate(network.company, name="李 美蘭", address="")
    page = words(client.get("/app/notices/"))
    assert "対象外" in page
    assert str(unreachable.id) not in page
    assert "選考中" not in page
    assert check(client, unreachable).status_code == 422


def test_the_preview_is_the_mail_with_a_link_that_opens_nothing(client, network, aoi, settings):
    page = words(client.get(f"/app/notices/preview/{aoi.id}/"))
    assert "三浦 葵 様" in page
    assert f"{settings.PUBLIC_URL}/c/…" in page
    assert "汐見計測株式会社 <" in page
    assert "Dear 三浦 葵," in words(client.get(f"/app/notices/preview/{aoi.id}/?language=en"))


@pytest.mark.promise("P48")
def test_no_page_about_notices_holds_a_personal_link(client, network, aoi):
    answer(make_link(network.company, candidate=aoi), pool=True)
    queue(client, aoi)
    for path in ("/app/notices/", QUEUE, f"/app/notices/preview/{aoi.id}/", "/app/notices/sent/"):
        page = words(client.get(path))
        assert page.count("/c/") == page.count("/c/…")


def test_the_check_names_everybody_the_stage_and_the_hour_and_writes_nothing(client, network, aoi):
    page = check(client, aoi)
    assert heading(page) == "1人に送ります"
    for text in ("三浦 葵", "aoi@example.jp", "書類選考", "11月20日(金)10:00", "三浦 葵 様"):
        assert text in words(page)
    assert not deliveries(network)


def test_the_chosen_are_queued_for_the_next_business_morning_and_can_be_undone(client, network, aoi):
    other = make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    assert queue(client, aoi).headers["Location"] == QUEUE
    (delivery,) = deliveries(network)
    assert (delivery.candidate_id, delivery.send_at) == (aoi.id, MORNING)
    page = words(client.get(QUEUE))
    assert "1通を、11月20日(金)10:00に送ります。送る前なら取り消せます。" in page
    assert 'role="status"' in page
    undo = page.partition('action="/app/notices/undo/')[2].partition('"')[0]
    assert client.post(f"/app/notices/undo/{undo}").status_code == 302
    assert not deliveries(network)
    assert "三浦 葵" in words(client.get("/app/notices/"))
    assert other.name in words(client.get("/app/notices/"))


def test_undo_of_one_press_leaves_what_was_queued_before(client, network, aoi):
    earlier = make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    queue(client, earlier)
    client.get(QUEUE)
    queue(client, aoi)
    page = words(client.get(QUEUE))
    undo = page.partition('action="/app/notices/undo/')[2].partition('"')[0]
    client.post(f"/app/notices/undo/{undo}")
    assert [delivery.candidate_id for delivery in deliveries(network)] == [earlier.id]


def test_everybody_of_a_stage_can_be_chosen_at_once(client, network, aoi):
    make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp", stage="最終面接")
    make_candidate(network.company, name="李 美蘭", address="")
    assert heading(check(client, whom="everybody")) == "2人に送ります"
    queue(client, whom="everybody", stage="documents")
    assert [delivery.candidate_id for delivery in deliveries(network)] == [aoi.id]


def test_english_goes_out_in_english(client, network, aoi):
    assert "英語のメールです。" in words(check(client, aoi, language="en"))
    queue(client, aoi, language="en")
    assert deliveries(network)[0].language == "en"


def test_one_person_or_all_of_a_sending_time_are_undone_in_the_queue(client, network, aoi):
    others = [make_candidate(network.company, address=f"a{n}@example.jp") for n in range(3)]
    queue(client, aoi, *others)
    first = deliveries(network)[0]
    client.post("/app/notices/undo/", {"delivery": str(first.id)})
    assert len(deliveries(network)) == 3
    send_at = hidden_fields(client.get(QUEUE), of="/app/notices/undo/")["send_at"][0]
    client.post("/app/notices/undo/", {"send_at": send_at})
    assert not deliveries(network)


def test_what_is_claimed_cannot_be_undone(client, network, aoi):
    queue(client, aoi)
    with acting_for(network.company.id):
        Delivery.objects.update(state=DeliveryState.CLAIMED)
    answered = client.post(
        "/app/notices/undo/", {"delivery": str(deliveries(network, state="claimed")[0].id)}
    )
    assert answered.status_code == 422
    assert "取り消せるものは、もうありません。" in words(answered)
    assert len(deliveries(network, state="claimed")) == 1
    assert "<button" not in words(client.get(QUEUE)).partition("三浦 葵")[2].partition("</tr>")[0]


@pytest.mark.parametrize("sent", [{}, {"delivery": "x"}, {"send_at": "yesterday"}, {"send_at": "2026-13-45"}])
def test_nonsense_undoes_nothing(client, network, aoi, sent):
    queue(client, aoi)
    assert client.post("/app/notices/undo/", sent).status_code == 422
    assert client.post("/app/notices/undo/99999999999999999999999/").status_code == 422
    assert len(deliveries(network)) == 1


def test_nobody_ticked_is_said(client, network, aoi):
    answered = check(client)
    assert answered.status_code == 422
    assert "まだ誰も選ばれていません。" in words(answered)
    assert client.get("/app/notices/check/").headers["Location"] == "/app/notices/"


def test_a_list_that_changed_meanwhile_is_shown_again(client, network, aoi):
    other = make_candidate(network.company, name="髙橋 直樹", address="naoki@example.jp")
    confirmed = hidden_fields(check(client, aoi, other), of=QUEUE)
    with acting_for(network.company.id):
        other.applications.update(state=ApplicationState.OPEN)
    answered = client.post(QUEUE, confirmed)
    assert answered.status_code == 422
    assert "確かめている間に、送れる人が変わりました。" in words(answered)
    assert not deliveries(network)


def test_a_double_click_queues_once(client, network, aoi):
    confirmed = hidden_fields(check(client, aoi), of=QUEUE)
    assert client.post(QUEUE, confirmed).status_code == 302
    assert client.post(QUEUE, confirmed).status_code == 302
    assert len(deliveries(network)) == 1
    assert "もう予約してあります。" in words(client.get(QUEUE))


@pytest.mark.parametrize(
    ("state", "path", "said"),
    [
        ("accepted", "sent", "送信済み"),
        ("in_doubt", "in-doubt", "1通は、届いたか確認できません。自動では送り直しません。"),
        ("refused", "undelivered", "550 5.1.1 <script>no such user"),
    ],
)
def test_what_became_of_a_notice_is_told_with_the_evidence(client, aoi, state, path, said):
    queue(client, aoi)
    with acting_for(aoi.organization_id):
        Delivery.objects.update(state=state, ended_at=NOW, reply="550 5.1.1 <script>no such user")
    answered = client.get(f"/app/notices/{path}/")
    assert said in words(answered)
    assert "三浦 葵" in words(answered)
    assert b"<script>no" not in answered.content
    others = {"sent", "in-doubt", "undelivered"} - {path}
    assert all("三浦 葵" not in words(client.get(f"/app/notices/{other}/")) for other in others)
    assert "お見送り連絡: " in words(client.get(f"/app/candidates/{aoi.id}/"))


def test_somebody_whose_notice_is_in_doubt_is_marked_before_they_are_told_again(client, network, aoi):
    queue(client, aoi)
    with acting_for(network.company.id):
        Delivery.objects.update(state=DeliveryState.IN_DOUBT, ended_at=NOW)
    assert "前の連絡は、届いたか確認できません" in words(client.get("/app/notices/"))
    assert "届いたか確認できないお見送り連絡" in words(client.get("/app/"))


@pytest.mark.promise("P04")
def test_the_notices_of_another_company_do_not_exist(client, network, aoi):
    queue(client, aoi)
    charlie = recruiter_of(network.other_company)
    assert charlie.get(f"/app/notices/preview/{aoi.id}/").status_code == 404
    assert charlie.post("/app/notices/undo/", {"delivery": str(deliveries(network)[0].id)}).status_code == 422
    assert "三浦 葵" not in words(charlie.get(QUEUE))
    assert check(charlie, aoi).status_code == 422
    assert len(deliveries(network)) == 1


def test_the_lists_ask_the_database_a_bounded_number_of_times(client, network, django_assert_max_num_queries):
    people = [make_candidate(network.company, address=f"a{n}@example.jp") for n in range(12)]
    with django_assert_max_num_queries(20):
        client.get("/app/notices/")
    queue(client, *people)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)
    with django_assert_max_num_queries(18):
        client.get("/app/notices/sent/")
