"""One row of a file becomes, or completes, a candidate and an application. The same row twice changes nothing.

An application is recognised by its id in the source system, a person by that application or by a mail address.
Addresses of job boards that hide the person (Indeed) recognise nobody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    CandidatePhone,
    Rejection,
    Source,
)
from careerrelay.candidates.rules.applicants import ApplicantRow
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.core.calendar import day_in_japan
from careerrelay.text.addresses import MailAddress
from careerrelay.text.names import comparable_kana, comparable_name

PLAIN = "plain"

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Merged:
    """`candidate_ids`: who this row is about, and who had its application before."""

    change: Change
    is_reachable: bool
    candidate_ids: frozenset[UUID]


def merge_row(
    row: ApplicantRow, *, organization_id: UUID, system: str, is_told: bool, at: datetime
) -> Merged:
    """Take one row in; what the file leaves empty stays as it was. In the organization's scope."""
    application = _known_application(row, organization_id=organization_id, system=system)
    candidate = _known_candidate(row, application, organization_id=organization_id)
    before = application.candidate_id if application else None
    is_new = application is None
    is_changed = False
    if candidate is None:
        candidate = _new_candidate(row, organization_id=organization_id, at=at)
    else:
        is_changed |= _complete_candidate(candidate, row, at=at)
    is_changed |= _add_addresses(candidate, row)
    is_changed |= _add_phones(candidate, row)
    if application is None:
        application = _new_application(candidate, row, system=system, at=at)
    else:
        is_changed |= _complete_application(application, candidate, row, at=at)
    is_changed |= _keep_rejection(application, row, is_told=is_told, at=at)
    is_reachable = CandidateAddress.objects.filter(candidate=candidate).exists()
    return Merged(
        "new" if is_new else "changed" if is_changed else "unchanged",
        is_reachable,
        frozenset({candidate.id, before or candidate.id}),
    )


def _known_application(row: ApplicantRow, *, organization_id: UUID, system: str) -> Application | None:
    of_system = Application.objects.filter(organization_id=organization_id, system=system)
    if row.external_id:
        return _by_external_id(row.external_id, organization_id=organization_id, system=system)
    # Without an id, the same person for the same job on the same day is the same application.
    same = of_system.filter(external_id="", job_title=row.job_title, applied_on=row.applied_on)
    people = _people_of(row)
    if people:
        same = same.filter(candidate__addresses__canonical__in=[address.comparable for address in people])
    else:
        same = same.filter(candidate__name=row.name, candidate__kana=row.kana)
    return same.select_related("candidate").order_by("id").first()


def _by_external_id(external_id: str, *, organization_id: UUID, system: str) -> Application | None:
    """In its own system. A plain list of ids and addresses completes what another system's export left open,
    if only one application has that id."""
    applications = Application.objects.filter(
        organization_id=organization_id, external_id=external_id
    ).select_related("candidate")
    own = applications.filter(system=system).first()
    if own is not None or system != PLAIN:
        return own
    others = list(applications[:2])
    return others[0] if len(others) == 1 else None


def _known_candidate(
    row: ApplicantRow, application: Application | None, *, organization_id: UUID
) -> Candidate | None:
    """By address first: that is certain. An application that was 連絡先なし moves to whom its address names."""
    people = [address.comparable for address in _people_of(row)]
    by_address = (
        CandidateAddress.objects.filter(organization_id=organization_id, canonical__in=people)
        .select_related("candidate")
        .order_by("candidate_id")
        .first()
    )
    if by_address is not None:
        return by_address.candidate
    return application.candidate if application else None


def _people_of(row: ApplicantRow) -> list[MailAddress]:
    return [address for address in row.addresses if not address.is_proxy]


def _new_candidate(row: ApplicantRow, *, organization_id: UUID, at: datetime) -> Candidate:
    return Candidate.objects.create(
        organization_id=organization_id,
        source=Source.IMPORT,
        created_at=at,
        updated_at=at,
        **{column: value for column, value in _facts(row).items() if value},
    )


def _facts(row: ApplicantRow) -> dict[str, str]:
    return {
        "name": row.name,
        "kana": row.kana,
        "name_key": comparable_name(row.name),
        "kana_key": comparable_kana(row.kana),
        "region": row.region[:20],
        "employer": row.employer,
        "title": row.title,
        "education": row.education,
        "background": "\n\n".join(part for part in (row.resume, row.notes) if part),
    }


