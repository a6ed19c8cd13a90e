"""The person answers, changes their mind, and tells who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from careerrelay.accounts.models import Agency, Organization
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.candidates.actions import forget_self_declared, tell_own_name
from careerrelay.candidates.correcting import correct_record
from careerrelay.candidates.models import Candidate, CandidatePhone
from careerrelay.consent.actions import (
    AnsweringPerson,
    Chosen,
    TextChanged,
    check_text,
    consume_nonce,
    grant_chosen,
    permits_in,
    revoke_from_company,
    revoke_relay,
)
from careerrelay.consent.models import CandidateLink, Statement
from careerrelay.consent.queries import ConsentText, companies_of_person, served_by, states_of_person
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.consent.rules.state import NEVER_STATED, Standing, Topic, expires_at
from careerrelay.core.actor import Actor
from careerrelay.core.background import wake
from careerrelay.core.calendar import moment_in_words
from careerrelay.core.refusal import Refusal
from careerrelay.core.sealing import keyed_hash
from careerrelay.outreach.actions import queue_letter
from careerrelay.outreach.models import LetterKind
from careerrelay.people.actions import (
    ProfileFacts,
    confirm_person,
    confirm_profile,
    draft_profile,
    lock_person,
    mark_answered,
)
from careerrelay.people.models import LinkKind
from careerrelay.people.queries import (
    OpenLink,
    address_hash,
    address_in_scope,
    hidden_companies_in_scope,
    profile_in_scope,
)
from careerrelay.people.rules import Opens, is_hidden_among
from careerrelay.people.wishing import hide_from_employer, show_to
from careerrelay.relay.actions.correcting import correct_copies
from careerrelay.relay.actions.prolonging import prolong_relay
from careerrelay.relay.actions.recalling import stop_relays
from careerrelay.relay.models import Relay
from careerrelay.relay.openness import check_opens
from careerrelay.relay.queries import LIVE_RELAYS, Offer, agencies_by_id, current_text, offer_of
from careerrelay.relay.reaching import names_of
from careerrelay.relay.rules.states import RelayState
from careerrelay.text.addresses import comparable_address
from careerrelay.text.regions import as_region


class NothingToRevoke(Refusal):
    """Never granted, or taken back already. Nobody writes a statement into the books of a stranger."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the answer led to. `person_id` is None when nothing was chosen: then nobody came into being."""

    person_id: UUID | None
    relays: tuple[Relay, ...] = ()


@transaction.atomic
def answer_consent(link: OpenLink, *, chosen: Chosen, nonce: str, at: datetime) -> Answer:
    """Store what was ticked under the text that was shown, all or nothing.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, TextChanged, AgencyNotOffered.
    """
    check_opens(link, Opens.QUESTION, at=at)
    served = served_by(nonce, link_hash=link.token_hash)
    offer = offer_of(company_id=link.company_id, at=at)
    text = current_text(offer, language=served.language, at=served.served_at)
    check_text(text, served_hash=served.text_hash)
    _check_still_offered(chosen, shown=text, offer=offer, at=at)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    if chosen.is_empty:
        return Answer(None)
    person_id = confirm_person(link, language=served.language, at=at)
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
    actor = Actor.person(person_id)
    by = _answering(link, person_id=person_id)
    _draft_from_company(by, at=at)
    statements = grant_chosen(chosen, by=by, text=text, actor=actor, at=at)
    _show_to_granted(chosen, by=by, offer=offer, at=at)
    relays = _cool_relays(statements, by=by, offer=offer, at=at)
    _queue_receipt(chosen, by=by, text=text, language=served.language, at=at)
    if link.kind == LinkKind.NOTICE:
        mark_answered(link, at=at)
    return Answer(person_id, tuple(relays))


@transaction.atomic
def revoke(link: OpenLink, *, purpose: Purpose, recipient_id: UUID, nonce: str, at: datetime) -> None:
    """Take one consent back. It counts from this moment; copies that were handed over are recalled.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, NothingToRevoke.
    """
    check_opens(link, at=at)
    served_by(nonce, link_hash=link.token_hash)
    person_id = link.person_id
    consume_nonce(nonce, person_id=person_id, at=at)
    actor = Actor.person(person_id)
    with acting_for_person(person_id):
        lock_person(person_id=person_id)
        _check_revocable(Topic(purpose, recipient_id), person_id=person_id, at=at)
    take_back(Topic(purpose, recipient_id), link=link, actor=actor, at=at)


def take_back(topic: Topic, *, link: OpenLink, actor: Actor, at: datetime) -> None:
    """What a revocation does, for a deed that has its nonce and the person's lock already."""
    purpose, recipient_id = topic
    person_id = link.person_id
    with acting_for_person(person_id):
        known = CandidateLink.objects.filter(person_id=person_id, company_id=recipient_id).first()
    by = AnsweringPerson(
        person_id,
        recipient_id if purpose is not Purpose.RELAY else link.company_id,
        known.candidate_id if known else None,
        link.address,
    )
    if purpose is not Purpose.RELAY:
        revoke_from_company(purpose, by=by, actor=actor, at=at)
        _leave_company(by, at=at)
        return
    revoke_relay(recipient_id, by=by, actor=actor, at=at)
    stop_relays(person_id=person_id, agency_id=recipient_id, actor=actor, at=at)


