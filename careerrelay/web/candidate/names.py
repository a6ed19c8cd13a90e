"""Names, lists and spans of time in the reader's language."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import get_language

from careerrelay.accounts.models import Organization
from careerrelay.accounts.queries import organization_in_scope
from careerrelay.accounts.tenancy import acting_for
from careerrelay.consent.rules.wording import LANGUAGES
from careerrelay.relay.candidate_page import Named
from careerrelay.web.candidate.opening import Visit


def is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def name_of(organization: Organization | Named) -> str:
    """The legal name, as it stands in the consent text."""
    if isinstance(organization, Named):
        return organization.ja if is_japanese() else organization.en
    return organization.legal_name if is_japanese() else organization.name_en


def writer_of(visit: Visit) -> dict[str, str]:
    """For the top and the foot of a page: the company in whose name the link was mailed, and its desk."""
    with acting_for(visit.link.company_id):
        company = organization_in_scope(organization_id=visit.link.company_id)
    in_english = "" if is_japanese() else company.contact_desk_en
    return {
        "sender": name_of(company),
        "desk": in_english or company.contact_desk,
        "desk_language": "en" if in_english else "ja",
        "desk_address": company.contact_address,
    }


def listed(words: Iterable[str]) -> str:
    return ("、" if is_japanese() else ", ").join(words)


def short_cooling() -> str:
    """How long a demo waits before a relay leaves, in the consent text's own words; nothing elsewhere."""
    if timedelta(hours=24) <= settings.RELAY_COOLING:
        return ""
    words: str = LANGUAGES["ja" if is_japanese() else "en"].span(settings.RELAY_COOLING)
    return words
