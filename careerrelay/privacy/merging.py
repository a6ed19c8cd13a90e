"""Two records of one person become one; for 30 days they can become two again. In the company's scope.

Consent is not touched here: a statement keeps the record under which it was made, and whoever asks for the pool
reads it together with the merges, refusal winning (consent.rules.merged). So parting gives everybody back what they
said. Relays and introductions belong to the person and know no candidate: a merge changes none of them (P12).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.duplicates import PairGone
from careerrelay.candidates.indexing import index_candidates
from careerrelay.candidates.joining import join_records, part_records
from careerrelay.candidates.merges import UNDO_FOR
from careerrelay.candidates.models import Candidate, DuplicatePair, Merge, PairState, Quarantine
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.outreach.invitation_joining import join_invitations, part_invitations
from careerrelay.outreach.joining import join_notices, part_notices
from careerrelay.pool.joining import join_kept_words, part_kept_words
from careerrelay.privacy.models import LegalHold, RightsRequest
from careerrelay.privacy.rules.holds import GROUNDS_MAX


class MergeStands(Refusal):
    """It can no longer be undone, or not before a later one."""


def merge_pair(*, organization_id: UUID, pair_id: UUID, actor: Actor, at: datetime) -> Merge:
    """The older record stays. A second click finds the merge of the first one, which bears the id of its pair.

    Raises: PairGone (somebody decided otherwise meanwhile, or merged one of the two with a third), NoticeOnItsWay.
    """
    pair = DuplicatePair.objects.filter(organization_id=organization_id, id=pair_id).first()
    records = _locked(pair) if pair else []
    done = Merge.objects.filter(organization_id=organization_id, id=pair_id, undone_at=None).first()
    if done is not None:
        return done
    is_open = DuplicatePair.objects.filter(id=pair_id, state=PairState.OPEN).exists()
    if not is_open or len(records) != len({"first", "second"}):
        raise PairGone(
            ja="この組は、たったいま変わりました。いまの組をもう一度見比べてください。",
            en="This pair has changed just now. Please compare again what is there.",
        )
    kept, gone = records
    notices = join_notices(organization_id=organization_id, kept_id=kept.id, gone_id=gone.id, at=at)
    invited = join_invitations(organization_id=organization_id, kept_id=kept.id, gone_id=gone.id, at=at)
    words = join_kept_words(organization_id=organization_id, kept_id=kept.id, gone_id=gone.id)
    _join_rights(kept_id=kept.id, gone_id=gone.id)
    before = join_records(kept, gone, at=at)
    merge = Merge.objects.create(
        id=pair_id,
        organization_id=organization_id,
        kept=kept,
        gone_id=gone.id,
        before={**before, "outreach": notices, "invited": invited, "pool": words},
        merged_by=actor.id,
        merged_at=at,
    )
    index_candidates(organization_id=organization_id, candidate_ids=[kept.id])
    record_deed("merge_candidates", of=merge, actor=actor, at=at)
    return merge


def _join_rights(*, kept_id: UUID, gone_id: UUID) -> None:
    """A hold on one holds both; what was set aside is looked at anew; what was asked of one is asked of both."""
    kept = LegalHold.objects.filter(candidate_id=kept_id, lifted_at=None).first()
    gone = LegalHold.objects.filter(candidate_id=gone_id, lifted_at=None).first()
    if gone is not None and kept is None:
        LegalHold.objects.filter(id=gone.id).update(candidate_id=kept_id)
    elif gone is not None and kept is not None and gone.items:
        _join_holds(kept, gone=gone)
    Quarantine.objects.filter(candidate_id__in=[kept_id, gone_id]).delete()
    RightsRequest.objects.filter(candidate_id=gone_id).update(candidate_id=kept_id)


def _join_holds(kept: LegalHold, *, gone: LegalHold) -> None:
    """What either names is kept, until the later day, on the grounds of both."""
    kept.items = sorted({*kept.items, *gone.items})
    kept.until_on = max(day for day in (kept.until_on, gone.until_on) if day is not None)
    kept.grounds = " / ".join(dict.fromkeys(filter(None, (kept.grounds, gone.grounds))))[:GROUNDS_MAX]
    kept.save(update_fields=["items", "until_on", "grounds"])


def merge_pairs(
    *, organization_id: UUID, pair_ids: Collection[UUID], actor: Actor, at: datetime
) -> tuple[list[Merge], int]:
    """One after the other; how many could not be, because something changed or a mail is on its way."""
    pairs = DuplicatePair.objects.filter(organization_id=organization_id, id__in=pair_ids)
    everybody = {one for pair in pairs for one in (pair.first_id, pair.second_id)}
    # All at once and in one order, so that two people who do this at the same time wait and do not block.
    list(Candidate.objects.select_for_update().filter(id__in=everybody).order_by("id").values_list("id"))
    merges, left = [], 0
    for pair_id in sorted(set(pair_ids)):
        try:
            merges.append(merge_pair(organization_id=organization_id, pair_id=pair_id, actor=actor, at=at))
        except Refusal:
            left += 1
    return merges, left


def undo_merge(merge_id: UUID, *, organization_id: UUID, actor: Actor, at: datetime) -> Merge:
    """Two records again; a second click finds it done. Raises: MergeStands."""
    merge = Merge.objects.get(organization_id=organization_id, id=merge_id)
    Candidate.objects.select_for_update().get(id=merge.kept_id)
    merge = Merge.objects.select_for_update().select_related("kept").get(id=merge_id)
    if merge.undone_at is not None:
        return merge
    if merge.before is None or at >= merge.merged_at + UNDO_FOR:
        raise MergeStands(
            ja="統合から30日が過ぎたため、元に戻せません。",
            en="The merge is older than 30 days and cannot be undone.",
        )
    if merge.before["kept_id"] != str(merge.kept_id):
        raise MergeStands(
            ja="この記録は、その後さらに別の記録と統合されています。後の統合を先に取り消してください。",
            en="This record was merged with another one since. Undo the later merge first.",
        )
    gone = part_records(merge, at=at)
    part_notices(merge.before["outreach"], kept_id=merge.kept_id, gone_id=gone.id)
    part_invitations(merge.before.get("invited", ()), kept_id=merge.kept_id, gone_id=gone.id)
    if "pool" in merge.before:
        part_kept_words(
            merge.before["pool"], organization_id=organization_id, kept_id=merge.kept_id, gone_id=gone.id
        )
    merge.before = None
    merge.undone_at = at
    merge.save(update_fields=["before", "undone_at"])
    index_candidates(organization_id=organization_id, candidate_ids=[merge.kept_id, gone.id])
    record_deed("undo_merge", of=merge, actor=actor, at=at)
    return merge


def _locked(pair: DuplicatePair) -> list[Candidate]:
    """The older one first; in the order in which everybody locks. Fewer if one is gone by now."""
    return list(
        Candidate.objects.select_for_update().filter(id__in=[pair.first_id, pair.second_id]).order_by("id")
    )
