"""The facts of a person in words: fields with their hints, sources, histories with their columns."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careerrelay.candidates.models import CustomField, Source

FACT_WORDS: dict[str, Any] = {
    "name": _("氏名"),
    "kana": _("フリガナ"),
    "addresses": _("メールアドレス"),
    "phones": _("電話"),
    "region": _("地域"),
    "employer": _("勤務先"),
    "title": _("役職・職種"),
    "education": _("学歴"),
    "background": pgettext_lazy("fact", "経歴"),
    "desired_work": _("希望の仕事"),
    "desired_regions": pgettext_lazy("fact", "希望の勤務地"),
    "desired_salary": _("希望の年収"),
    "available_from_on": _("入社できる日"),
    "source": _("知ったきっかけ"),
    "source_detail": _("きっかけの詳細"),
    "owner": _("担当"),
    "employments": _("職歴"),
    "schoolings": _("学校"),
    "languages": _("語学"),
    "qualifications": _("資格"),
    "skills": _("スキル"),
}

HINTS: dict[str, Any] = {
    "addresses": _("1行に1つ。いちばん上が、連絡に使うアドレスです。"),
    "phones": _("1行に1つ。いちばん上が、最初にかける番号です。"),
    "region": _("都道府県。国外なら国の名前。"),
    "background": _("本籍、家族、信条、病歴などは書かないでください。公正な採用選考のため保存しません。"),
    "desired_regions": _("「、」で区切ります。例: 東京、神奈川、在宅"),
    "desired_salary": _("例: 600万円、600〜700万円、700万円まで"),
    "available_from_on": _("例: 2027/4/1、令和9年4月1日"),
    "source_detail": _("どの催しか、どなたの紹介か。"),
}

SOURCES: dict[str, Any] = {
    Source.IMPORT: pgettext_lazy("source", "応募"),
    Source.SELF_DECLARED: _("本人の登録"),
    Source.ENTERED: _("そのほか"),
    Source.EVENT: _("催しへの参加"),
    Source.SCOUT_REPLY: _("スカウトへの返信"),
    Source.REFERRAL: pgettext_lazy("source", "紹介"),
}

COLUMN_WORDS: dict[tuple[str, str], Any] = {
    ("employments", "employer"): _("勤務先"),
    ("employments", "title"): _("役職・職種"),
    ("employments", "started_on"): _("入社した年と月"),
    ("employments", "ended_on"): _("退社した年と月"),
    ("employments", "duties"): _("仕事の内容"),
    ("schoolings", "school"): _("学校名"),
    ("schoolings", "faculty"): _("学部・学科"),
    ("schoolings", "degree"): _("学位"),
    ("schoolings", "ended_on"): _("卒業した年と月"),
    ("languages", "language"): _("言語"),
    ("languages", "level"): _("水準"),
    ("qualifications", "name"): _("資格の名前"),
    ("qualifications", "obtained_on"): _("取得した年と月"),
    ("skills", "name"): _("スキル"),
    ("skills", "years"): _("年数"),
}

HISTORY_HINTS: dict[str, Any] = {
    "employments": _("年と月は「2020/4」や「令和2年4月」のように。在職中なら、退社は空けておきます。"),
    "schoolings": _("年と月は「2018/3」や「平成30年3月」のように。"),
    "languages": _("水準は、本人の言葉か試験の点で。例: 日常会話、TOEIC 800点"),
    "qualifications": _("年と月は「2020/4」や「令和2年4月」のように。"),
    "skills": _("「、」で区切ると、一度に加えられます。例: Python、SQL、要件定義"),
}

FORMS: dict[str, Any] = {
    CustomField.Form.TEXT: pgettext_lazy("custom field", "文章"),
    CustomField.Form.NUMBER: pgettext_lazy("custom field", "数"),
    CustomField.Form.DAY: pgettext_lazy("custom field", "日付"),
    CustomField.Form.CHOICE: pgettext_lazy("custom field", "選択肢"),
}

# Deeds of the audit trail, as the timeline tells them.
RECORD_DEEDS: dict[str, Any] = {
    "enter_candidate": _("候補者に加えました"),
    "change_facts": _("わかっていることを直しました"),
    "confirm_facts": _("いまも正しいと確かめました"),
    "change_employments": _("職歴を直しました"),
    "change_schoolings": _("学校を直しました"),
    "change_languages": _("語学を直しました"),
    "change_qualifications": _("資格を直しました"),
    "change_skills": _("スキルを直しました"),
}
