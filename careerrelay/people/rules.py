"""When a link ends and what it opens, when a profile counts, when a person wants to be asked, and how often an open
form may write to a mailbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from careerrelay.core.calendar import months_later, same_hour_months_later
from careerrelay.text.folding import fold_for_search
from careerrelay.text.workplaces import comparable_employer

VERIFICATION_LASTS = timedelta(hours=24)
PERSONAL_LINK_MONTHS = 12
MAILS_A_DAY = 2
ONE_DAY = timedelta(days=1)
# Long enough to read one's profile through and confirm it right after the answer, without waiting for the receipt;
# over before somebody at the company has opened a mail that quotes the link.
NOTICE_OPENS_AFTER_ANSWER = timedelta(hours=1)


class Opens(StrEnum):
    """What a link opens: the person's page and all behind it, the question of the company that it was mailed for,
    or nothing but the way to another link."""

    PAGE = "page"
    QUESTION = "question"
    RENEWAL = "renewal"


def link_expires_at(*, kind: str, issued_at: datetime) -> datetime:
    """24 hours to verify; every other link lasts as long as a consent can (12 months)."""
    if kind == "verification":
        return issued_at + VERIFICATION_LASTS
    return same_hour_months_later(issued_at, PERSONAL_LINK_MONTHS)


def what_opens(
    *,
    kind: str,
    has_stated_here: bool,
    has_stated_elsewhere: bool,
    answered_at: datetime | None,
    at: datetime,
) -> Opens:
    """A company can read the link of its own notice, in a mail that quotes it (P48). So that link asks the question,
    and then, for an hour, leads who answered by it to their profile.

    Not even for that hour where another company knows the person: whoever else presses the button in their place
    would read of it. The receipt, which only the person gets, has their link.
    """
    if kind != "notice":
        return Opens.PAGE
    if not has_stated_here:
        return Opens.QUESTION
    if has_stated_elsewhere or answered_at is None:
        return Opens.RENEWAL
    return Opens.PAGE if at < answered_at + NOTICE_OPENS_AFTER_ANSWER else Opens.RENEWAL


def may_mail_again(*, links_last_day: int) -> bool:
    """Nobody can bomb a mailbox through an open form (P27)."""
    return links_last_day < MAILS_A_DAY


# An open form may be sent so often from one network address; a job fair with one wireless network fits into it.
KNOCKS_MAX = 30
KNOCKS_WITHIN = timedelta(minutes=10)


def window_of(at: datetime) -> datetime:
    """Where the ten minutes begin in which `at` lies, the same for everybody."""
    seconds = int(KNOCKS_WITHIN.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


class ProfilePart(StrEnum):
    """What is asked together, on one page, and confirmed together."""

    NAME = "name"
    WORK = "work"
    SKILLS = "skills"
    REGIONS = "regions"
    WISHES = "wishes"


PART_COLUMNS: dict[ProfilePart, tuple[str, ...]] = {
    ProfilePart.NAME: ("name", "kana", "phone"),
    ProfilePart.WORK: ("occupation", "experience"),
    ProfilePart.SKILLS: ("skills",),
    ProfilePart.REGIONS: ("regions",),
    ProfilePart.WISHES: ("wishes",),
}


def part_after(part: ProfilePart) -> ProfilePart | None:
    """The page that comes next for somebody who writes everything for the first time."""
    parts = list(ProfilePart)
    place = parts.index(part) + 1
    return parts[place] if place < len(parts) else None


def missing_for_relay(
    *, name: str, occupation: str, skills: Sequence[str], regions: Sequence[str], is_confirmed: bool
) -> list[str]:
    """What a profile still lacks before it may be passed on: contact is verified by then, so a name, one skill
    or occupation, a region, and the person's own confirmation."""
    missing = []
    if not name.strip():
        missing.append("name")
    if not occupation.strip() and not skills:
        missing.append("skills")
    if not regions:
        missing.append("regions")
    if not missing and not is_confirmed:
        missing.append("confirmation")
    return missing


_PARTS_OF_A_COMPANY = (
    *("部", "課", "室", "係", "本社", "支社", "支店", "営業所", "事業所", "出張所", "工場", "研究所", "店"),
    *("センター", "オフィス", "department", "division", "office", "branch"),
)


class ContactWhen(StrEnum):
    """When somebody wants to be asked again."""

    NOW = "now"
    IN_3_MONTHS = "in_3_months"
    IN_6_MONTHS = "in_6_months"
    GOOD_OFFER = "good_offer"
    NOT_NOW = "not_now"


MONTHS_UNTIL = {ContactWhen.IN_3_MONTHS: 3, ContactWhen.IN_6_MONTHS: 6}


def wished_from(when: ContactWhen, *, on: date) -> date | None:
    """The first day of contact for a wish that was said on that day; None where it names no day."""
    months = MONTHS_UNTIL.get(when)
    return None if months is None else months_later(on, months)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person let everybody know about being contacted. Somebody who said nothing may be asked now."""

    when: ContactWhen = ContactWhen.NOW
    from_on: date | None = None
    holds_relays: bool = False
    is_paused: bool = False

    def is_wished(self, *, on: date) -> bool:
        """Whether the time that the person named has come."""
        if self.when is ContactWhen.NOT_NOW:
            return False
        return self.from_on is None or self.from_on <= on

    def may_write(self, *, on: date, is_offer: bool) -> bool:
        """Of everything promotional. `is_offer`: it is about a job that fits, and not news or an invitation."""
        if self.is_paused or not self.is_wished(on=on):
            return False
        return is_offer or self.when is not ContactWhen.GOOD_OFFER

    def lets_profile_leave(self, *, on: date) -> bool:
        return not self.is_paused and (not self.holds_relays or self.is_wished(on=on))


def company_key(name: str) -> str:
    """The form under which two spellings of a company's name are one, 「青嵐デバイス㈱ 横浜工場」 and 「株式会社青嵐
    デバイス」 too; of a name that says nothing, nothing."""
    words = fold_for_search(name).split()
    while len(words) > 1 and words[-1].endswith(_PARTS_OF_A_COMPANY):
        words.pop()
    return comparable_employer(" ".join(words))


def is_hidden_among(names: Iterable[str], *, keys: Iterable[str]) -> bool:
    """Whether one of the names of an organization stands on the list, however it is spelled."""
    return not {company_key(name) for name in names if name}.isdisjoint(set(keys) - {""})
