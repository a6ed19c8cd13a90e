"""Take somebody out of one company's records: the record, everything that hangs on it, and what imports left behind.

In the company's scope. Writes no audit entry: the deed that erases does, where its reader may know of it (P08).
"""

import io
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q

from careerrelay.candidates.import_files import forget_bytes, imports_with_bytes, kept_bytes
from careerrelay.candidates.models import (
    Application,
    Candidate,
    CandidateAddress,
    CandidateDraft,
    CandidatePhone,
    Evaluation,
    Import,
    ImportChange,
    ImportRefusal,
    ImportState,
    Interview,
    Merge,
    Rejection,
    Withdrawal,
)
from careerrelay.candidates.rules.traces import Traces, mentions_address, names_somebody, traces_of
from careerrelay.core.deletion import rows_by_table

# A sheet unpacks to many times its size; what is larger than this is no list of applicants (P46).
UNPACKED_BYTES_MAX = 256 * 1024 * 1024


def traces_of_candidates(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> Traces:
    """By what these people would be recognised in a file; read before they are erased."""
    which = {"organization_id": organization_id, "candidate_id__in": candidate_ids}
    people = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids)
    return traces_of(
        addresses=CandidateAddress.objects.filter(**which, is_proxy=False).values_list("address", flat=True),
        phones=CandidatePhone.objects.filter(**which).values_list("number", flat=True),
        names=[name for pair in people.values_list("name", "kana") for name in pair],
    )


def canonicals_of_candidates(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> set[str]:
    """Their addresses as two spellings are one, without those of a job board."""
    rows = CandidateAddress.objects.filter(
        organization_id=organization_id, candidate_id__in=candidate_ids, is_proxy=False
    )
    return set(rows.values_list("canonical", flat=True))


def with_merged_ids(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> set[UUID]:
    """Also under which ids they were known before records were merged: a backup may be older than the merge."""
    gone = Merge.objects.filter(organization_id=organization_id, kept_id__in=candidate_ids)
    return {*candidate_ids, *gone.values_list("gone_id", flat=True)}


def erase_candidates(
    *, organization_id: UUID, candidate_ids: Collection[UUID], traces: Traces, at: datetime
) -> Counter[str]:
    """How many rows went, by table."""
    people = Candidate.objects.filter(organization_id=organization_id, id__in=candidate_ids)
    # In the order in which everybody locks; an import that is writing them is waited for.
    locked = list(people.select_for_update().order_by("id").values_list("id", flat=True))
    erased = _erase_changes(organization_id, locked)
    erased += rows_by_table(people.filter(id__in=locked).delete())
    return erased + erase_import_leftovers(organization_id=organization_id, traces=traces, at=at)


def erase_import_leftovers(*, organization_id: UUID, traces: Traces, at: datetime) -> Counter[str]:
    """Lines that were refused, and files and drafts that wait and would bring somebody back."""
    erased: Counter[str] = Counter()
    if traces.is_empty:
        return erased
    refusals = ImportRefusal.objects.filter(organization_id=organization_id).order_by("id")
    named = [row.id for row in refusals.iterator() if names_somebody([*row.cells, row.ja, row.en], traces)]
    if named:
        ImportRefusal.objects.filter(id__in=named).delete()
        erased["candidates_importrefusal"] = len(named)
    for received in imports_with_bytes(organization_id=organization_id):
        with kept_bytes(received) as file:
            content = file.read()
        if any(mentions_address(text, traces) for text in _readings(content)):
            erased["candidates_import"] += _forget_file(received, at=at)
    return erased + _erase_drafts(organization_id, traces)


def _erase_drafts(organization_id: UUID, traces: Traces) -> Counter[str]:
    """By what was read in them. What cannot be read, such as a scan, goes with its days."""
    drafts = CandidateDraft.objects.filter(organization_id=organization_id).order_by("id")
    named = [draft.id for draft in drafts.iterator() if _names(draft, traces)]
    gone, _ = CandidateDraft.objects.filter(id__in=named).delete()
    return Counter({"candidates_candidatedraft": gone} if gone else {})


def _names(draft: CandidateDraft, traces: Traces) -> bool:
    said = [line for fact in draft.facts.values() for line in fact.split("\n")]
    if names_somebody([*said, draft.filename.rpartition(".")[0]], traces):
        return True
    return any(mentions_address(text, traces) for text in _readings(bytes(draft.content)))


def _erase_changes(organization_id: UUID, candidate_ids: Collection[UUID]) -> Counter[str]:
    """How their rows stood before an import changed them, and rows that it removed."""
    applications = _ids(Application, candidate_id__in=candidate_ids)
    rows: set[UUID] = {*candidate_ids, *applications}
    for model in (CandidateAddress, CandidatePhone):
        rows.update(_ids(model, candidate_id__in=candidate_ids))
    for selection in (Rejection, Withdrawal, Interview, Evaluation):
        rows.update(_ids(selection, application_id__in=applications))
    owners = [str(one) for one in candidate_ids]
    about = (
        Q(object_id__in=rows)
        | Q(before__id__in=owners)
        | Q(before__candidate_id__in=owners)
        | Q(before__application_id__in=[str(one) for one in applications])
    )
    gone, _ = ImportChange.objects.filter(about, organization_id=organization_id).delete()
    return Counter({"candidates_importchange": gone} if gone else {})


def _ids(model: type[Model], **which: object) -> list[UUID]:
    found = model.objects.filter(**which).values_list("id", flat=True)  # type: ignore[attr-defined]
    return list(found)


def _forget_file(received: Import, *, at: datetime) -> int:
    """A file that nobody has started yet goes. One that is being read stops behind its chunk, and its bytes go then:
    what comes after that chunk would bring somebody back (P03)."""
    if received.state == ImportState.UPLOADED:
        received.delete()
    elif received.state == ImportState.RUNNING:
        Import.objects.filter(id=received.id, cancelling_at=None).update(cancelling_at=at)
    else:
        forget_bytes(received)
    return 1


def _readings(content: bytes) -> Iterator[str]:
    """The file as text, in every way in which it may be one. Recognising is enough, so nothing is refused here."""
    if content[:2] == b"PK":
        yield from _sheets(content)
        return
    for encoding in ("utf-8", "cp932", "utf-16-le"):
        yield content.decode(encoding, errors="ignore")


def _sheets(content: bytes) -> Iterator[str]:
    left = UNPACKED_BYTES_MAX
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for member in package.infolist():
                if member.filename.endswith((".xml", ".csv")) and left > 0:
                    with package.open(member) as part:
                        text = part.read(left)
                    left -= len(text)
                    yield text.decode("utf-8", errors="ignore")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return