def _complete_candidate(candidate: Candidate, row: ApplicantRow, *, at: datetime) -> bool:
    changed = [
        column for column, value in _facts(row).items() if value and getattr(candidate, column) != value
    ]
    for column in changed:
        setattr(candidate, column, _facts(row)[column])
    if changed:
        candidate.updated_at = at
        candidate.save(update_fields=[*changed, "updated_at"])
    return bool(changed)


def _add_addresses(candidate: Candidate, row: ApplicantRow) -> bool:
    known = set(
        CandidateAddress.objects.filter(
            organization_id=candidate.organization_id,
            canonical__in=[address.comparable for address in row.addresses],
        ).values_list("canonical", flat=True)
    )
    added = [address for address in row.addresses if address.comparable not in known]
    CandidateAddress.objects.bulk_create(
        CandidateAddress(
            organization_id=candidate.organization_id,
            candidate=candidate,
            address=address.written,
            canonical=address.comparable,
            is_proxy=address.is_proxy,
        )
        for address in added
    )
    return bool(added)


def _add_phones(candidate: Candidate, row: ApplicantRow) -> bool:
    known = set(candidate.phones.values_list("canonical", flat=True))
    added = [phone for phone in row.phones if phone.e164 not in known]
    CandidatePhone.objects.bulk_create(
        CandidatePhone(
            organization_id=candidate.organization_id,
            candidate=candidate,
            number=phone.national,
            canonical=phone.e164,
        )
        for phone in added
    )
    return bool(added)


def _new_application(candidate: Candidate, row: ApplicantRow, *, system: str, at: datetime) -> Application:
    return Application.objects.create(
        organization_id=candidate.organization_id,
        candidate=candidate,
        system=system,
        external_id=row.external_id,
        job_title=row.job_title,
        stage=row.stage_words[:100],
        state=_state(row.outcome),
        applied_on=row.applied_on,
        ended_on=_ended_on(row),
        created_at=at,
        updated_at=at,
    )


def _complete_application(
    application: Application, candidate: Candidate, row: ApplicantRow, *, at: datetime
) -> bool:
    wanted = {
        "job_title": row.job_title or application.job_title,
        "stage": row.stage_words[:100] or application.stage,
        "applied_on": row.applied_on or application.applied_on,
        "ended_on": _ended_on(row) or application.ended_on,
        "state": _next_state(application, row),
    }
    changed = [column for column, value in wanted.items() if getattr(application, column) != value]
    for column in changed:
        setattr(application, column, wanted[column])
    left = application.candidate if application.candidate_id != candidate.id else None
    if left is not None:
        application.candidate = candidate
        changed.append("candidate")
    if changed:
        application.updated_at = at
        application.save(update_fields=[*changed, "updated_at"])
    if left is not None and not Application.objects.filter(candidate=left).exists():
        left.delete()
    return bool(changed)


def _next_state(application: Application, row: ApplicantRow) -> str:
    """A decision that a human made about a mixed status is not undone by reading the same status again."""
    wanted = _state(row.outcome)
    if wanted == ApplicationState.UNDECIDED and application.state in (
        ApplicationState.REJECTED,
        ApplicationState.WITHDRAWN,
    ):
        return application.state
    # A file that says nothing of outcomes, such as one that only adds addresses, reads as open.
    if wanted == ApplicationState.OPEN and not row.status and not row.stage_words:
        return application.state
    return wanted


def _keep_rejection(application: Application, row: ApplicantRow, *, is_told: bool, at: datetime) -> bool:
    """A rejection follows the state: made with it, gone with it (unreject)."""
    known = Rejection.objects.filter(application=application).first()
    if application.state != ApplicationState.REJECTED:
        if known is not None:
            known.delete()
        return known is not None
    if known is not None:
        return False
    was_told = row.was_told if row.was_told is not None else is_told
    Rejection.objects.create(
        organization_id=application.organization_id,
        application=application,
        rejected_on=_ended_on(row) or application.ended_on or day_in_japan(at),
        stage=application.stage,
        reason=row.rejection_reason[:300],
        told_at=at if was_told else None,
        created_at=at,
    )
    return True


def _state(outcome: Outcome) -> ApplicationState:
    return ApplicationState(outcome.value)


def _ended_on(row: ApplicantRow) -> date | None:
    by_outcome = {
        Outcome.REJECTED: row.rejected_on,
        Outcome.WITHDRAWN: row.withdrawn_on,
        Outcome.HIRED: row.hired_on,
    }
    return by_outcome.get(row.outcome) or row.ended_on
