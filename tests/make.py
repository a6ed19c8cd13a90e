"""The cast of the tests, made by the same actions that the product uses.

Alice owns 汐見計測, Bob recruits there, Charlie belongs to another company and must see nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from careerrelay.accounts.actions import (
    OrganizationFacts,
    found_organization,
    list_agency,
    record_permit,
)
from careerrelay.accounts.models import Organization, User
from careerrelay.accounts.rules import Kind, Role
from careerrelay.accounts.tenancy import NOBODY, acting_for, current_scope
from careerrelay.audit.staffing import admit_member
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    Rejection,
    Source,
)
from careerrelay.consent.actions import Chosen, make_start_link
from careerrelay.consent.queries import new_nonce
from careerrelay.core.actor import Actor
from careerrelay.people.actions import ProfileFacts, WantedLink, issue_links
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import OpenLink, open_link
from careerrelay.relay.actions.agreeing import make_agreement
from careerrelay.relay.actions.answering import Answer, answer_consent, save_profile
from careerrelay.relay.queries import current_text, offer_of
from careerrelay.text.addresses import comparable_address
from tests.again import MadeOnce

# A Thursday, 10:15 in Japan.
NOW = datetime(2026, 11, 19, 1, 15, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
TESTER = Actor.system("tests")


def make_operator(
    *, slug: str = "kyokai", name: str = "関東キャリアリレー協会", at: datetime = NOW
) -> Organization:
    return found_organization(_facts(Kind.OPERATOR, slug, name), operator_id=None, at=at)


def make_company(
    operator: Organization, *, slug: str = "shiomi", name: str = "汐見計測", at: datetime = NOW
) -> Organization:
    company = found_organization(_facts(Kind.COMPANY, slug, name), operator_id=operator.id, at=at)
    with acting_for(company.id):
        make_start_link(organization_id=company.id, actor=TESTER, at=at)
    return company


def make_agency(
    operator: Organization,
    *,
    slug: str = "mikazuki",
    name: str = "三日月キャリア",
    permit: str = "13-ユ-999101",
    at: datetime = NOW,
) -> Organization:
    """An agency whose permit is valid for a year before and after `at`."""
    agency = found_organization(_facts(Kind.AGENCY, slug, name), operator_id=operator.id, at=at)
    with acting_for(agency.id):
        listed = list_agency(
            agency,
            representative="野村 拓海",
            field="製造・計測",
            field_en="Manufacturing, measurement",
            at=at,
        )
    year = timedelta(days=365)
    record_permit(
        listed,
        number=permit,
        valid_from_on=(at - year).date(),
        valid_until_on=(at + year).date(),
        checked_on=at.date(),
    )
    return agency


def _facts(kind: Kind, slug: str, name: str) -> OrganizationFacts:
    return OrganizationFacts(
        kind=kind,
        slug=slug,
        name=name,
        legal_name=f"{name}株式会社",
        name_en=f"{slug.capitalize()} Inc.",
        postal_address="神奈川県横浜市中区海岸通9-99",
        contact_desk="人事部 採用の窓口",
        contact_address=f"saiyo@{slug}.example.jp",
    )


def agree(company: Organization, agency: Organization, *, on: date | None = None, at: datetime = NOW) -> None:
    assert company.operator_id is not None
    make_agreement(
        operator_id=company.operator_id,
        company_id=company.id,
        agency_id=agency.id,
        effective_on=on or date(2026, 1, 1),
        actor=TESTER,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Network:
    operator: Organization
    company: Organization
    other_company: Organization
    agencies: tuple[Organization, ...]


def make_network(*, at: datetime = NOW) -> Network:
    """Two companies, three agencies with valid permits, every pair under agreement."""
    return _network_of_now() if at == NOW and current_scope() == NOBODY else _make_network(at=at)


def _make_network(*, at: datetime) -> Network:
    operator = make_operator(at=at)
    companies = (
        make_company(operator, at=at),
        make_company(operator, slug="aobadai", name="青葉台食品", at=at),
    )
    agencies = (
        make_agency(operator, at=at),
        make_agency(operator, slug="hokutodai", name="北斗台人材", permit="27-ユ-999087", at=at),
        make_agency(operator, slug="michishirube", name="みちしるべ紹介", permit="23-ユ-999045", at=at),
    )
    for company in companies:
        for agency in agencies:
            agree(company, agency, at=at)
    return Network(operator, *companies, agencies)


_network_of_now = MadeOnce(lambda: _make_network(at=NOW))


def make_member(
    organization: Organization,
    *,
    email: str = "alice@shiomi.example.jp",
    role: Role = Role.OWNER,
    at: datetime = NOW,
) -> User:
    name = email.partition("@")[0].capitalize()
    return admit_member(
        organization, email=email, name=name, password=PASSWORD, role=role, actor=TESTER, at=at
    ).user


def make_candidate(
    company: Organization,
    *,
    name: str = "三浦 葵",
    address: str = "aoi@example.jp",
    state: ApplicationState = ApplicationState.REJECTED,
    stage: str = "書類選考",
    told: bool = False,
    at: datetime = NOW,
) -> Candidate:
    """A candidate with one application, by the columns themselves: the import has tests of its own."""
    return make_candidates(company, {address: name}, state=state, stage=stage, told=told, at=at)[0]


def make_candidates(
    company: Organization,
    named: Mapping[str, str],
    *,
    state: ApplicationState = ApplicationState.REJECTED,
    stage: str = "書類選考",
    told: bool = False,
    at: datetime = NOW,
) -> list[Candidate]:
    """The same for many in a few statements: their names by their addresses."""
    both = {"created_at": at, "updated_at": at}
    with acting_for(company.id):
        candidates = Candidate.objects.bulk_create(
            Candidate(organization=company, name=name, source=Source.IMPORT, **both)
            for name in named.values()
        )
        CandidateAddress.objects.bulk_create(
            CandidateAddress(
                organization=company,
                candidate=candidate,
                address=address,
                canonical=comparable_address(address),
            )
            for candidate, address in zip(candidates, named, strict=True)
            if address
        )
        applications = Application.objects.bulk_create(
            Application(
                organization=company,
                candidate=candidate,
                system="hrmos",
                job_title="組込みソフトエンジニア",
                stage=stage,
                state=state,
                applied_on=at.date(),
                **both,
            )
            for candidate in candidates
        )
        if state == ApplicationState.REJECTED:
            Rejection.objects.bulk_create(
                Rejection(
                    organization=company,
                    application=application,
                    rejected_on=at.date(),
                    stage=stage,
                    told_at=at if told else None,
                    created_at=at,
                )
                for application in applications
            )
        index_candidates(organization_id=company.id, candidate_ids=[one.id for one in candidates])
    return candidates


def make_token(
    company: Organization,
    *,
    address: str = "aoi@example.jp",
    candidate: Candidate | None = None,
    kind: LinkKind = LinkKind.PERSONAL,
    language: str = "ja",
    at: datetime = NOW,
) -> str:
    """The token of a link as a mail would carry it."""
    wanted = WantedLink(kind, address, company.id, candidate.id if candidate else None, language)
    return issue_links([wanted], at=at)[0]


def make_link(company: Organization, *, at: datetime = NOW, **wanted: object) -> OpenLink:
    link = open_link(make_token(company, at=at, **wanted), at=at)  # type: ignore[arg-type]
    assert link is not None
    return link


def nonce_for(link: OpenLink, *, language: str = "ja", at: datetime = NOW) -> str:
    """What the consent page of this moment would carry."""
    text = current_text(offer_of(company_id=link.company_id, at=at), language=language, at=at)
    return new_nonce(text_hash=text.hash, language=language, link_hash=link.token_hash, at=at)


def answer(
    link: OpenLink,
    *,
    pool: bool = False,
    news: bool = False,
    agencies: tuple[Organization, ...] = (),
    at: datetime = NOW,
) -> Answer:
    chosen = Chosen(pool=pool, news=news, agency_ids=tuple(agency.id for agency in agencies), is_sixteen=True)
    return answer_consent(link, chosen=chosen, nonce=nonce_for(link, at=at), at=at)


def confirm_own_profile(link: OpenLink, *, name: str = "三浦 葵", at: datetime = NOW) -> None:
    facts = ProfileFacts(
        name=name,
        kana="みうら あおい",
        phone="090-1234-5678",
        occupation="組込みソフト開発",
        experience="計測器の組込みソフトを6年2か月。",
        skills=("C++", "RTOS"),
        regions=("神奈川", "東京"),
        wishes="在宅と併用できること",
    )
    save_profile(link, facts=facts, nonce=nonce_for(link, at=at), at=at)