def _leave_company(by: AnsweringPerson, *, at: datetime) -> None:
    """With the last consent the company's own record of somebody who came by themself goes too."""
    is_known_still = (by.company_id, by.candidate_id) in _companies_that_may_know(by.person_id, at=at)
    if by.candidate_id is not None and not is_known_still:
        with acting_for(by.company_id):
            forget_self_declared(organization_id=by.company_id, candidate_id=by.candidate_id)


def _check_revocable(topic: Topic, *, person_id: UUID, at: datetime) -> None:
    """One that ran out may be taken back too: that calls the copies home."""
    state = states_of_person(person_id=person_id, at=at).get(topic, NEVER_STATED)
    if state.standing in (Standing.NEVER, Standing.REVOKED):
        raise NothingToRevoke(
            ja="もう取り消されています。いまの状態はこのとおりです。",
            en="This is revoked already. This is how things stand now.",
        )


@transaction.atomic
def save_profile(link: OpenLink, *, facts: ProfileFacts, nonce: str, at: datetime) -> None:
    """The person's own words become the Profile; a relay that waited for them may leave now.

    Raises: LinkOpensLess, ForgedNonce, AlreadyAnswered, ProfileRefused.
    """
    check_opens(link, at=at)
    served_by(nonce, link_hash=link.token_hash)
    consume_nonce(nonce, person_id=link.person_id, at=at)
    actor = Actor.person(link.person_id)
    with acting_for_person(link.person_id):
        # As a revocation does: no company is told a name after it was left (P03).
        lock_person(person_id=link.person_id)
    confirm_profile(facts, person_id=link.person_id, actor=actor, at=at)
    tell_of_profile(name=facts.name, person_id=link.person_id, at=at)


def tell_of_profile(*, name: str, person_id: UUID, at: datetime) -> None:
    """After somebody confirmed who they are: companies that may know learn the name and what was corrected, copies
    that were handed over are corrected, and what waited may leave."""
    actor = Actor.person(person_id)
    correct_copies(person_id=person_id, actor=actor, at=at)
    with acting_for_person(person_id):
        profile = profile_in_scope(person_id=person_id)
    kana, phone = (profile.kana, profile.phone) if profile else ("", "")
    for company_id, candidate_id in _companies_that_may_know(person_id, at=at):
        which = {"organization_id": company_id, "candidate_id": candidate_id}
        with acting_for(company_id):
            tell_own_name(**which, name=name, actor=actor, at=at)
            correct_record(**which, name=name, kana=kana, phone=phone, actor=actor, at=at)
    wake("relay:provide_due_relays")


def _companies_that_may_know(person_id: UUID, *, at: datetime) -> list[tuple[UUID, UUID]]:
    """Company and candidate, where `pool` or `news` is granted now: nobody else learns a name (P02)."""
    with acting_for_person(person_id):
        states = states_of_person(person_id=person_id, at=at)
        return [
            (known.company_id, known.candidate_id)
            for known in companies_of_person(person_id=person_id)
            if known.candidate_id is not None
            and any(
                states.get(Topic(purpose, known.company_id), NEVER_STATED).is_granted
                for purpose in (Purpose.POOL, Purpose.NEWS)
            )
        ]


def send_new_link(link: OpenLink, *, at: datetime) -> None:
    """Mail a fresh personal link to the address that the old one went to."""
    with acting_for_person(link.person_id):
        address = address_in_scope(person_id=link.person_id) or link.address
    queue_letter(
        LetterKind.LINK,
        person_id=link.person_id,
        company_id=link.company_id,
        candidate_id=link.candidate_id,
        address=address,
        language=link.language,
        at=at,
    )


def _check_still_offered(chosen: Chosen, *, shown: ConsentText, offer: Offer, at: datetime) -> None:
    """The form may be days old: an agency whose permit or agreement ended since is not granted any more, and one
    with a new permit is asked for again, because a statement names the permit that is valid on its day (P06)."""
    then, now = permits_in(shown), permits_in(current_text(offer, language="ja", at=at))
    if any(
        agency_id not in now or now[agency_id] != then.get(agency_id, now[agency_id])
        for agency_id in chosen.agency_ids
    ):
        raise TextChanged(
            ja="ページを開いた後に、選べる紹介会社が変わりました。お手数ですが、もう一度お選びください。",
            en="The agencies on offer have changed since you opened the page. Please choose again.",
        )


