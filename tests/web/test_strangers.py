"""What is not yours does not exist: generated from the table of routes, so that a new one cannot be forgotten."""

from datetime import timedelta

import pytest
from django.test import Client

from careerrelay.accounts.models import Organization, Permit, Processor
from careerrelay.accounts.rules import PERMISSIONS, Kind, Role
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateDraft,
    CandidateFile,
    CustomField,
    DuplicatePair,
    FileState,
    Import,
    ImportState,
    Interview,
    Merge,
    Note,
    RejectionReason,
    Revisit,
)
from careerrelay.core import clock
from careerrelay.core.ids import new_id
from careerrelay.outreach.inviting import write_invitation_text
from careerrelay.outreach.models import Invitation
from careerrelay.pool.models import BulkDeed, BulkDeedKind, BulkDeedState, SavedView, Segment, Tag, TagGroup
from careerrelay.pool.rules.question import Question, question_document
from careerrelay.privacy.models import Breach, LegalHold, RightsRequest, SealedRecord
from careerrelay.privacy.rules.breaches import BreachKind
from careerrelay.relay.actions.notifying import issue_notice
from careerrelay.relay.actions.placing import Joining, Placed, insert_placement
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.models import OperatorPermit, Relay, RelayedProfile
from careerrelay.relay.rules.states import DataNoticeKind
from tests.again import MadeOnce
from tests.house.routes import ROUTES, address_of
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_member,
    make_network,
    make_operator,
)

pytestmark = pytest.mark.django_db
AUDIENCE_OF = {Kind.COMPANY: "company", Kind.AGENCY: "agency", Kind.OPERATOR: "operator"}
STAFF_ROUTES = [name for name, route in ROUTES.items() if route.audience in AUDIENCE_OF.values()]
ROUTES_WITH_IDS = [
    name for name in STAFF_ROUTES if any(what[0].isupper() for what in ROUTES[name].takes.values())
]


@pytest.fixture(autouse=True)
def some_thursday():
    with clock.moved_to(NOW + timedelta(hours=26)):
        yield


@pytest.fixture
def network(request: pytest.FixtureRequest) -> Network:
    return request.getfixturevalue("world")[0] if "existing" in request.fixturenames else make_network()


@pytest.fixture
def existing(world: tuple[Network, dict[str, object]]) -> dict[str, object]:
    """A real row of each kind that a route can name, none of it the stranger's."""
    return world[1]


@pytest.fixture
def world() -> tuple[Network, dict[str, object]]:
    return _world_of_now()


def _make_world() -> tuple[Network, dict[str, object]]:
    network = make_network()
    return network, _make_existing(network)


_world_of_now = MadeOnce(_make_world)


def _make_existing(network: Network) -> dict[str, object]:
    company, agency = network.company, network.agencies[0]
    candidate = make_candidate(company, state=ApplicationState.UNDECIDED)
    answer(make_link(company), agencies=(agency,))
    confirm_own_profile(make_link(company))
    provide_due(operator_id=network.operator.id, at=NOW + timedelta(hours=25))
    with acting_for(company.id):
        received = Import.objects.create(
            organization=company,
            filename="a.csv",
            content_hash=b"",
            state=ImportState.DONE,
            uploaded_at=NOW,
        )
        application = Application.objects.get()
        note = Note.objects.create(
            organization=company, candidate=candidate, words="三浦さんの話", created_at=NOW
        )
        interview = Interview.objects.create(organization=company, application=application, created_at=NOW)
        reason = RejectionReason.objects.create(
            organization=company, name="三浦さんだけの理由", revisit=Revisit.NEVER, created_at=NOW
        )
        own_field = CustomField.objects.create(
            organization=company, name="三浦さんの項目", form=CustomField.Form.TEXT, created_at=NOW
        )
        file = CandidateFile.objects.create(
            organization=company,
            candidate=candidate,
            filename="三浦.txt",
            kind="txt",
            content="三浦".encode(),
            content_bytes=6,
            content_hash=b"",
            state=FileState.READ,
            text="三浦",
            uploaded_at=NOW,
        )
        breach = Breach.objects.create(
            organization=company,
            kind=BreachKind.OTHER,
            noticed_at=NOW,
            summary="三浦さんの書類",
            recorded_by=candidate.id,
            recorded_at=NOW,
        )
        draft = CandidateDraft.objects.create(
            organization=company, filename="三浦.pdf", content=b"x", content_hash=b"x", uploaded_at=NOW
        )
        request = RightsRequest.objects.create(
            organization=company,
            kind="erase",
            channel="phone",
            requester="三浦 葵",
            received_on=NOW.date(),
            due_on=NOW.date(),
            entered_at=NOW,
        )
        hold = LegalHold.objects.create(
            organization=company, candidate=candidate, reason="三浦さんの件", placed_at=NOW
        )
        sealed = SealedRecord.objects.create(
            organization=company,
            items=["selection"],
            grounds="三浦さんの件",
            until_on=NOW.date(),
            sealed=b"x",
            sealed_at=NOW,
        )
        text = write_invitation_text(
            "三浦さんへ", language="ja", organization_id=company.id, actor=TESTER, at=NOW
        )
        invitation = Invitation.objects.create(organization=company, text=text, made_at=NOW)
        pair, merge = made_one_and_asked_about(company, candidate)
        kept = existing_of_pool(company)
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    with acting_for(network.operator.id):
        relay = Relay.objects.get(id=copy.relay_id)
    whom = Placed(agency.id, network.operator.id, relay.person_id, bytes(relay.person_hash), relay.id)
    with acting_for(agency.id):
        joining = Joining(NOW.date(), is_permanent=False)
        placement = insert_placement(joining, whom=whom, actor=TESTER, at=NOW)
        notice = issue_notice(relay, copy_id=copy.id, kind=DataNoticeKind.REVOCATION, at=NOW)
    return {
        "RightsRequest": request.id,
        "LegalHold": hold.id,
        "SealedRecord": sealed.id,
        "Invitation": invitation.id,
        "InvitationText": text.id,
        "DataNotice": notice.id,
        "Breach": breach.id,
        "Processor": Processor.objects.create(
            operator_id=network.operator.id, name="三浦", work="x", measures="x", since_on=NOW.date()
        ).id,
        "OperatorPermit": OperatorPermit.objects.create(
            operator_id=network.operator.id,
            number="13-ユ-999000",
            holder_name="三浦",
            valid_from_on=NOW.date(),
            valid_until_on=NOW.date(),
            checked_on=NOW.date(),
            evidence="三浦",
            recorded_at=NOW,
        ).id,
        "Placement": placement.id,
        "User": make_member(company, email="miura@shiomi.example.jp", role=Role.OWNER).id,
        "Candidate": candidate.id,
        "Application": application.id,
        "CandidateDraft": draft.id,
        "CandidateFile": file.id,
        "CustomField": own_field.id,
        "Import": received.id,
        "Note": note.id,
        "DuplicatePair": pair.id,
        "Merge": merge.id,
        "Interview": interview.id,
        "RejectionReason": reason.id,
        "RelayedProfile": copy.id,
        **kept,
        "Organization": company.id,
        "Agency": agency.id,
        "Permit": Permit.objects.get(agency_id=agency.id).id,
        "number": 1,
        "word": "x",
    }


