"""Names of employers and schools as people write them, in forms that compare."""

import re

from careerrelay.text.folding import fold_for_search
from careerrelay.text.quoting import says_nothing

_LEGAL_FORM = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|医療法人|学校法人"
    r"|社会福祉法人|特定非営利活動法人|npo法人|\((?:株|有|同|資|医|学|社|福)\)"
    r"|\b(?:inc|co|ltd|llc|kk|k\.k|corp|corporation|company|limited|gmbh)\b\.?"
)
_REMARK = re.compile(r"\([^()]*\)|(?:在籍|勤務|退職|就業)(?:中|予定)?$")
_UNSPOKEN = re.compile(r"[\s・･.,'’&＆/-]+")
# What people write when they have no employer, or do not name it.
_NO_EMPLOYER = frozenset(
    {
        "無職",
        "学生",
        "在学中",
        "離職中",
        "退職済",
        "退職済み",
        "フリーランス",
        "自営業",
        "個人事業主",
        "主婦",
        "主夫",
        "アルバイト",
    }
    | {
        "パート",
        "派遣社員",
        "契約社員",
        "公務員",
        "会社員",
        "求職中",
        "freelance",
        "student",
        "unemployed",
        "selfemployed",
    }
)
_SCHOOL = re.compile(
    r"[^\s、,。/|・()]{1,20}?(?:大学院|大学校|大学|高等専門学校|高専|専門学校|短期大学|高等学校|高校)"
)
_LATIN_SCHOOL = re.compile(r"(?:university of [a-z]+|[a-z]+ (?:university|college))")


def comparable_employer(text: str) -> str:
    """`㈱汐見計測`, `汐見計測 株式会社` and `汐見計測（株）` are one; `""` for 無職, 学生 and the like."""
    folded = fold_for_search(text)
    bare = _UNSPOKEN.sub("", _REMARK.sub("", _LEGAL_FORM.sub("", folded)))
    return "" if says_nothing(bare) or bare in _NO_EMPLOYER else bare


def comparable_schools(text: str) -> frozenset[str]:
    """The schools that a text names, without their faculties."""
    folded = fold_for_search(text)
    named = (*_SCHOOL.findall(folded), *_LATIN_SCHOOL.findall(folded))
    return frozenset(_UNSPOKEN.sub("", school) for school in named)
