"""Two records in words: what speaks for one person, what differs, what a merge changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from careerrelay.candidates.duplicate_listing import has_self_declared_pairs, is_clear, open_pairs
from careerrelay.candidates.models import Candidate, DuplicatePair, Merge, Source
from careerrelay.candidates.rules.findings import AlikeRow, RowFacts
from careerrelay.core import clock
from careerrelay.pool.showing import left_ids
from careerrelay.text.names import comparable_kana, comparable_name
from careerrelay.web.recruiter.words import APPLICATION_STATES
from careerrelay.web.shared.templatetags.words import table_day

EVIDENCE = {
    "name": gettext_lazy("氏名が同じ"),
    "name_variant": gettext_lazy("氏名が同じ(異体字・表記の違い)"),
    "name_swapped": gettext_lazy("氏名が同じ(姓と名が逆)"),
    "name_latin": gettext_lazy("ローマ字の氏名が読みと同じ"),
    "name_near": gettext_lazy("氏名が1文字違い"),
    "name_part": gettext_lazy("氏名の一部が同じ"),
    "given_name": gettext_lazy("名が同じで姓が違う"),
    "kana": gettext_lazy("読みが同じ"),
    "kana_near": gettext_lazy("読みが1文字違い"),
    "address": gettext_lazy("メールアドレスが同じ"),
    "shared_address": gettext_lazy("氏名の違う2人が同じメールアドレスで届いた"),
    "mailbox": gettext_lazy("メールアドレスの@より前が同じ"),
    "phone": gettext_lazy("電話番号が同じ"),
    "employer": gettext_lazy("勤務先が同じ"),
    "school": gettext_lazy("学校が同じ"),
}

SOURCES = {
    Source.IMPORT: gettext_lazy("取り込み"),
    Source.SELF_DECLARED: gettext_lazy("本人の登録"),
    Source.ENTERED: gettext_lazy("手入力"),
    Source.EVENT: gettext_lazy("イベント"),
    Source.SCOUT_REPLY: gettext_lazy("スカウトへの返信"),
    Source.REFERRAL: gettext_lazy("紹介"),
}

COLUMNS = {
    "name": gettext_lazy("氏名"),
    "kana": gettext_lazy("フリガナ"),
    "region": gettext_lazy("地域"),
    "employer": gettext_lazy("勤務先"),
    "title": gettext_lazy("職種"),
    "education": gettext_lazy("学歴"),
    "background": gettext_lazy("経歴"),
    "desired_work": gettext_lazy("希望する仕事"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both. `standing`: `same`, `different`, `one_sided`, or `` where nothing is to be said."""

    term: str
    first: str
    second: str
    standing: str


@dataclass(frozen=True, slots=True)
class Comparison:
    certainty: str
    evidence: list[str]
    lines: list[Line]


def left_in_pairs(organization_id: UUID) -> frozenset[UUID]:
    """Whom no page may show, without those who are set aside, whom the list of pairs leaves out itself: asked only
    where it can matter, because it reads every statement."""
    if not has_self_declared_pairs(organization_id=organization_id):
        return frozenset()
    return left_ids(organization_id=organization_id, at=clock.now())


def count_pairs(organization_id: UUID) -> int:
    return open_pairs(organization_id=organization_id, leave_out=left_in_pairs(organization_id)).count()


def evidence_words(pair: DuplicatePair) -> dict[str, Any]:
    return {"certainty": _certainty(pair), "evidence": [str(EVIDENCE[code]) for code in pair.evidence]}


def compared(pair: DuplicatePair, *, pool_ids: Collection[UUID] = ()) -> Comparison:
    """Addresses, phones and applications of both must be at hand (prefetched)."""
    one, other = pair.first, pair.second
    lines = [
        *_facts_compared(_facts_of(one), _facts_of(other), pair.evidence),
        Line(_("応募"), _applications(one), _applications(other), ""),
        Line(_("プール"), _in_pool(one, pool_ids), _in_pool(other, pool_ids), ""),
        Line(_("登録"), _since(one), _since(other), ""),
    ]
    return _comparison(pair, lines)


