"""What one company holds about somebody, as far as that person is shown it here. In the company's scope.

How far an application came is told once the company has told it: a file that is downloaded between the decision and
the letter must not be how somebody learns of a no. What colleagues wrote and judged is not shown, because a selection
whose judgements are handed out can no longer be carried out properly (個人情報保護法33条2項2号); the person is told
that it exists, and can ask the company for it.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Model

from careerrelay.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateAddress,
    CandidateFile,
    CandidatePhone,
    CandidateSkill,
    CustomField,
    Employment,
    Evaluation,
    Interview,
    LanguageSkill,
    Note,
    Qualification,
    Rejection,
    Schooling,
    StageMove,
    Withdrawal,
)
from careerrelay.core.disclosure import DisclosedPart, Rows, told_row

CANDIDATE_FIELDS = (
    "name",
    "kana",
    "region",
    "employer",
    "title",
    "education",
    "background",
    "desired_work",
    "desired_regions",
    "desired_salary_min_jpy",
    "desired_salary_max_jpy",
    "available_from_on",
    "source",
    "created_at",
    "confirmed_at",
)
# What somebody says of themself, each with its columns; all of it is shown.
SHOWN: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("candidate_address", CandidateAddress, ("address",)),
    ("candidate_phone", CandidatePhone, ("number",)),
    ("employment", Employment, ("employer", "title", "started_on", "ended_on", "duties")),
    ("schooling", Schooling, ("school", "faculty", "degree", "ended_on")),
    ("language_skill", LanguageSkill, ("language", "level")),
    ("qualification", Qualification, ("name", "obtained_on")),
    ("candidate_skill", CandidateSkill, ("name", "years")),
    ("candidate_file", CandidateFile, ("filename", "kind", "content_bytes", "uploaded_at")),
)


def disclose_record(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[DisclosedPart]:
    of_company = {"organization_id": organization_id}
    of_record = {**of_company, "candidate_id__in": candidate_ids}
    of_application = {**of_company, "application__candidate_id__in": candidate_ids}
    return [
        DisclosedPart("candidate", _candidates(organization_id, candidate_ids)),
        *(DisclosedPart(word, rows_told(model, columns, of_record)) for word, model, columns in SHOWN),
        DisclosedPart("application", _applications(of_record)),
        DisclosedPart("interview", rows_told(Interview, ("stage", "held_on"), of_application)),
        DisclosedPart("evaluation", withheld=Evaluation.objects.filter(**of_application).count()),
        DisclosedPart("note", withheld=Note.objects.filter(**of_record).count()),
        DisclosedPart("stage_move", withheld=StageMove.objects.filter(**of_application).count()),
    ]


def _candidates(organization_id: UUID, candidate_ids: Collection[UUID]) -> Rows:
    names = dict(CustomField.objects.filter(organization_id=organization_id).values_list("id", "name"))
    found = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids).order_by("id")
    return tuple(
        {
            **told_row(**{field: getattr(candidate, field) for field in CANDIDATE_FIELDS}),
            **{
                names[UUID(field_id)]: value
                for field_id, value in sorted(candidate.custom.items())
                if UUID(field_id) in names
            },
        }
        for candidate in found
    )


def rows_told(model: type[Model], columns: tuple[str, ...], which: dict[str, object]) -> Rows:
    """The oldest first; of each row what is not empty."""
    found = model.objects.filter(**which).order_by("id")  # type: ignore[attr-defined]
    return tuple(told_row(**dict(zip(columns, row, strict=True))) for row in found.values_list(*columns))


def _applications(of_record: dict[str, object]) -> Rows:
    found = Application.objects.filter(**of_record).order_by("applied_on", "id")
    told = set(
        Rejection.objects.filter(application__in=found)
        .exclude(told_at=None)
        .values_list("application_id", flat=True)
    )
    ended = set(Withdrawal.objects.filter(application__in=found).values_list("application_id", flat=True))
    return tuple(
        told_row(
            job_title=row.job_title,
            applied_on=row.applied_on,
            route=row.route,
            state=row.state if _is_told(row, told | ended) else "",
            ended_on=row.ended_on if _is_told(row, told | ended) else None,
        )
        for row in found
    )


def _is_told(application: Application, known_ids: set[UUID]) -> bool:
    return application.id in known_ids or application.state == ApplicationState.HIRED
