"""What of somebody's record a hold can keep back from an erasure, whole: also what a disclosure only counts. In the
company's scope."""

from collections.abc import Collection
from uuid import UUID

from careerrelay.candidates.disclosing import rows_told
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidateFile,
    CandidatePhone,
    Evaluation,
    Interview,
    Note,
    Rejection,
    StageMove,
    Withdrawal,
)
from careerrelay.core.disclosure import DisclosedPart

OF_APPLICATION = (
    ("interview", Interview, ("stage", "held_on")),
    ("stage_move", StageMove, ("stage_before", "stage", "moved_at")),
    ("rejection", Rejection, ("rejected_on", "stage", "reason", "told_at")),
    ("withdrawal", Withdrawal, ("withdrawn_on", "reason")),
)


def held_identity(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[DisclosedPart]:
    """Whom a kept record is about."""
    of_company = {"organization_id": organization_id}
    of_record = {**of_company, "candidate_id__in": candidate_ids}
    people = {**of_company, "id__in": candidate_ids}
    return [
        DisclosedPart("candidate", rows_told(Candidate, ("name", "kana"), people)),
        DisclosedPart("candidate_address", rows_told(CandidateAddress, ("address",), of_record)),
        DisclosedPart("candidate_phone", rows_told(CandidatePhone, ("number",), of_record)),
    ]


def held_selection(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[DisclosedPart]:
    of_company = {"organization_id": organization_id}
    columns = ("job_title", "applied_on", "route", "state", "ended_on")
    which = {**of_company, "candidate_id__in": candidate_ids}
    of_application = {**of_company, "application__candidate_id__in": candidate_ids}
    return [
        DisclosedPart("application", rows_told(Application, columns, which)),
        *(DisclosedPart(word, rows_told(model, of, of_application)) for word, model, of in OF_APPLICATION),
    ]


def held_judgements(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[DisclosedPart]:
    of_company = {"organization_id": organization_id}
    of_application = {**of_company, "application__candidate_id__in": candidate_ids}
    columns = ("interviewer_name", "score", "recommendation", "words", "created_at")
    of_record = {**of_company, "candidate_id__in": candidate_ids}
    return [
        DisclosedPart("evaluation", rows_told(Evaluation, columns, of_application)),
        DisclosedPart("note", rows_told(Note, ("words", "created_at"), of_record)),
    ]


def held_files(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> list[tuple[str, bytes]]:
    """Names and bytes, the oldest first."""
    found = CandidateFile.objects.filter(organization_id=organization_id, candidate_id__in=candidate_ids)
    rows = found.order_by("uploaded_at", "id").values_list("filename", "content")
    return [(name, bytes(content)) for name, content in rows]
