"""Headings of columns as systems and people write them, and the systems that show themselves by them.

Source: exports and help pages of HRMOS採用, HERP Hire, doda, RoboRobo, HRハッカー, エントリーポケット, Indeed, Talentio,
Greenhouse and Lever as of 2024–2025; where a vendor documents nothing, code of others that reads its files.
"""

import re
from collections.abc import Iterable

from careerrelay.candidates.rules.fields import Field
from careerrelay.text.folding import fold_for_search

_WRITTEN: dict[Field, str] = {
    Field.EXTERNAL_ID: "応募ID,応募者ID,応募者コード,応募番号,応募者番号,エントリーID,エントリー番号,選考ID,application id,candidacy id",
    Field.CANDIDATE_EXTERNAL_ID: "候補者ID,候補者番号,候補者コード,candidate id",
    Field.JOB_EXTERNAL_ID: "求人ID,求人番号,求人コード,募集ID,ポジションID,店舗ID,job id,requisition id,posting id",
    Field.JOB_TITLE: "求人名,求人名称,求人タイトル,求人,募集職種,応募職種,職種名,応募求人,応募ポジション,選考ポジション,選考ポジション名,"
    "ポジション,ポジション名,募集ポジション,推薦職種,推薦ポジション,推薦求人,応募先,job title,job,job name,jobs,posting,position,requisition,"
    "position applied for,applied position,desired position,which position are you applying for,"
    "what position are you applying for",
    Field.APPLIED_ON: "応募日,応募日時,応募時刻,応募年月日,エントリー日,エントリー日時,応募受付日,applied on,applied at,applied date,"
    "application date,date applied,推薦日,紹介日",
    Field.NAME: "氏名,名前,お名前,姓名,氏名漢字,候補者名,応募者名,応募者氏名,候補者氏名,フルネーム,full name,name,candidate name,"
    "candidate,applicant name",
    Field.FAMILY_NAME: "姓,氏,苗字,名字,姓漢字,family name,last name,surname",
    Field.GIVEN_NAME: "名,名漢字,given name,first name",
    Field.KANA: "フリガナ,ふりがな,氏名カナ,氏名かな,カナ氏名,カナ,かな,氏名フリガナ,氏名ふりがな,氏名カタカナ,ヨミガナ,よみがな,"
    "お名前フリガナ,名前カナ,kana,name kana,furigana",
    Field.FAMILY_KANA: "姓カナ,姓かな,姓フリガナ,姓ふりがな,セイ,せい,family name kana,last name kana",
    Field.GIVEN_KANA: "名カナ,名かな,名フリガナ,名ふりがな,メイ,めい,given name kana,first name kana",
    Field.ADDRESS: "メールアドレス,メール,Eメール,Eメールアドレス,メアド,連絡先メールアドレス,本人メールアドレス,携帯メールアドレス,"
    "PCメールアドレス,PCメール,携帯メール,email,mail,mail address,email address,emails,candidate email,primary email",
    Field.PHONE: "電話番号,電話,携帯電話,携帯電話番号,携帯番号,携帯,自宅電話番号,自宅電話,連絡先電話番号,TEL,phone,phone number,phones,"
    "mobile,mobile phone,telephone,candidate phone,mobile number,home phone,cell phone,primary phone,携帯TEL",
    Field.REGION: "都道府県,都道府県名,住所,現住所,居住地,居住地域,居住都道府県,お住まい,在住地,candidate location,location,prefecture,"
    "address,residence",
    Field.SOURCE: "応募経路,応募媒体,媒体,媒体名,経路,流入経路,チャネル,応募チャネル,source,sources,応募元,"
    "how did you hear about us,how did you find us,当社を知ったきっかけ,応募のきっかけ",
    Field.SOURCE_DETAIL: "応募経路詳細,エージェント企業名,エージェント名,紹介会社,紹介会社名,origin,source detail",
    Field.LABELS: "ラベル,応募ラベル,タグ,labels,label,tags",
    Field.STAGE: "選考ステップ,選考段階,選考フェーズ,フェーズ,ステージ,選考ステージ,stage,current stage,step",
    Field.STATUS: "選考ステータス,ステータス,選考状況,選考結果,合否,合否結果,結果,進捗,進捗状況,応募ステータス,対応状況,status,result,"
    "application status,outcome",
    Field.STATUS_CODE: "ステータスコード,status code",
    Field.ENDED_REASON: "選考終了理由,終了理由,termination reason",
    Field.ENDED_ON: "選考終了日,選考終了日時,終了日,ended on,closed on",
    Field.REJECTED_ON: "不合格日,不採用日,お見送り日,見送り日,不採用通知日,rejected on,rejected at,rejected date,rejection date,"
    "date rejected",
    Field.WITHDRAWN_ON: "辞退日,選考辞退日,内定辞退日,応募辞退日,withdrawn on,withdrawal date",
    Field.OFFERED_ON: "内定日,内定通知日,内定出し日,オファー日,offered on,offer date",
    Field.ACCEPTED_ON: "内定承諾日,承諾日,accepted on,offer accepted on",
    Field.HIRED_ON: "入社日,入社年月日,入社予定日,採用日,採用決定日,hired on,hire date,start date,date hired",
    Field.INTERVIEW_1_ON: "1次面接実施日,1次面接日,一次面接日,一次面接実施日",
    Field.INTERVIEW_2_ON: "2次面接実施日,2次面接日,二次面接日,二次面接実施日",
    Field.INTERVIEW_3_ON: "3次面接実施日,3次面接日,三次面接日,三次面接実施日",
    Field.INTERVIEW_4_ON: "4次面接実施日,4次面接日,四次面接日,四次面接実施日",
    Field.INTERVIEW_5_ON: "5次面接実施日,5次面接日,五次面接日,五次面接実施日",
    Field.INTERVIEW_FINAL_ON: "最終面接実施日,最終面接日",
    Field.REJECTION_REASON: "不採用理由,お見送り理由,見送り理由,不合格理由,選考理由,rejection reason,archive reason,"
    "reason for rejection,reason,理由,NG理由,不採用理由(社内),不採用理由(社内用),お見送り理由(社内),お見送り理由(社内用),"
    "見送り理由(社内),見送り理由(社内用),reason (internal),internal reason,rejection reason (internal)",
    Field.TOLD: "お見送り連絡,不採用連絡,不採用通知,お見送り通知,合否連絡,結果連絡,結果通知,連絡済,通知済,notified,rejection sent",
    Field.EMPLOYER: "勤務先,現勤務先,現職,現所属,所属,所属企業,会社名,企業名,勤務先名,現職企業名,在籍企業,直近の勤務先,"
    "current company,company,employer,current employer",
    Field.TITLE: "役職,職種,現職種,現在の職業,現職の職種,肩書,現在の役職,title,current title,headline",
    Field.EDUCATION: "学歴,最終学歴,学校名,大学名,出身校,最終学歴 学校名,学部,education,school",
    Field.RESUME: "経歴,職歴,職務経歴,職務要約,社歴,レジュメ,職務経歴書,自己PR,自己紹介,スキル,経験,relevant experience,experience,resume,"
    "work history,skills,summary",
    Field.EVALUATOR: "選考評価者,評価者,評価者名,評価者氏名,面接官,面接官名,面接者,面接評価者,interviewer,evaluator,reviewer,submitted by",
    Field.EVALUATION_SCORE: "総合評価,評価,評価点,点数,評点,スコア,総合点,score,rating,overall rating,overall score",
    Field.EVALUATION_RECOMMENDATION: "推薦,推薦度,評価結果,面接結果,判定,recommendation,overall recommendation",
    Field.EVALUATION_WORDS: "総合評価コメント,評価コメント,評価理由,評価内容,面接コメント,面接所感,評価の所感,評価メモ,"
    "evaluation comment,feedback,scorecard notes",
    Field.EVALUATED_ON: "評価日,評価日時,評価入力日,評価提出日,面接日,面接実施日,evaluated on,evaluated at,submitted at,interviewed on",
    Field.NOTES: "備考,所見,メモ,コメント,特記事項,自由項目,その他,所感,notes,note,comment,comments,memo,remarks",
}  # fmt: skip

