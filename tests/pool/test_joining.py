"""Tags and kept segments go with a record into another one, and come back out of it."""

from careerrelay.accounts.tenancy import acting_for
from careerrelay.pool.actions import make_tag, put_tag, save_segment, take_tag
from careerrelay.pool.joining import join_kept_words, part_kept_words
from careerrelay.pool.models import SegmentMember, Tagging, TagGroup
from careerrelay.pool.rules.question import Question
from tests.make import NOW, TESTER, make_candidate


def test_tags_and_segments_stand_once_on_one_record_and_are_parted_again(network) -> None:
    company = network.company
    kept, gone = (make_candidate(company, name=n, address=f"{n}@example.jp") for n in ("kept", "gone"))
    owner = {"organization_id": company.id}
    pair = {**owner, "kept_id": kept.id, "gone_id": gone.id}
    with acting_for(company.id):
        both, only, later = (
            make_tag(**owner, group=TagGroup.FREE, name=name, actor=TESTER, at=NOW)
            for name in ("both", "only", "later")
        )
        segment = save_segment(
            **owner, name="面々", question=Question(), is_frozen=True, actor=TESTER, at=NOW
        )
        SegmentMember.objects.create(**owner, segment=segment, candidate=gone)
        for tag, candidate in ((both, kept), (both, gone), (only, gone), (later, gone)):
            put_tag(tag, candidate_id=candidate.id, actor=TESTER, at=NOW)

        def tags_of(candidate) -> set[str]:
            return set(Tagging.objects.filter(candidate=candidate).values_list("tag__name", flat=True))

        before = join_kept_words(**pair)
        Tagging.objects.filter(candidate=gone).delete()  # as they go with the record
        assert tags_of(kept) == {"both", "only", "later"}
        assert [one.candidate_id for one in SegmentMember.objects.all()] == [kept.id]
        take_tag(later, candidate_id=kept.id, actor=TESTER, at=NOW)
        part_kept_words(before, **pair)
        assert (tags_of(kept), tags_of(gone)) == ({"both"}, {"both", "only"})
        assert [one.candidate_id for one in SegmentMember.objects.all()] == [gone.id]
