"""One record of a file of evaluations: whose application, who said it, and what.

Source: HRMOS採用 exports 候補者ID, 総合評価, 総合評価コメント, 選考評価者 (code of others that reads such files, 2025).
"""

import re
from dataclasses import dataclass
from datetime import date

from careerrelay.candidates.rules.applicants import Remark
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.row_plans import RowPlan
from careerrelay.candidates.rules.row_reading import Cells
from careerrelay.candidates.rules.tables import Record
from careerrelay.core.refusal import Refusal
from careerrelay.text.addresses import MailAddress, parse_addresses
from careerrelay.text.folding import fold_for_search
from careerrelay.text.names import clean_name

_SCORE = re.compile(r"([1-5])(?:\.0+)?(?:点|/5(?:点)?)?")
_STARS = re.compile(r"(★{1,5})☆{0,4}")
# What is no clear yes or no stays among the words: nobody has to guess what B meant there.
_RECOMMENDED = {
    "strong_yes": "強く推薦,強く推薦する,強く推す,ぜひ採用,強く採用,strong yes,definitely yes,strong hire",
    "yes": "推薦,推薦する,推す,採用,合格,通過,可,yes,hire",
    "no": "推薦しない,推さない,不採用,不合格,見送り,お見送り,不可,ng,no,no hire",
    "strong_no": "強く反対,強く推薦しない,絶対に不可,strong no,definitely not,strong no hire",
}
_RECOMMENDATIONS = {word: name for name, words in _RECOMMENDED.items() for word in words.split(",")}


class NobodyEvaluated(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="応募ID・候補者ID・メールアドレスのどれも書かれていないため、だれの評価か分かりません。",
            en="There is no application ID, candidate ID or mail address, so nobody knows whose evaluation it is.",
        )


class NothingSaid(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="評価の点も言葉もありません。", en="There is neither a score nor a word of an evaluation."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """`score` from 1 to 5 and `recommendation` are empty where the file writes them in its own way, which then stands
    in front of the `words`. `record` is the row as it stands in the file, `stage_words` are the file's own."""

    record: Record
    external_id: str = ""
    candidate_external_id: str = ""
    job_title: str = ""
    addresses: tuple[MailAddress, ...] = ()
    evaluator: str = ""
    score: int | None = None
    recommendation: str = ""
    words: str = ""
    stage_words: str = ""
    evaluated_on: date | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def named(self) -> str:
        """By what the application is looked for."""
        return self.external_id or self.candidate_external_id or self.addresses[0].written


def read_evaluation(record: Record, plan: RowPlan) -> EvaluationRow:
    """Raises: Refusal of the first value that is not understood, without its place."""
    cells = Cells(record, plan)
    score_words, recommended = cells.line(Field.EVALUATION_SCORE), cells.line(Field.EVALUATION_RECOMMENDATION)
    score, recommendation = read_score(score_words), read_recommendation(recommended)
    unread = [
        f"{field.ja}: {written}"
        for field, written, is_read in (
            (Field.EVALUATION_SCORE, score_words, score is not None),
            (Field.EVALUATION_RECOMMENDATION, recommended, bool(recommendation)),
        )
        if written and not is_read
    ]
    row = EvaluationRow(
        record=record,
        external_id=cells.line(Field.EXTERNAL_ID),
        candidate_external_id=cells.line(Field.CANDIDATE_EXTERNAL_ID),
        job_title=cells.line(Field.JOB_TITLE),
        addresses=cells.every(Field.ADDRESS, parse_addresses),
        evaluator=clean_name(cells.line(Field.EVALUATOR)),
        score=score,
        recommendation=recommendation,
        words="\n\n".join(filter(None, ["\n".join(unread), cells.paragraphs(Field.EVALUATION_WORDS)])),
        stage_words=cells.line(Field.STAGE),
        evaluated_on=cells.day(Field.EVALUATED_ON),
        remarks=cells.remarks(),
    )
    if not (row.external_id or row.candidate_external_id or row.addresses):
        raise NobodyEvaluated
    if row.score is None and not (row.recommendation or row.words):
        raise NothingSaid
    return row


def read_score(written: str) -> int | None:
    """From 1 to 5, or None where it is on no scale that we know: 80, B, ◎."""
    folded = fold_for_search(written).strip()
    if found := _SCORE.fullmatch(folded):
        return int(found[1])
    stars = _STARS.fullmatch(written.strip())
    return len(stars[1]) if stars else None


def read_recommendation(written: str) -> str:
    """The name of one, or empty where it is neither a clear yes nor a clear no."""
    return _RECOMMENDATIONS.get(fold_for_search(written).strip(), "")