# Known, and of no use here: data that is not needed is not kept. 年齢, 性別 and 写真 never count anywhere (P21).
_UNNEEDED = (
    "生年月日,誕生日,年齢,満年齢,性別,写真,顔写真,郵便番号,番地,建物名,重複フラグ,更新日,更新日時,作成日,作成日時,店舗名,"
    "面接予定日,面接日時,birth date,date of birth,birthday,age,gender,sex,photo,nationality,zip,postal code,interest level,"
    "job location,lever posting url,no,no.,#,番号"
)

# The column that stands in front of refused rows when they are handed back.
REFUSAL_HEADINGS = ("取り込めなかった理由", "Why it was refused")

# Less sure: interviewers fill in forms too, and what somebody would like to do is the job only where none is named.
_NEAR = {
    "timestamp": Field.APPLIED_ON,
    "タイムスタンプ": Field.APPLIED_ON,
    "希望職種": Field.JOB_TITLE,
    "志望職種": Field.JOB_TITLE,
}

# A column is one of these only in this system's files.
_BY_SOURCE: dict[str, dict[str, Field]] = {
    "indeed": {"date": Field.APPLIED_ON},
}

# A system is recognised by headings that stand together in its files only.
_SIGNATURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("roborobo", ("候補者基本.氏名",)),
    ("doda", ("姓漢字", "名漢字")),
    ("herp", ("選考終了理由", "選考ステップ")),
    ("herp", ("応募時刻", "募集職種")),
    ("entrypocket", ("応募者コード", "ステータスコード")),
    ("hrhacker", ("応募者ID", "店舗ID")),
    ("hrhacker", ("応募者ID", "選考理由")),
    ("indeed", ("candidate location", "interest level")),
    ("indeed", ("candidate location", "relevant experience")),
    ("lever", ("lever posting url",)),
    ("greenhouse", ("first name", "last name", "rejection reason")),
    ("hrmos", ("応募ID", "選考ステータス")),
    ("hrmos", ("応募ID", "選考ポジション")),
    ("hrmos", ("候補者ID", "総合評価")),
    ("hrmos", ("応募ID", "不合格日")),
)

