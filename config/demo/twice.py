"""Some of the invented applicants came twice: as people do, years apart or by another way."""

from datetime import datetime, timedelta

from careerrelay.accounts.models import Organization
from careerrelay.accounts.tenancy import acting_for
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import Candidate, CandidateAddress, CandidatePhone, Source
from careerrelay.text.names import comparable_name

EVERYDAY_KANJI = str.maketrans("髙渡邉﨑", "高渡辺崎")
TWICE = 7


def write_some_twice(company: Organization, *, at: datetime) -> None:
    """The same number, another address, the everyday kanji: half of them by way of a fair."""
    with acting_for(company.id):
        people = list(Candidate.objects.exclude(name="").order_by("id"))
        again = [
            _again(person, place, at=at)
            for place, person in enumerate(people[3 :: max(len(people) // TWICE, 1)])
        ]
        index_candidates(organization_id=company.id, candidate_ids=[one.id for one in again])
        suggest_pairs(organization_id=company.id, candidate_ids=[one.id for one in again], at=at)


def _again(person: Candidate, place: int, *, at: datetime) -> Candidate:
    name = person.name.translate(EVERYDAY_KANJI)
    name = " ".join(reversed(name.split())) if place % 3 == 2 else name
    again = Candidate.objects.create(
        organization_id=person.organization_id,
        name=name,
        kana=person.kana,
        name_key=comparable_name(name),
        kana_key=person.kana_key,
        employer=person.employer,
        title=person.title,
        region=person.region,
        source=Source.EVENT if place % 2 else Source.IMPORT,
        created_at=at - timedelta(days=3),
        updated_at=at - timedelta(days=3),
    )
    address = f"again{place}@mail.example.jp"
    CandidateAddress.objects.create(
        organization_id=person.organization_id, candidate=again, address=address, canonical=address
    )
    known = CandidatePhone.objects.filter(candidate=person).order_by("id").first()
    numbers = (known.number, known.canonical) if known else (f"080-9999-{place:04}", f"+81809999{place:04}")
    for candidate in (again,) if known else (person, again):
        CandidatePhone.objects.create(
            organization_id=person.organization_id,
            candidate=candidate,
            number=numbers[0],
            canonical=numbers[1],
        )
    return again
