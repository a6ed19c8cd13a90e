"""What columns, states, sources and groups are called, on pages and in files."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careerrelay.candidates.models import ApplicationState, CustomField, Source
from careerrelay.candidates.rules.stages import Stage
from careerrelay.pool.models import BulkDeedKind, TagGroup
from careerrelay.pool.rules.columns import CUSTOM, EVALUATIONS

NAME = _("氏名")

COLUMN_WORDS: dict[str, Any] = {
    "kana": _("フリガナ"),
    "application": _("応募"),
    "state": _("状態"),
    "contact": _("メールアドレス"),
    "phone": _("電話番号"),
    "pool": _("プール"),
    "applied": _("応募日"),
    "region": _("地域"),
    "employer": _("勤務先"),
    "title": _("職種"),
    "education": _("学歴"),
    "background": _("経歴"),
    "desired_work": _("希望の仕事"),
    "skills": _("スキル"),
    "tags": _("タグ"),
    "owner": _("担当"),
    "source": _("知ったきっかけ"),
    "reason": _("見送った理由"),
    "revisit": _("また考える日"),
    "confirmed": _("最後の確認"),
    "added": _("登録日"),
    EVALUATIONS: _("評価"),
}

STATE_WORDS = {
    ApplicationState.OPEN: _("選考中"),
    ApplicationState.REJECTED: _("お見送り"),
    ApplicationState.WITHDRAWN: _("辞退"),
    ApplicationState.HIRED: _("採用"),
    ApplicationState.CLOSED: _("終了"),
    ApplicationState.UNDECIDED: _("判断待ち"),
}

SOURCE_WORDS: dict[Source, Any] = {
    Source.IMPORT: pgettext_lazy("source", "応募"),
    Source.SELF_DECLARED: _("本人の登録"),
    Source.ENTERED: _("そのほか"),
    Source.EVENT: _("催しへの参加"),
    Source.SCOUT_REPLY: _("スカウトへの返信"),
    Source.REFERRAL: pgettext_lazy("source", "紹介"),
}

GROUP_WORDS = {
    TagGroup.SKILL: _("スキル"),
    TagGroup.OCCUPATION: _("職種"),
    TagGroup.REGION: _("地域"),
    TagGroup.FREE: _("自由"),
}

DEED_WORDS = {
    BulkDeedKind.ADD_TAG: _("タグを付ける"),
    BulkDeedKind.REMOVE_TAG: _("タグを外す"),
    BulkDeedKind.SET_OWNER: _("担当を決める"),
    BulkDeedKind.REJECT: _("お見送りにする"),
    BulkDeedKind.FREEZE: _("この顔ぶれを残す"),
    BulkDeedKind.LABELS_TO_TAGS: _("ラベルをタグにする"),
    BulkDeedKind.EXPORT: _("書き出す"),
}

STAGE_WORDS = {
    Stage.ENTRY: pgettext_lazy("stage", "応募"),
    Stage.CASUAL: _("カジュアル面談"),
    Stage.DOCUMENTS: _("書類選考"),
    Stage.TEST: _("適性検査"),
    Stage.INTERVIEW_1: _("一次面接"),
    Stage.INTERVIEW_2: _("二次面接"),
    Stage.INTERVIEW_3: _("三次面接"),
    Stage.INTERVIEW_4: _("四次面接"),
    Stage.INTERVIEW_5: _("五次面接"),
    Stage.INTERVIEW_FINAL: _("最終面接"),
    Stage.OFFER: _("内定"),
}


def column_word(column: str, *, custom: dict[UUID, CustomField]) -> str:
    if column.startswith(CUSTOM):
        found = custom.get(UUID(column.removeprefix(CUSTOM)))
        return found.name if found else ""
    return str(COLUMN_WORDS[column])
