"""What happened to a candidate, in words: the newest on the candidate's page, all of it on a page with filters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from careerrelay.accounts.members import names_of_members
from careerrelay.accounts.rules import Kind, Permission
from careerrelay.candidates.models import Application, ApplicationState, Candidate
from careerrelay.candidates.timeline import Happening, Topic, newest_first, timeline_of
from careerrelay.core import clock
from careerrelay.outreach.notice_listing import notices_to
from careerrelay.pool.showing import is_in_pool_now
from careerrelay.web.recruiter.applications import seen_candidate
from careerrelay.web.recruiter.record_words import RECORD_DEEDS
from careerrelay.web.recruiter.words import APPLICATION_STATES, DELIVERY_STATES
from careerrelay.web.shared.pages import MemberRequest, page, show

PER_PAGE = 50
NEWEST = 12
# Nobody turns that many pages; without an end, each further one would cost more than the one before.
PAGES_MAX = 200

TOPICS = {
    Topic.SELECTION: gettext_lazy("選考"),
    Topic.NOTICES: gettext_lazy("お見送り連絡"),
    Topic.NOTES: gettext_lazy("メモ"),
    Topic.FILES: gettext_lazy("応募書類"),
    Topic.RECORD: gettext_lazy("記録の変更"),
    Topic.IMPORTS: gettext_lazy("取り込み"),
}

# What each deed was, by the audit trail's word; `subject` and `detail` follow in a line of their own.
DEEDS = {
    "import": gettext_lazy("ファイル「%(subject)s」から取り込みました"),
    "declare_oneself": gettext_lazy("本人が、案内リンクから登録しました"),
    "correct_record": gettext_lazy("本人が、氏名か連絡先を直しました"),
    "tell_own_name": gettext_lazy("本人が、氏名を伝えました"),
    "decide_application": gettext_lazy("応募の結果を決めました: %(state)s"),
    "apply": gettext_lazy("応募"),
    "end": gettext_lazy("応募の結果: %(state)s"),
    "enter_application": gettext_lazy("応募を加えました"),
    "move_stage": gettext_lazy("選考の段階を変えました"),
    "reject_application": gettext_lazy("お見送りにしました"),
    "withdraw_application": gettext_lazy("辞退を記録しました"),
    "hire_applicant": gettext_lazy("採用にしました"),
    "close_application": gettext_lazy("応募を終了にしました"),
    "reopen_application": gettext_lazy("選考に戻しました"),
    "interview": gettext_lazy("面接"),
    "plan_interview": gettext_lazy("面接を加えました"),
    "change_interview": gettext_lazy("面接を直しました"),
    "call_off_interview": gettext_lazy("面接を取りやめました"),
    "hand_in_evaluation": gettext_lazy("評価を出しました"),
    "edit_evaluation": gettext_lazy("評価を直しました"),
    "write_note": gettext_lazy("メモを書きました"),
    "edit_note": gettext_lazy("メモを直しました"),
    "delete_note": gettext_lazy("メモを消しました"),
    "keep_file": gettext_lazy("応募書類を預かりました"),
    "delete_file": gettext_lazy("応募書類を消しました"),
    "remove_file": gettext_lazy("応募書類を取り除きました"),
    "merge_candidates": gettext_lazy("2つの記録を1人にまとめました"),
    "undo_merge": gettext_lazy("まとめた記録を、2つに戻しました"),
    "put_tag": gettext_lazy("タグを付けました"),
    "take_tag": gettext_lazy("タグを外しました"),
    "queue_notice": gettext_lazy("お見送り連絡を予約しました"),
    "end_notice": gettext_lazy("お見送り連絡: %(state)s"),
    **RECORD_DEEDS,
}


@page(Kind.COMPANY, Permission.SEE_CANDIDATES)
@require_safe
def whole_timeline(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    candidate = seen_candidate(request, candidate_id)
    number = min(max(_number(request.GET.get("page", "")), 1), PAGES_MAX)
    topic = next((topic for topic in TOPICS if topic == request.GET.get("topic", "")), None)
    at = clock.now()
    upto = number * PER_PAGE
    rows = timeline_rows(
        candidate,
        list(candidate.applications.all()),
        is_in_pool=is_in_pool_now(candidate.id, organization_id=candidate.organization_id, at=at),
        limit=upto + 1,
        topic=topic,
        at=at,
    )
    context = {
        "candidate": candidate,
        "timeline": rows[upto - PER_PAGE : upto],
        "topics": TOPICS,
        "topic": topic,
        "earlier": number + 1 if len(rows) > upto and number < PAGES_MAX else None,
        "later": number - 1,
    }
    return show(request, "recruiter/timeline.html", context)


def timeline_section(
    candidate: Candidate, applications: Sequence[Application], *, is_in_pool: bool, at: datetime
) -> dict[str, Any]:
    """What `recruiter/candidate_timeline.html` shows: the newest, and whether there is more."""
    rows = timeline_rows(candidate, applications, is_in_pool=is_in_pool, limit=NEWEST + 1, topic=None, at=at)
    return {"rows": rows[:NEWEST], "is_more": len(rows) > NEWEST}


def timeline_rows(
    candidate: Candidate,
    applications: Sequence[Application],
    *,
    is_in_pool: bool,
    limit: int,
    topic: Topic | None,
    at: datetime,
) -> list[dict[str, Any]]:
    """Newest first, at most `limit`."""
    found: list[Happening] = []
    if topic != Topic.NOTICES:
        found += timeline_of(
            candidate, applications=applications, is_in_pool=is_in_pool, limit=limit, topic=topic, at=at
        )
    if topic in (None, Topic.NOTICES):
        found += _notices(candidate)
    names = names_of_members(organization_id=candidate.organization_id)
    return [_row(one, names=names) for one in newest_first(found)[:limit]]


def _notices(candidate: Candidate) -> list[Happening]:
    found = []
    for notice in notices_to(candidate.id, organization_id=candidate.organization_id):
        queued = Happening(at=notice.queued_at, deed="queue_notice", topic=Topic.NOTICES)
        found.append(queued)
        if notice.ended_at is not None:
            found.append(replace(queued, at=notice.ended_at, deed="end_notice", state=notice.state))
    return found


def _row(one: Happening, *, names: dict[UUID, str]) -> dict[str, Any]:
    words = str(DEEDS.get(one.deed, _("記録を更新しました")))
    told = {"subject": one.subject, "state": _state(one)}
    about = [] if "%(subject)s" in words else [one.subject]
    return {
        "at": one.at,
        "is_day": one.is_day,
        "what": words % told,
        "about": " · ".join(part for part in (*about, one.detail) if part),
        "by": names.get(one.by, "") if one.by else "",
    }


def _state(one: Happening) -> str:
    if not one.state:
        return ""
    if one.topic == Topic.NOTICES:
        return str(DELIVERY_STATES[one.state].word)  # type: ignore[index]
    return str(APPLICATION_STATES[ApplicationState(one.state)].word)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