def made_one_and_asked_about(company: Organization, candidate: Candidate) -> tuple[DuplicatePair, Merge]:
    other = Candidate.objects.create(
        organization=company, name="三浦 葵", source="import", created_at=NOW, updated_at=NOW
    )
    pair = DuplicatePair.objects.create(
        organization=company,
        first=candidate,
        second=other,
        evidence=["name"],
        likelihood=0.9,
        found_at=NOW,
    )
    return pair, Merge.objects.create(
        organization=company, kept=candidate, gone_id=new_id(), before=None, merged_at=NOW
    )


def existing_of_pool(company: Organization) -> dict[str, object]:
    owner = {"organization": company, "created_at": NOW}
    question = question_document(Question())
    deed = BulkDeed.objects.create(
        organization=company,
        kind=BulkDeedKind.EXPORT,
        press_key=new_id(),
        question=question,
        candidate_ids=[],
        arguments={"form": "csv"},
        state=BulkDeedState.DONE,
        started_at=NOW,
        ended_at=NOW,
    )
    return {
        "BulkDeed": deed.id,
        "Tag": Tag.objects.create(**owner, group=TagGroup.FREE, name="x", name_key="x").id,
        "Segment": Segment.objects.create(**owner, name="x", question=question).id,
        "SavedView": SavedView.objects.create(**owner, name="x", question=question).id,
    }


def made_up(existing: dict[str, object]) -> dict[str, object]:
    return {what: value if what in ("number", "word") else new_id() for what, value in existing.items()}


def signed_in(organization: Organization, role: Role) -> Client:
    user = make_member(organization, email=f"{role}@{organization.slug}.example.jp", role=role)
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, name: str, method: str, values: dict[str, object]) -> tuple[int, bytes]:
    answer = getattr(client, method.lower())(address_of(name, values=values))
    return answer.status_code, answer.content


@pytest.mark.promise("P04")
@pytest.mark.parametrize("name", ROUTES_WITH_IDS)
def test_a_strangers_row_answers_exactly_like_one_that_does_not_exist(
    name: str, network: Network, existing: dict[str, object]
) -> None:
    strangers = {
        "company": (network.other_company, Role.OWNER),
        "agency": (network.agencies[1], Role.OWNER),
        "operator": (make_operator(slug="elsewhere", name="よその協会"), Role.OWNER),
    }
    client = signed_in(*strangers[ROUTES[name].audience])
    for method in ("GET", "POST", "HEAD", "PUT", "DELETE"):
        theirs = asked(client, name, method, existing)
        nobodys = asked(client, name, method, made_up(existing))
        assert theirs == nobodys, method
        assert theirs[0] in (404, 405), method


@pytest.mark.promise("P04")
@pytest.mark.parametrize(("kind", "role"), list(PERMISSIONS), ids=str)
def test_no_role_opens_a_page_of_another_audience_or_beyond_its_permission(
    kind: Kind, role: Role, network: Network, existing: dict[str, object]
) -> None:
    home = {Kind.COMPANY: network.company, Kind.AGENCY: network.agencies[0], Kind.OPERATOR: network.operator}
    client = signed_in(home[kind], role)
    for name in STAFF_ROUTES:
        if ROUTES[name].audience != AUDIENCE_OF[kind]:
            for method in ROUTES[name].methods:
                assert asked(client, name, method, existing)[0] in (404, 405), (name, method)


@pytest.mark.promise("P04")
def test_nobody_who_is_not_signed_in_opens_a_page_of_staff(existing: dict[str, object]) -> None:
    for name in STAFF_ROUTES:
        status, body = asked(Client(), name, "GET", existing)
        assert status in (302, 405), name
        assert b"example.jp" not in body


@pytest.mark.promise("P04")
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.PR, Role.EXECUTIVE])
def test_whoever_may_not_see_candidates_finds_no_page_with_one(
    role: Role, network: Network, existing: dict[str, object]
) -> None:
    client = signed_in(network.company, role)
    for name in STAFF_ROUTES:
        if ROUTES[name].audience == "company":
            _, body = asked(client, name, "GET", existing)
            assert "三浦".encode() not in body, name
