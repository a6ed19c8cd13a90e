"""Somebody is erased, at one company or everywhere: nothing is left but what the law keeps, and it is proven."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.import_files import keep_bytes
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateDraft,
    CandidateFile,
    CandidatePhone,
    CandidateSkill,
    Employment,
    Evaluation,
    FileState,
    Import,
    ImportChange,
    ImportRefusal,
    ImportState,
    Interview,
    LanguageSkill,
    Merge,
    Note,
    Qualification,
    Rejection,
    Schooling,
)
from careerrelay.consent.models import Statement
from careerrelay.consent.queries import granted_candidate_ids, states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.ids import new_id
from careerrelay.outreach.actions import queue_notices
from careerrelay.outreach.channels.mail.server import parse_email_url
from careerrelay.outreach.models import Delivery
from careerrelay.outreach.sending import send_due
from careerrelay.outreach.verifying import request_verification
from careerrelay.people.models import Person
from careerrelay.people.queries import open_link
from careerrelay.pool.models import (
    BulkDeed,
    BulkDeedKind,
    BulkDeedState,
    ExportFile,
    SavedView,
    Segment,
    SegmentMember,
    Tag,
    Tagging,
)
from careerrelay.privacy.erasing import NobodyToErase, erase_at_one, erase_everywhere
from careerrelay.privacy.models import DeletionProof, Tombstone
from careerrelay.privacy.rules.reach import REACH
from careerrelay.privacy.tombstones import is_proof_genuine
from careerrelay.relay.actions.notifying import is_notice_genuine
from careerrelay.relay.actions.providing import provide_due
from careerrelay.relay.actions.replying import accept_copy
from careerrelay.relay.models import DataNotice, Provision, Relay, RelayedProfile
from careerrelay.relay.rules.states import CopyState, RelayState
from config.demo.catcher import Catcher, caught_mails
from tests.make import (
    NOW,
    TESTER,
    Network,
    answer,
    confirm_own_profile,
    make_candidate,
    make_link,
    make_network,
    make_token,
)
from tests.privacy.canaries import dump_of, found_in

LATER = NOW + timedelta(days=2)
NAME, ADDRESS, PHONE = "金糸雀 ｶﾅﾘﾔ", "Kanariya.Kinshi+1@example.jp", "090-4649-8931"
WORDS = "歌う小鳥が石炭の坑道で鳴いた"


def live_everywhere(network: Network, *, address: str = ADDRESS) -> UUID:
    """A person whose words stand in every table that may hold any."""
    company = network.company
    candidate = make_candidate(company, name=NAME, address=address)
    with acting_for(company.id):
        _fill_record(company, candidate)
        _fill_imports(company, candidate)
        _fill_pool(company, candidate)
        queue_notices(
            organization_id=company.id, candidate_ids=[candidate.id], language="ja", actor=TESTER, at=NOW
        )
        index_candidates(organization_id=company.id, candidate_ids=[candidate.id])
    make_candidate(network.other_company, name=NAME, address=address.lower())
    request_verification(address, company_id=company.id, language="ja", at=NOW)
    make_token(company, address=address)
    link = make_link(company, candidate=candidate, address=address)
    person_id = answer(link, pool=True, news=True, agencies=network.agencies).person_id
    assert person_id is not None
    confirm_own_profile(link, name=NAME)
    provide_due(operator_id=network.operator.id, at=LATER)
    agency = network.agencies[0]
    with acting_for(agency.id):
        copy = RelayedProfile.objects.get()
    accept_copy(
        organization_id=agency.id, operator_id=network.operator.id, copy_id=copy.id, actor=TESTER, at=LATER
    )
    return person_id


def _fill_record(company: Organization, candidate: Candidate) -> None:
    of = {"organization": company, "candidate": candidate}
    application = Application.objects.get(candidate=candidate)
    of_application = {"organization": company, "application": application}
    CandidatePhone.objects.create(**of, number=PHONE, canonical="+819046498931")
    Employment.objects.create(**of, employer=WORDS)
    Schooling.objects.create(**of, school=WORDS)
    LanguageSkill.objects.create(**of, language=WORDS)
    Qualification.objects.create(**of, name=WORDS)
    CandidateSkill.objects.create(**of, name=WORDS, key=WORDS)
    Note.objects.create(**of, words=WORDS, created_at=NOW)
    Interview.objects.create(**of_application, stage=WORDS, created_at=NOW)
    Evaluation.objects.create(**of_application, words=WORDS, created_at=NOW, updated_at=NOW)
    for encoding in ("utf-8", "utf-16-le", "cp932"):
        content = f"{WORDS} {ADDRESS}".encode(encoding)
        CandidateFile.objects.create(
            **of,
            filename=f"{WORDS}.txt",
            kind="text",
            content=content,
            content_bytes=len(content),
            content_hash=encoding.encode().ljust(32),
            state=FileState.READ,
            text=WORDS,
            uploaded_at=NOW,
        )
    Merge.objects.create(
        organization=company,
        kept=candidate,
        gone_id=new_id(),
        before={"gone": {"fields": {"name": NAME, "words": WORDS}}},
        merged_at=NOW,
    )


def _fill_imports(company: Organization, candidate: Candidate) -> None:
    common = {
        "organization": company,
        "filename": "応募者.csv",
        "content_hash": b"0" * 32,
        "uploaded_at": NOW,
    }
    done = Import.objects.create(**common, state=ImportState.DONE)
    ImportRefusal.objects.create(
        organization=company,
        from_import=done,
        line_number=2,
        cells=[NAME, "??"],
        ja=f"2行目: {WORDS}",
        en="?",
    )
    ImportRefusal.objects.create(
        organization=company, from_import=done, line_number=3, cells=["別の人", PHONE], ja=WORDS, en="?"
    )
    ImportChange.objects.create(
        organization=company,
        from_import=done,
        object_kind="candidate",
        object_id=candidate.id,
        before={"name": NAME, "background": WORDS},
    )
    ImportChange.objects.create(
        organization=company,
        from_import=done,
        object_kind="candidatephone",
        object_id=new_id(),
        before={"id": str(new_id()), "candidate_id": str(candidate.id), "number": PHONE},
    )
    CandidateDraft.objects.create(
        organization=company,
        filename="履歴書.txt",
        bundle_name="応募.zip",
        content=WORDS.encode(),
        content_hash=b"1" * 32,
        facts={"name": NAME, "addresses": ADDRESS},
        uploaded_at=NOW,
    )
    waiting = f"氏名,メール\n{NAME},{ADDRESS.upper()}\n".encode("cp932")
    for content in (waiting, "氏名\n別の人\n".encode()):
        keep_bytes(Import.objects.create(**common, state=ImportState.UPLOADED), BytesIO(content))
    for number, facts in enumerate(({"name": NAME, "background": WORDS}, {"phones": PHONE}, {})):
        CandidateDraft.objects.create(
            organization=company,
            filename=f"{number}.txt",
            content=ADDRESS.encode(),
            content_hash=bytes([number]),
            facts=facts,
            uploaded_at=NOW,
        )
    CandidateDraft.objects.create(
        organization=company, filename="別の人.txt", content=b"x", content_hash=b"x", uploaded_at=NOW
    )


def _fill_pool(company: Organization, candidate: Candidate) -> None:
    question = {"words": NAME}
    deed = BulkDeed.objects.create(
        organization=company,
        kind=BulkDeedKind.EXPORT,
        press_key=new_id(),
        question=question,
        candidate_ids=[candidate.id],
        state=BulkDeedState.DONE,
        started_at=NOW,
        ended_at=NOW,
    )
    ExportFile.objects.create(
        organization=company,
        bulk_deed=deed,
        filename="一覧.csv",
        content=f"{NAME},{WORDS}".encode("cp932", "replace") + f"{NAME},{WORDS}".encode("utf-8-sig"),
        rows=1,
        made_at=NOW,
        expires_at=LATER,
    )
    frozen = Segment.objects.create(
        organization=company, name="春の人", is_frozen=True, question={}, created_at=NOW
    )
    SegmentMember.objects.create(organization=company, segment=frozen, candidate=candidate)
    SavedView.objects.create(organization=company, name="探した人", question=question, created_at=NOW)
    tag = Tag.objects.create(organization=company, group="free", name="声", name_key="声", created_at=NOW)
    Tagging.objects.create(organization=company, tag=tag, candidate=candidate, tagged_at=NOW)


CANARIES = [NAME, "金糸雀", ADDRESS, "kanariya.kinshi", PHONE, "9046498931", WORDS, "石炭の坑道"]


@pytest.mark.promise("P15")
@pytest.mark.promise("P03")
def test_after_erasure_no_byte_of_the_person_is_in_a_dump_of_everything(own_database, tmp_path):
    network = make_network()
    person_id = live_everywhere(network)
    before = {canary for canary, _ in found_in(dump_of(own_database), CANARIES)}
    assert before == set(CANARIES), "the search sees every canary while they are there"

    proof = erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=LATER)
    with Catcher(tmp_path) as catcher:
        server = parse_email_url(f"smtp://127.0.0.1:{catcher.port}?from=relay@careerrelay.example.jp")
        assert send_due(server=server, clock=lambda: LATER) == {"accepted": 1}, (
            "the proof, and no other letter"
        )
    [letter] = caught_mails(tmp_path, recipient=ADDRESS)
    assert str(proof.id) in letter.text
    assert "/c/" not in letter.text

    assert found_in(dump_of(own_database), CANARIES) == []
    assert found_in(own_database.place.log.read_bytes(), CANARIES) == []
    with acting_for(network.operator.id):
        kept = Provision.objects.latest("id")
        assert set(Relay.objects.values_list("state", flat=True)) <= {
            RelayState.RECALLED,
            RelayState.CANCELLED,
        }
        assert kept.person_id == person_id
    with acting_for(network.company.id):
        assert Import.objects.filter(state=ImportState.UPLOADED).count() == 1, "the file of others waits on"


@pytest.mark.django_db
def test_what_was_erased_is_named_by_table_and_every_table_is_one_that_may_be():
    network = make_network()
    proof = erase_everywhere(
        person_id=live_everywhere(network), company_id=network.company.id, actor=TESTER, at=LATER
    )
    rows = proof.document["rows"]
    assert {REACH[table].fate for table in rows} <= {"erased", "emptied"}
    assert rows["candidates_candidate"] == 2
    assert rows["candidates_importrefusal"] == 2
    assert rows["candidates_candidatedraft"] == 4
    assert rows["people_profile"] == 1
    assert NAME not in str(proof.document)
    assert ADDRESS.casefold() not in str(proof.document).casefold()
    assert is_proof_genuine(proof)
    proof.document["rows"]["people_profile"] = 2
    assert not is_proof_genuine(proof)


@pytest.mark.django_db
@pytest.mark.promise("P24")
@pytest.mark.promise("P09")
def test_agencies_are_asked_to_delete_and_what_the_law_keeps_stays_and_says_no():
    network = make_network()
    token = make_token(network.company, address=ADDRESS)
    person_id = live_everywhere(network)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=LATER)
    for agency in network.agencies:
        with acting_for(agency.id):
            copy = RelayedProfile.objects.get()
            notice = DataNotice.objects.get(acknowledged_at=None)
        assert (notice.kind, is_notice_genuine(notice)) == ("erasure", True)
        assert copy.state == CopyState.RECALLED
        assert (copy.name, copy.address, copy.experience, copy.skills) == ("", "", "", [])
        assert copy.delete_by_at == LATER + timedelta(hours=72)
    with acting_for_person(person_id):
        states = states_of_person(person_id=person_id, at=LATER)
        assert Statement.objects.filter(deed="grant").exists()
    assert states
    assert not any(state.is_granted for state in states.values())
    assert open_link(token, at=LATER) is None
    with pytest.raises(NobodyToErase):
        erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=LATER)
    with acting_for(network.operator.id):
        assert Provision.objects.count() == len(network.agencies)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Provision.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.promise("P08")
def test_one_company_forgets_and_learns_nothing_by_it_while_the_others_go_on():
    network = make_network()
    person_id = live_everywhere(network)
    with acting_for(network.company.id):
        deeds = apps.get_model("audit", "AuditEntry").objects.count()
    erase_at_one(person_id=person_id, company_id=network.company.id, actor=TESTER, at=LATER)
    with acting_for(network.company.id):
        assert not Candidate.objects.exists()
        assert not Delivery.objects.exists()
        assert not granted_candidate_ids(Purpose.POOL, organization_id=network.company.id, at=LATER)
        assert not Tombstone.objects.filter(operator_id=network.company.id).exists()
        assert not DeletionProof.objects.filter(organization_id=network.company.id).exists()
        assert apps.get_model("audit", "AuditEntry").objects.count() == deeds
    with acting_for(network.other_company.id):
        assert Candidate.objects.count() == 1
    with acting_for_person(person_id):
        assert Person.objects.exists()
        states = states_of_person(person_id=person_id, at=LATER)
    assert {topic.purpose for topic, state in states.items() if state.is_granted} == {"relay"}


@pytest.mark.django_db
def test_somebody_of_the_same_company_loses_nothing():
    network = make_network()
    neighbour = make_candidate(network.company, name="金井 糸子", address="itoko@example.jp")
    person_id = live_everywhere(network)
    erase_everywhere(person_id=person_id, company_id=network.company.id, actor=TESTER, at=LATER)
    with acting_for(network.company.id):
        assert list(Candidate.objects.values_list("id", flat=True)) == [neighbour.id]
        assert Rejection.objects.count() == 1
        assert Segment.objects.filter(name="春の人").exists()