def _answering(link: OpenLink, *, person_id: UUID) -> AnsweringPerson:
    """How the company knows them: by the link that it was sent with, or by an earlier answer."""
    with acting_for_person(person_id):
        known = CandidateLink.objects.filter(person_id=person_id, company_id=link.company_id).first()
    candidate_id = link.candidate_id or (known.candidate_id if known else None)
    return AnsweringPerson(person_id, link.company_id, candidate_id, link.address)


def _draft_from_company(by: AnsweringPerson, *, at: datetime) -> None:
    """Somebody who came by a personal link finds what they once wrote to the company as a draft. Their present
    employer is among the companies that must not see them until they say otherwise."""
    if by.candidate_id is None:
        return
    with acting_for(by.company_id):
        candidate = Candidate.objects.filter(id=by.candidate_id).first()
        phones = CandidatePhone.objects.filter(candidate_id=by.candidate_id).order_by("id")
        phone = next(iter(phones.values_list("number", flat=True)), "")
    if candidate is not None:
        region = as_region(candidate.region)
        facts = ProfileFacts(
            name=candidate.name,
            kana=candidate.kana,
            phone=phone,
            occupation=candidate.title,
            regions=(region,) if region else (),
        )
        draft_profile(facts, person_id=by.person_id, at=at)
        with acting_for_person(by.person_id):
            actor = Actor.system("draft")
            hide_from_employer(candidate.employer, person_id=by.person_id, actor=actor, at=at)


def _show_to_granted(chosen: Chosen, *, by: AnsweringPerson, offer: Offer, at: datetime) -> None:
    """Who says yes to exactly one organization takes it off the list of those that must not see them."""
    granted: list[Organization | Agency] = list(agencies_by_id(agency_ids=chosen.agency_ids).values())
    if chosen.pool or chosen.news:
        granted.append(offer.company)
    with acting_for_person(by.person_id):
        for hidden in hidden_companies_in_scope(person_id=by.person_id):
            if any(is_hidden_among(names_of(one), keys=[hidden.name_key]) for one in granted):
                show_to(hidden, actor=Actor.person(by.person_id), at=at)


def _cool_relays(
    statements: Sequence[Statement], *, by: AnsweringPerson, offer: Offer, at: datetime
) -> list[Relay]:
    """Each granted relay waits out its cooling period; one that is under way already is not begun again but rests on
    the new grant, unless its consent ran out: then the old copy is called back, and a new one leaves in its time."""
    if not statements or offer.company.operator_id is None:
        return []
    relays = []
    with acting_for_person(by.person_id):
        for statement in statements:
            live = Relay.objects.filter(
                person_id=by.person_id, agency_id=statement.recipient_id, state__in=LIVE_RELAYS
            )
            under_way = [relay for relay in live if at < expires_at(relay.granted_at)]
            if under_way:
                for relay in under_way:
                    prolong_relay(relay, statement=statement, at=at)
                continue
            actor = Actor.person(by.person_id)
            stop_relays(person_id=by.person_id, agency_id=statement.recipient_id, actor=actor, at=at)
            relays.append(
                cool_relay(statement, address=by.address, operator_id=offer.company.operator_id, at=at)
            )
    return relays


def cool_relay(statement: Statement, *, address: str, operator_id: UUID, at: datetime) -> Relay:
    """In the person's scope. The countdown begins now, whenever the yes was said."""
    return Relay.objects.create(
        operator_id=operator_id,
        person_id=statement.person_id,
        person_hash=person_hash(address),
        company_id=statement.company_id,
        agency_id=statement.recipient_id,
        statement_id=statement.id,
        state=RelayState.COOLING,
        granted_at=statement.at,
        leaves_at=at + settings.RELAY_COOLING,
    )


def person_hash(address: str) -> bytes:
    """Recognises the same human being in the books of a network, and outlives the erasure of the person.

    A key over the address hash and not the address: what the books hold does not match what the people
    tables hold.
    """
    return keyed_hash(address_hash(comparable_address(address)).hex(), key=b"careerrelay/introduction")


def _queue_receipt(
    chosen: Chosen, *, by: AnsweringPerson, text: ConsentText, language: str, at: datetime
) -> None:
    words = text.document["words"]
    assert isinstance(words, dict)
    names = {agency["id"]: agency["name"] for agency in words["agencies"]}
    mark, limited = ("・", "{}({})") if language == "ja" else ("- ", "{} ({})")
    lines = [
        *[mark + limited.format(words["pool"], words["pool_limit"])] * chosen.pool,
        *[mark + limited.format(words["news"], words["news_limit"])] * chosen.news,
        *[f"{mark}{words['relay_heading']}: {names[str(agency_id)]}" for agency_id in chosen.agency_ids],
    ]
    queue_letter(
        LetterKind.RECEIPT,
        person_id=by.person_id,
        company_id=by.company_id,
        candidate_id=by.candidate_id,
        address=by.address,
        language=language,
        values={
            "choices": "\n".join(lines),
            "when": moment_in_words(at, language=language),
            "version": str(text.document["version"]),
            "fingerprint": text.hash[:16],
        },
        at=at,
    )