def compared_with_row(candidate: Candidate, alike: AlikeRow) -> Comparison:
    """A record beside a row of a file. Addresses and phones must be at hand (prefetched)."""
    return _comparison(alike, _facts_compared(_facts_of(candidate), alike.row, alike.evidence))


def compared_rows(alike: AlikeRow) -> Comparison:
    """Two rows of one file, the earlier one first."""
    assert alike.other is not None
    return _comparison(alike, _facts_compared(alike.other, alike.row, alike.evidence))


def _comparison(pair: DuplicatePair | AlikeRow, lines: list[Line]) -> Comparison:
    shown = [line for line in lines if line.first or line.second]
    return Comparison(_certainty(pair), [str(EVIDENCE[code]) for code in pair.evidence], shown)


def _facts_compared(one: RowFacts, other: RowFacts, evidence: Sequence[str]) -> list[Line]:
    return [
        _line(_("氏名"), one.name, other.name, is_same=_key(one.name) == _key(other.name)),
        _line(
            _("フリガナ"),
            one.kana,
            other.kana,
            is_same=comparable_kana(one.kana) == comparable_kana(other.kana),
        ),
        _line(
            _("メールアドレス"),
            one.addresses,
            other.addresses,
            is_same=_share_line(one.addresses, other.addresses),
        ),
        _line(_("電話番号"), one.phones, other.phones, is_same=_share_line(one.phones, other.phones)),
        _line(_("地域"), one.region, other.region),
        _line(_("勤務先"), one.employer, other.employer, is_same="employer" in evidence),
        _line(_("職種"), one.title, other.title),
        _line(_("学歴"), one.education, other.education, is_same="school" in evidence),
    ]


def _facts_of(candidate: Candidate) -> RowFacts:
    return RowFacts(
        0,
        candidate.name,
        candidate.kana,
        "\n".join(sorted(one.address for one in candidate.addresses.all())),
        "\n".join(sorted(one.number for one in candidate.phones.all())),
        candidate.region,
        candidate.employer,
        candidate.title,
        candidate.education,
    )


def merge_changes(merge: Merge) -> list[dict[str, Any]]:
    """Facts of which the other value stands now: both, as long as the merge remembers them."""
    facts = (merge.before or {}).get("facts", {})
    return [
        {"term": str(word), "former": facts[column][0], "now": facts[column][1]}
        for column, word in COLUMNS.items()
        if column in facts and facts[column][0]
    ]


def _certainty(pair: DuplicatePair | AlikeRow) -> str:
    if is_clear(pair):
        return pgettext("same person", "ほぼ確実")
    if pair.likelihood >= 0.9:
        return pgettext("same person", "可能性が高い")
    if pair.likelihood >= 0.5:
        return pgettext("same person", "可能性がある")
    return pgettext("same person", "確認が必要")


def _line(term: str, first: str, second: str, *, is_same: bool = False) -> Line:
    if not (first and second):
        return Line(term, first, second, "one_sided" if first or second else "")
    return Line(term, first, second, "same" if is_same or first == second else "different")


def _share_line(one: str, other: str) -> bool:
    """One address or number is in both, however it is spaced."""
    mine, theirs = (set(written.casefold().replace("-", "").split("\n")) for written in (one, other))
    return bool((mine & theirs) - {""})


def _key(name: str) -> str:
    return comparable_name(name)


def _applications(candidate: Candidate) -> str:
    return "\n".join(
        " ".join(
            part
            for part in (
                table_day(application.applied_on),
                application.job_title or _("求人名なし"),
                str(APPLICATION_STATES[application.state].word),  # type: ignore[index]
            )
            if part
        )
        for application in candidate.applications.all()
    )


def _in_pool(candidate: Candidate, pool_ids: Collection[UUID]) -> str:
    return _("プールにいる") if candidate.id in pool_ids else ""


def _since(candidate: Candidate) -> str:
    return f"{table_day(candidate.created_at)} {SOURCES[Source(candidate.source)]}"
