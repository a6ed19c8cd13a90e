"""The one question before a consent ends, by the operator's mail service, in the name of the company."""

from datetime import datetime

from django.db import transaction

from careerrelay.accounts.models import Agency
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for, acting_for_person
from careerrelay.audit.actions import record_deed
from careerrelay.consent.models import CandidateLink, Statement
from careerrelay.consent.renewal import Asked, ending_grants, note_question
from careerrelay.consent.rules.expiry import promised_day
from careerrelay.consent.rules.purposes import Purpose
from careerrelay.core.actor import Actor
from careerrelay.core.calendar import day_in_words
from careerrelay.outreach.actions import queue_letter
from careerrelay.outreach.models import LetterKind
from careerrelay.people.actions import lock_person
from careerrelay.people.queries import address_in_scope, person_in_scope

CALLED = {
    "ja": {Purpose.POOL: "合う求人の連絡", Purpose.NEWS: "会社のニュース", Purpose.RELAY: "{agency}への紹介"},
    "en": {
        Purpose.POOL: "jobs that fit",
        Purpose.NEWS: "company news",
        Purpose.RELAY: "introduction to {agency}",
    },
}


@transaction.atomic
def ask_to_renew(asked: Asked, *, at: datetime) -> bool:
    """Whether a mail was queued: not if the person answered, revoked or went meanwhile. Also while they rest
    from all other mail: silence would delete what they only wanted to rest."""
    with acting_for_person(asked.person_id):
        lock_person(person_id=asked.person_id)
        person = person_in_scope(person_id=asked.person_id)
        address = address_in_scope(person_id=asked.person_id)
        ending = ending_grants(asked, at=at)
        known = CandidateLink.objects.filter(company_id=asked.company_id).first()
    if person is None or not address or not ending:
        return False
    language = person.language if person.language in CALLED else "ja"
    delivery_id = queue_letter(
        LetterKind.RENEWAL,
        person_id=asked.person_id,
        company_id=asked.company_id,
        candidate_id=known.candidate_id if known else None,
        address=address,
        language=language,
        values={"choices": "\n".join(_line(one, language=language) for one in ending)},
        at=at,
    )
    with acting_for_person(asked.person_id):
        note_question(ending, person_id=asked.person_id, delivery_id=delivery_id, at=at)
        actor = Actor.system("renewal")
        record_deed("ask_to_renew", object_kind="delivery", object_id=delivery_id, actor=actor, at=at)
    return True


def _line(statement: Statement, *, language: str) -> str:
    until = day_in_words(promised_day(statement.at), language=language)
    word = CALLED[language][Purpose(statement.purpose)]
    if statement.purpose == Purpose.RELAY:
        agency = Agency.objects.get(organization_id=statement.recipient_id)
        word = word.format(agency=agency.legal_name if language == "ja" else agency.name_en)
    else:
        with acting_for(statement.company_id):
            company = organization_in_scope(organization_id=statement.company_id)
        word = f"{company.legal_name}: {word}" if language == "ja" else f"{company.name_en}: {word}"
    return f"・{word}({until}まで)" if language == "ja" else f"- {word} (until {until})"
