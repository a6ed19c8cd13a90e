"""The English words of the consent text. They say what the Japanese ones say, no more and no less."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careerrelay.consent.rules.wording import AgencyFacts, CompanyFacts, Terms

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for length, word in ((3600, "hour"), (60, "minute")):
        if seconds % length == 0:
            return f"{seconds // length} {word}{'' if seconds == length else 's'}"
    return f"{seconds} seconds"


# What the letter of a permit number says (職業安定法30条, 33条, 33条の2から33条の4).
PERMIT_KINDS = {
    "ユ": "Placement permit",
    "ム": "Permit for placement free of charge",
    "特": "Placement free of charge by a special corporation",
    "地": "Placement free of charge by a local government",
}


def permit_in_words(number: str) -> str:
    return f"{PERMIT_KINDS[number.split('-')[1]]} {number}"


Words = dict[str, object]


def words(*, company: "CompanyFacts", agencies: "Sequence[AgencyFacts]", terms: "Terms") -> Words:
    return {
        **_contact_words(company, terms),
        **_relay_words(company, agencies, terms),
        **_answer_words(company),
    }


def _contact_words(company: "CompanyFacts", terms: "Terms") -> Words:
    return {
        "heading": ["What happens next", "is your choice"],
        "opening": "Thank you for taking part in our selection. Each item below is a choice of its own. "
        "Choosing none does not affect any future application.",
        "nothing": "If you do nothing, nothing is recorded.",
        "contact_heading": f"Hearing from {company.name_en}",
        "contact_keeping": "We keep what you sent with your application for 12 months. Then we ask once "
        "whether to go on. Without an answer we delete it.",
        "pool": "Tell me when a job fits",
        "pool_limit": f"at most {terms.pool_mails_a_year} times a year",
        "news": "Send me company news",
        "news_limit": f"at most every {terms.news_every_months} months",
    }


def _relay_words(company: "CompanyFacts", agencies: "Sequence[AgencyFacts]", terms: "Terms") -> Words:
    return {
        "relay_heading": "Introduction to placement agencies",
        "relay_why": "We pass your profile only to the agencies you pick, "
        f"after {span(terms.cooling)}. Until then you can stop it.",
        "relay_facts": [
            [
                "What is passed on",
                f"Name, contact, work history, skills, wishes, and that you applied to {company.name_en}",
            ],
            ["What is not", "Interview evaluations, reasons for the decision, salary history"],
            ["Used for", "The agency looks for work that suits you"],
            ["Cost for you", "None"],
            [
                f"What {company.name_en} receives",
                f"For every {terms.ratio} introductions, one free hire from the agencies",
            ],
        ],
        "relay_which": "Agencies you want to be introduced to",
        "agencies": [
            {
                "id": agency.id,
                "name": agency.name_en,
                "lines": [agency.field_en, permit_in_words(agency.permit_number), *_abroad(agency)],
            }
            for agency in agencies
        ],
        "permits_checked": _permits_checked(agencies),
    }


def _answer_words(company: "CompanyFacts") -> Words:
    return {
        "age": "I am 16 or older",
        "age_why": "Only needed to agree. We do not ask for your date of birth.",
        "answer_selected": "Agree to what I ticked",
        "answer_none": "None of these",
        "after": "We mail you a receipt. To revoke, open its link and press twice.",
        "details_heading": "Storage, safety, contact",
        "details": [
            (
                "Consent ends after 12 months. To whom, when and what we passed on is recorded for three years and "
                "open to you at any time. Before anything goes to a company abroad we would ask you separately."
            ),
            "To see, correct or delete your data, use this page or the contact below.",
            (
                "Data travels encrypted and is kept apart for each company. When you revoke, we ask the agencies "
                "that received it to delete it."
            ),
        ],
        "contact": [
            f"{company.name_en}, {company.contact_desk_en or company.contact_desk}",
            company.postal_address_en or company.postal_address,
            company.contact_address,
        ],
    }


def _abroad(agency: "AgencyFacts") -> list[str]:
    if not agency.country_name:
        return []
    return [
        f"This company is abroad: {agency.country_name_en}",
        f"Protection of personal data there: {agency.country_law_en}",
        f"What this company does about it: {agency.measures_en}",
    ]


def _permits_checked(agencies: "Sequence[AgencyFacts]") -> list[str]:
    """One sentence a day of checking; the agencies are named only where the days differ."""
    checked: dict[str, list[str]] = {}
    for agency in agencies:
        checked.setdefault(agency.permit_checked_on, []).append(agency.name_en)
    if len(checked) == 1:
        return [f"The permits were checked on {_full_day(day)}." for day in checked]
    return [
        f"The permit of {', '.join(names)} was checked on {_full_day(day)}."
        for day, names in sorted(checked.items())
    ]


def _full_day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"
