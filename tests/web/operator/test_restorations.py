"""復元の報告: nobody takes a restored copy for complete."""

from datetime import timedelta

from careerrelay.core import clock
from careerrelay.privacy.models import Restoration

PAGE = "/ops/restoration/"


def restored(**told) -> None:
    at = clock.now()
    told = {"done": {}, "lost": None, "copy_at": at - timedelta(days=1), "reaches_at": at, "at": at} | told
    Restoration.objects.create(**told)


def test_the_operator_reads_what_is_missing_and_what_was_done_again_and_is_told_on_the_first_page(operator):
    assert operator.get(PAGE).status_code == 404, "nothing was ever restored"
    assert PAGE not in operator.get("/ops/").content.decode()
    restored(
        done={"grant_not_in_copy": 3, "erased_again": 1, "was_gone": 9},
        lost={"write_note": 4, "see_profile": 7, "erase_due": 2, "something_new": 5},
    )
    page = operator.get(PAGE).content.decode()
    for words, number in (
        ("控えにいない人が言った「はい」", 3),
        ("面接・評価・メモ・書類", 4),
        ("そのほかの操作", 5),
    ):
        assert f">{number}<" in page.partition(words)[2].partition("</tr>")[0]
    assert "元のデータベースを読めませんでした" not in page
    first = operator.get("/ops/").content.decode()
    assert PAGE in first
    assert ">12<" in first, "three and nine, without what was done again or only looked at"
    assert (
        "yes said by people whom the copy does not know" in operator.get(f"{PAGE}?lang=en").content.decode()
    )


def test_where_the_former_database_was_lost_the_page_says_that_nobody_can_count(operator):
    restored(at=clock.now() - timedelta(days=31))
    assert "元のデータベースを読めませんでした" in operator.get(PAGE).content.decode()
    assert PAGE not in operator.get("/ops/").content.decode(), "after thirty days the page alone says so"