SOURCES = (
    *(
        "hrmos",
        "herp",
        "doda",
        "roborobo",
        "hrhacker",
        "entrypocket",
        "indeed",
        "talentio",
        "greenhouse",
        "lever",
    ),
    "plain",
)

_CHARACTERS_MAX = 100
_DECORATION = re.compile(r"[\s_\-*※:?【】\[\]「」\"'#]+")
_HARMLESS = re.compile(
    r"\((?:必須|任意|半角|全角|漢字|本人|携帯|pc|自宅|カナ|かな|フリガナ|ふりがな|yyyy[^()]*|西暦|複数(?:選択|回答)可?|required|optional|"
    r"check all that apply|select all that apply)\)"
)
_NUMBERED = re.compile(r"(?<=\D)[0-9]{1,2}\Z")
_OF_CANDIDATE = re.compile(r"\A候補者(?:基本|一般|学歴|職歴)\.(?:(?:職歴[0-9]+|最終学歴)(?=.))?")


def fold_heading(text: str) -> str:
    """`Ｅ－mail *` and `email` become one."""
    folded = _HARMLESS.sub("", fold_for_search(text[:_CHARACTERS_MAX]))
    return _DECORATION.sub("", folded) or folded.strip()


_ALIASES = {fold_heading(word): field for field, words in _WRITTEN.items() for word in words.split(",")}
_KNOWN_AND_UNNEEDED = frozenset(fold_heading(word) for word in (*_UNNEEDED.split(","), *REFUSAL_HEADINGS))


def find_alias(heading: str, *, source: str = "plain") -> tuple[Field, float] | None:
    """The field and how sure it is. Words in front or in parentheses are not passed over lightly:
    メールアドレス（紹介者） is another person's, and a mail to it would tell them of the rejection."""
    folded = fold_heading(heading)
    own = _BY_SOURCE.get(source, {}).get(folded) or _ALIASES.get(folded)
    if own is not None:
        return own, 1.0
    if folded in _NEAR:
        return _NEAR[folded], 0.8
    for shorter in (_NUMBERED.sub("", folded), *_without_owner(folded)):
        field = _ALIASES.get(shorter)
        if field is not None:
            return field, 0.8
    return None


def is_known_and_unneeded(heading: str) -> bool:
    return any(
        word in _KNOWN_AND_UNNEEDED
        for word in (fold_heading(heading), *_without_owner(fold_heading(heading)))
    )


def detect_source(headings: Iterable[str]) -> str:
    """The system whose headings these are; `plain` when they are nobody's in particular."""
    folded = {fold_heading(heading) for heading in headings}
    for source, signature in _SIGNATURES:
        if all(fold_heading(word) in folded for word in signature):
            return source
    return "plain"


def _without_owner(folded: str) -> Iterable[str]:
    bare = _OF_CANDIDATE.sub("", folded)
    return () if bare == folded else (bare, _NUMBERED.sub("", bare))
