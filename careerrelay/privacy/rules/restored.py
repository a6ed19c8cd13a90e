"""What a restored copy has not, in words: for the command and for the operator's page, so that nobody takes it for
complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Told:
    """`count` of what is missing, or has to be looked at."""

    ja: str
    en: str
    count: int

    def words(self, language: str) -> str:
        return self.ja if language == "ja" else self.en


# What the journal knows and the copy could not take, or took in part.
MISSING: Final[Mapping[str, tuple[str, str]]] = {
    "grant_not_in_copy": (
        "控えにいない人が言った「はい」。その人がもう一度答えるまで、同意はありません",
        "yes said by people whom the copy does not know: no consent until they answer again",
    ),
    "profile_not_in_copy": (
        "控えにいない人のプロフィール",
        "profiles of people whom the copy does not know",
    ),
    "profile_to_confirm": (
        "控えより後に確認されたプロフィール。本人がもう一度確認するまで、渡しません",
        "profiles confirmed since: nothing of the older words leaves until the person confirms them again",
    ),
    "correction_not_in_copy": (
        "もとの提供記録がない訂正の記録",
        "records of corrections without their provision",
    ),
    "provision_not_in_copy": (
        "控えにない運営者の提供記録",
        "records of provision of an operator not in the copy",
    ),
    "hold_not_in_copy": (
        "控えにない候補者の、削除の停止",
        "holds on candidates whom the copy does not know",
    ),
    "permit_not_in_copy": ("控えにない紹介会社の許可", "permits of agencies that the copy does not know"),
    "paused_for_safety": (
        "隠したい会社の名前が読めないため、お休みにした人",
        "people put on pause, because the company that they hide from cannot be read",
    ),
    "letters_held": (
        "止めた手紙。お見送り連絡は、届いたかを確かめてください",
        "letters held: find out of each rejection notice whether it arrived",
    ),
}

AGAIN: Final[Mapping[str, tuple[str, str]]] = {
    "erased_again": ("消した人・記録", "people and records erased"),
    "taken_back_again": ("取り消された同意", "consents taken back"),
    "granted_again": ("言われた「はい」", "yes said"),
    "provision_recorded_again": ("提供の記録", "records of provision"),
    "correction_recorded_again": ("訂正の記録", "records of corrections"),
    "held_again": ("削除の停止", "holds placed"),
    "hold_lifted_again": ("解いた削除の停止", "holds lifted"),
    "permit_suspended_again": ("許可の停止", "permits suspended"),
    "permit_recorded_again": ("許可の記録・停止の解除", "permits recorded or released"),
    "wished_again": ("連絡の希望", "wishes when to be asked"),
    "rested_again": ("お休み", "pauses"),
    "hidden_again": ("隠す会社", "hidden companies"),
    "link_ended_again": ("使えなくしたリンク", "links ended"),
    "staff_shut_out_again": ("メンバーの役割とアクセス", "roles and access of members"),
    "invited_before": ("送った案内の印", "marks of invitations"),
}

_GROUPS: Final[tuple[tuple[str, str, frozenset[str]], ...]] = (
    ("取り込み", "imports", frozenset({"start_import", "undo_import"})),
    (
        "候補者と応募の登録・変更",
        "candidates and applications entered or changed",
        frozenset(
            {
                "enter_candidate",
                "enter_application",
                "change_facts",
                "confirm_facts",
                "correct_record",
                "merge_candidates",
                "move_stage",
                "reject_application",
                "withdraw_application",
                "hire_applicant",
                "close_application",
                "decide_application",
                "reopen_application",
            }
        ),
    ),
    (
        "面接・評価・メモ・書類",
        "interviews, evaluations, notes and files",
        frozenset({"plan_interview", "change_interview", "hand_in_evaluation", "write_note", "edit_note"})
        | {"receive_file", "keep_file"},
    ),
    (
        "お見送り連絡と案内",
        "rejection notices and invitations",
        frozenset({"queue_notices", "approve_invitation"}),
    ),
    (
        "紹介会社の答えと就職の記録",
        "answers of agencies and joinings",
        frozenset({"accept_copy", "decline_copy", "record_placement", "confirm_deletion"})
        | {"acknowledge_correction", "keep_by_law"},
    ),
    (
        "数えた紹介と締め",
        "counted introductions and closings",
        frozenset({"post_introduction", "reverse_introduction", "close_month"}),
    ),
    ("加わったメンバー", "members admitted", frozenset({"admit_member"})),
)
# What the journal does again, by how the deed is called.
_DONE_AGAIN: Final = (
    "erase",
    "end_membership",
    "disable_user",
    "change_role",
    "renew_permit",
    "suspend_permit",
    "end_suspension",
    "place_hold",
    "lift_hold",
    "hold_against_erasure",
    "provide_relay",
    "receive_copy",
    "recall_copy",
)
_OTHERS: Final = ("そのほかの操作", "other deeds")


def is_lost(deed: str) -> bool:
    """Looking changes nothing, and what the journal does again is not lost."""
    return not deed.startswith(("see_", "disclose_", "export_", *_DONE_AGAIN))


def missing_of(done: Mapping[str, int]) -> list[Told]:
    return [Told(ja, en, done[word]) for word, (ja, en) in MISSING.items() if done.get(word)]


def again_of(done: Mapping[str, int]) -> list[Told]:
    return [Told(ja, en, done[word]) for word, (ja, en) in AGAIN.items() if done.get(word)]


def lost_of(deeds: Mapping[str, int]) -> list[Told]:
    """`deeds`: how many of each were recorded since the copy was made."""
    left = {deed: count for deed, count in deeds.items() if is_lost(deed)}
    told = []
    for ja, en, of_group in _GROUPS:
        told.append(Told(ja, en, sum(left.pop(deed, 0) for deed in of_group)))
    told.append(Told(*_OTHERS, sum(left.values())))
    return [one for one in told if one.count]
