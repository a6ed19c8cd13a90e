"""States and roles in words, with the shape that stands in front of a state."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from careerrelay.candidates.models import (
    ApplicationState,
    FileState,
    Recommendation,
    RejectionReason,
    Revisit,
)
from careerrelay.outreach.models import DeliveryState
from careerrelay.outreach.rules.letters import Stage
from careerrelay.relay.rules.permit_standing import Standing
from careerrelay.web.shared.templatetags.words import is_japanese


@dataclass(frozen=True, slots=True)
class StateWord:
    """`kind` is the shape of shared/state.html."""

    word: Any
    kind: str = ""


APPLICATION_STATES = {
    ApplicationState.OPEN: StateWord(_("選考中"), "on"),
    ApplicationState.REJECTED: StateWord(_("お見送り"), "done"),
    ApplicationState.WITHDRAWN: StateWord(_("辞退")),
    ApplicationState.HIRED: StateWord(_("採用"), "done"),
    ApplicationState.CLOSED: StateWord(_("終了"), "stop"),
    ApplicationState.UNDECIDED: StateWord(_("判断待ち"), "wait"),
}

DELIVERY_STATES = {
    DeliveryState.QUEUED: StateWord(_("送信待ち"), "wait"),
    DeliveryState.CLAIMED: StateWord(_("送信中"), "on"),
    DeliveryState.SENDING: StateWord(_("送信中"), "on"),
    DeliveryState.ACCEPTED: StateWord(_("送信済み"), "done"),
    DeliveryState.REFUSED: StateWord(_("届きませんでした"), "stop"),
    DeliveryState.IN_DOUBT: StateWord(_("確認できません"), "wait"),
    DeliveryState.CANCELLED: StateWord(_("取り消し済み"), "stop"),
}

# Where a batch of invitations stands, by the clock (web.recruiter.invitations).
INVITATION_STATES = {
    "draft": StateWord(_("承認待ち"), "wait"),
    "waiting": StateWord(_("送信待ち"), "wait"),
    "sending": StateWord(_("送信中"), "on"),
    "sent": StateWord(_("送信済み"), "done"),
    "undone": StateWord(_("取り消し済み"), "stop"),
}

FILE_STATES = {
    FileState.WAITING: StateWord(_("読み取り中"), "on"),
    FileState.READ: StateWord(_("読み取り済み"), "done"),
    FileState.UNREADABLE: StateWord(_("文字なし"), "stop"),
    FileState.REMOVED: StateWord(_("取り除きました"), "stop"),
}

PERMIT_STANDINGS = {
    Standing.VALID: StateWord(pgettext_lazy("permit", "有効"), "done"),
    Standing.ENDS_SOON: StateWord(pgettext_lazy("permit", "更新待ち"), "wait"),
    Standing.EXPIRED: StateWord(pgettext_lazy("permit", "期限切れ"), "stop"),
    Standing.SUSPENDED: StateWord(pgettext_lazy("permit", "停止"), "stop"),
    Standing.NOT_YET: StateWord(pgettext_lazy("permit", "開始前"), "wait"),
    Standing.MISSING: StateWord(pgettext_lazy("permit", "未確認")),
}

STAGES = {
    Stage.DOCUMENTS: _("書類選考"),
    Stage.INTERVIEW: _("面接"),
    Stage.FINAL: _("最終面接"),
}

RECOMMENDATIONS = {
    Recommendation.STRONG_YES: _("ぜひ採用したい"),
    Recommendation.YES: _("採用してよい"),
    Recommendation.NO: _("採用は見送りたい"),
    Recommendation.STRONG_NO: _("採用すべきでない"),
}

REVISITS = {
    Revisit.AFTER_MONTHS: _("決まった月数がたったら"),
    Revisit.PROFILE_CHANGES: _("経歴などが変わったら"),
    Revisit.NEVER: _("もう考えない"),
}


def enumerated(words: Iterable[str]) -> str:
    """書類選考、面接 / documents, interview."""
    return ("、" if is_japanese() else ", ").join(words)


def reason_name(reason: RejectionReason) -> str:
    """In the reader's language, where the company gave it both names."""
    return reason.name if is_japanese() or not reason.name_en else reason.name_en


def revisit_sentence(rule: str, *, months: int | None) -> str:
    """6か月たったら / after 6 months; nothing for no rule."""
    if rule == Revisit.AFTER_MONTHS and months is not None:
        return ngettext("%(n)sか月たったら", "%(n)sか月たったら", months) % {"n": months}
    return str(REVISITS[Revisit(rule)]) if rule else ""
