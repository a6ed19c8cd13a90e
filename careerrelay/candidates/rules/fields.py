"""What a column of a file of applicants can be."""

from enum import StrEnum


class Field(StrEnum):
    EXTERNAL_ID = "external_id"
    CANDIDATE_EXTERNAL_ID = "candidate_external_id"
    JOB_EXTERNAL_ID = "job_external_id"
    JOB_TITLE = "job_title"
    APPLIED_ON = "applied_on"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    KANA = "kana"
    FAMILY_KANA = "family_kana"
    GIVEN_KANA = "given_kana"
    ADDRESS = "address"
    PHONE = "phone"
    REGION = "region"
    SOURCE = "source"
    SOURCE_DETAIL = "source_detail"
    LABELS = "labels"
    STAGE = "stage"
    STATUS = "status"
    STATUS_CODE = "status_code"
    ENDED_REASON = "ended_reason"
    ENDED_ON = "ended_on"
    REJECTED_ON = "rejected_on"
    WITHDRAWN_ON = "withdrawn_on"
    OFFERED_ON = "offered_on"
    ACCEPTED_ON = "accepted_on"
    HIRED_ON = "hired_on"
    INTERVIEW_1_ON = "interview_1_on"
    INTERVIEW_2_ON = "interview_2_on"
    INTERVIEW_3_ON = "interview_3_on"
    INTERVIEW_4_ON = "interview_4_on"
    INTERVIEW_5_ON = "interview_5_on"
    INTERVIEW_FINAL_ON = "interview_final_on"
    REJECTION_REASON = "rejection_reason"
    TOLD = "told"
    EMPLOYER = "employer"
    TITLE = "title"
    EDUCATION = "education"
    RESUME = "resume"
    NOTES = "notes"
    EVALUATOR = "evaluator"
    EVALUATION_SCORE = "evaluation_score"
    EVALUATION_RECOMMENDATION = "evaluation_recommendation"
    EVALUATION_WORDS = "evaluation_words"
    EVALUATED_ON = "evaluated_on"

    @property
    def ja(self) -> str:
        return FIELD_NAMES[self][0]

    @property
    def en(self) -> str:
        return FIELD_NAMES[self][1]


FIELD_NAMES: dict[Field, tuple[str, str]] = {
    Field.EXTERNAL_ID: ("応募ID", "application ID"),
    Field.CANDIDATE_EXTERNAL_ID: ("候補者ID", "candidate ID"),
    Field.JOB_EXTERNAL_ID: ("求人ID", "job ID"),
    Field.JOB_TITLE: ("求人名", "job"),
    Field.APPLIED_ON: ("応募日", "applied on"),
    Field.NAME: ("氏名", "name"),
    Field.FAMILY_NAME: ("姓", "family name"),
    Field.GIVEN_NAME: ("名", "given name"),
    Field.KANA: ("フリガナ", "kana"),
    Field.FAMILY_KANA: ("セイ", "family name in kana"),
    Field.GIVEN_KANA: ("メイ", "given name in kana"),
    Field.ADDRESS: ("メールアドレス", "mail address"),
    Field.PHONE: ("電話番号", "phone"),
    Field.REGION: ("都道府県", "prefecture"),
    Field.SOURCE: ("応募経路", "source"),
    Field.SOURCE_DETAIL: ("応募経路の詳細", "source in detail"),
    Field.LABELS: ("ラベル", "labels"),
    Field.STAGE: ("選考段階", "stage"),
    Field.STATUS: ("選考ステータス", "status"),
    Field.STATUS_CODE: ("ステータスコード", "status code"),
    Field.ENDED_REASON: ("選考終了理由", "how the process ended"),
    Field.ENDED_ON: ("選考終了日", "ended on"),
    Field.REJECTED_ON: ("お見送り日", "rejected on"),
    Field.WITHDRAWN_ON: ("辞退日", "withdrawn on"),
    Field.OFFERED_ON: ("内定日", "offered on"),
    Field.ACCEPTED_ON: ("内定承諾日", "offer accepted on"),
    Field.HIRED_ON: ("入社日", "joined on"),
    Field.INTERVIEW_1_ON: ("一次面接日", "first interview on"),
    Field.INTERVIEW_2_ON: ("二次面接日", "second interview on"),
    Field.INTERVIEW_3_ON: ("三次面接日", "third interview on"),
    Field.INTERVIEW_4_ON: ("四次面接日", "fourth interview on"),
    Field.INTERVIEW_5_ON: ("五次面接日", "fifth interview on"),
    Field.INTERVIEW_FINAL_ON: ("最終面接日", "final interview on"),
    Field.REJECTION_REASON: ("お見送り理由", "reason of rejection"),
    Field.TOLD: ("お見送り連絡", "told of the rejection"),
    Field.EMPLOYER: ("勤務先", "employer"),
    Field.TITLE: ("役職・職種", "title"),
    Field.EDUCATION: ("学歴", "education"),
    Field.RESUME: ("経歴", "work history"),
    Field.NOTES: ("備考", "notes"),
    Field.EVALUATOR: ("評価者", "interviewer"),
    Field.EVALUATION_SCORE: ("評価の点", "score"),
    Field.EVALUATION_RECOMMENDATION: ("評価の推薦", "recommendation"),
    Field.EVALUATION_WORDS: ("評価の言葉", "words of the evaluation"),
    Field.EVALUATED_ON: ("評価日", "evaluated on"),
}

DAYS = frozenset(field for field in Field if field.value.endswith("_on"))

# One of these must be there: otherwise a row is nobody.
IDENTIFYING = frozenset(
    {
        Field.NAME,
        Field.FAMILY_NAME,
        Field.ADDRESS,
        Field.PHONE,
        Field.EXTERNAL_ID,
        Field.CANDIDATE_EXTERNAL_ID,
    }
)

# What an interviewer said: read in a file of evaluations only.
OF_AN_EVALUATION = frozenset(
    {
        Field.EVALUATOR,
        Field.EVALUATION_SCORE,
        Field.EVALUATION_RECOMMENDATION,
        Field.EVALUATION_WORDS,
        Field.EVALUATED_ON,
    }
)
# What such a file finds somebody's application by.
FINDING_AN_APPLICATION = frozenset({Field.EXTERNAL_ID, Field.CANDIDATE_EXTERNAL_ID, Field.ADDRESS})

# A file with none of these does not say how an application ended.
TELLING_THE_OUTCOME = frozenset(
    {
        Field.STATUS,
        Field.STATUS_CODE,
        Field.ENDED_REASON,
        Field.REJECTED_ON,
        Field.WITHDRAWN_ON,
        Field.ACCEPTED_ON,
        Field.HIRED_ON,
        Field.STAGE,
        Field.REJECTION_REASON,
    }
)

# Free text, in which a barred item or a マイナンバー may stand.
FREE_TEXT = frozenset(
    {
        Field.NOTES,
        Field.RESUME,
        Field.EDUCATION,
        Field.EMPLOYER,
        Field.TITLE,
        Field.REJECTION_REASON,
        Field.SOURCE_DETAIL,
        Field.LABELS,
        Field.STATUS,
        Field.SOURCE,
        Field.EVALUATION_WORDS,
        Field.EVALUATION_RECOMMENDATION,
    }
)
