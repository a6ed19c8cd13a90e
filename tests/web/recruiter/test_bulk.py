"""From the list to a deed on many: chosen without a script, checked, pressed once, followed, undone."""

import re
from datetime import timedelta

import pytest

from careerrelay.accounts.rules import Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import ApplicationState
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.pool.bulk import run_bulk_deed
from careerrelay.pool.exporting import run_export
from careerrelay.pool.models import BulkDeed, SavedView, Segment, Tagging
from tests.make import make_candidate
from tests.web.recruiter.desk import heading, hidden_fields, recruiter_of, words


def checked(client, kind: str, **sent: object) -> dict[str, list[str]]:
    page = client.post("/app/bulk/", {"kind": kind, **sent})
    assert page.status_code == 200, words(page)
    return hidden_fields(page, of="/app/bulk/")


def work_off(company) -> None:
    with acting_for(company.id):
        deeds = list(BulkDeed.objects.filter(state__in=("running", "undoing")))
    for deed in deeds:
        if deed.kind == "export":
            run_export(organization_id=company.id, bulk_deed_id=deed.id, at=clock.now())
        else:
            run_bulk_deed(organization_id=company.id, bulk_deed_id=deed.id, now=clock.now)


def test_all_who_match_get_a_tag_and_lose_it_again(client, network):
    company = network.company
    for number in range(53):
        make_candidate(company, name=f"候補 {number:02}", address=f"a{number}@example.jp")
    make_candidate(company, name="べつの人", address="other@example.jp", state=ApplicationState.HIRED)
    listed = words(client.get("/app/candidates/?state=rejected&select=all"))
    assert "条件に合う53人全員を選択中" in listed
    form = checked(client, "add_tag", whom="all", state="rejected")
    pressed = {**form, "name": "再検討"}
    first, second = client.post("/app/bulk/", pressed), client.post("/app/bulk/", pressed)
    assert first.headers["Location"] == second.headers["Location"]
    assert "受け付けました" in heading(client.get(first.headers["Location"]))
    work_off(company)
    assert "53人に終わりました" in heading(client.get(first.headers["Location"]))
    with acting_for(company.id):
        assert Tagging.objects.count() == 53
    client.post(f"{first.headers['Location']}undo/")
    work_off(company)
    assert "元に戻しました" in heading(client.get(first.headers["Location"]))
    with acting_for(company.id):
        assert not Tagging.objects.exists()
    assert "タグを付ける" in words(client.get("/app/bulk/deeds/"))


def test_who_is_not_fit_is_said_before(client, network):
    chosen = [
        str(make_candidate(network.company, name=name, address=f"{name}@example.jp", state=state).id)
        for name, state in (("a", ApplicationState.OPEN), ("b", ApplicationState.HIRED))
    ]
    page = words(client.post("/app/bulk/", {"kind": "reject", "person": chosen}))
    assert "1人は対象外です" in page
    assert client.post("/app/bulk/", {"kind": "reject"}).status_code == 302
    assert client.post("/app/bulk/", {"kind": "erase", "person": chosen}).status_code == 404


def test_a_deed_without_its_argument_is_asked_again(client, network):
    candidate = make_candidate(network.company)
    form = checked(client, "add_tag", person=[str(candidate.id)])
    again = client.post("/app/bulk/", form)
    assert again.status_code == 422
    assert "何をするかを選んでください。" in words(again)
    with acting_for(network.company.id):
        assert not BulkDeed.objects.exists()


def test_an_export_is_fetched_by_its_maker_alone(client, network):
    make_candidate(network.company, name="=三浦")
    form = checked(client, "export", whom="all")
    path = client.post("/app/bulk/", {**form, "column": ["contact"], "form": "csv"}).headers["Location"]
    work_off(network.company)
    assert "ファイルを受け取る" in words(client.get(path))
    file = client.get(f"{path}file/")
    assert file.content.decode("utf-8-sig") == "氏名,メールアドレス\r\n'=三浦,aoi@example.jp\r\n"
    colleague = recruiter_of(network.company, email="carol@shiomi.example.jp")
    assert colleague.get(f"{path}file/").status_code == 404
    assert "ファイルを受け取る" not in words(colleague.get(path))


@pytest.mark.promise("P04")
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.PR, Role.EXECUTIVE])
def test_whoever_may_not_edit_candidates_does_nothing_to_many(network, role):
    candidate = make_candidate(network.company)
    visitor = recruiter_of(network.company, role=role)
    for kind in ("add_tag", "export"):
        assert visitor.post("/app/bulk/", {"kind": kind, "person": [str(candidate.id)]}).status_code == 404


def test_a_list_is_kept_as_a_segment_or_a_view_and_its_words_can_be_dropped(client, network):
    make_candidate(network.company)
    listed = words(client.get("/app/candidates/?state=rejected&region=東京&mood=good"))
    assert "「mood」という条件はわからないので、使わずに探しました。" in listed
    assert "「地域」を外すと1人います。" in listed
    client.post("/app/segments/new/", {"name": "お見送り", "as": "segment", "state": "rejected"})
    view = {"name": "見方", "as": "shared_view", "state": "rejected", "column": ["tags", "x"], "sort": "name"}
    address = client.post("/app/segments/new/", view).headers["Location"]
    assert address == "/app/candidates/?state=rejected&sort=name&column=tags"
    page = words(client.get("/app/segments/"))
    assert "お見送り" in page
    assert "見方" in page
    with acting_for(network.company.id):
        segment, kept = Segment.objects.get(), SavedView.objects.get()
    assert kept.owner_id is None
    assert "三浦 葵" in words(client.get(f"/app/candidates/?segment={segment.id}"))
    assert client.post("/app/segments/new/", {"name": "お見送り", "as": "segment"}).status_code == 422
    client.post(f"/app/segments/{segment.id}/end/")
    client.post(f"/app/views/{kept.id}/end/")
    assert "見方「見方」をやめました。" in words(client.get("/app/segments/"))


def test_one_candidate_is_tagged_on_their_page(client, network):
    candidate = make_candidate(network.company)
    path = f"/app/candidates/{candidate.id}/"
    client.post(f"{path}tags/", {"name": "夜勤可", "group": "free"})
    assert "夜勤可" in words(client.get(path))
    with acting_for(network.company.id):
        tag = Tagging.objects.get().tag
    assert "三浦 葵" in words(client.get(f"/app/candidates/?tag={tag.id}"))
    client.post(f"{path}tags/", {"take": str(tag.id)})
    with acting_for(network.company.id):
        assert not Tagging.objects.exists()


def test_a_deed_on_many_says_how_fast_it_goes_and_when_it_will_be_done(client, network):
    ids = [str(make_candidate(network.company, address=f"a{n}@example.jp").id) for n in range(2)]
    form = checked(client, "add_tag", person=ids)
    address = client.post("/app/bulk/", {**form, "name": "再検討"}).headers["Location"]
    said = words(client.get(address))
    assert "2人のうち0人" in said
    assert "毎秒" not in said
    with acting_for(network.company.id):
        many = [new_id() for _ in range(9_000)]
        began = clock.now() - timedelta(seconds=20)
        BulkDeed.objects.update(candidate_ids=many, position=3_000, started_at=began)
    assert re.search(
        "9,000人のうち3,000人.*毎秒1[45][0-9]人 · あと約[45]0秒.*30%まで終わりました",
        words(client.get(address)),
        re.DOTALL,
    )
