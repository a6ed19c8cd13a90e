"""Which pairs of candidates are worth weighing: found by SQL, in blocks of a bounded size. In the company's scope.

Who shares a phone number, and who shares a name in one of its spellings together with a second sign: an employer, a
school, the part of an address before the @. A name alone is never likely, so it makes no pair. A block of more than
BLOCK_MAX people tells nobody apart and is left out: the switchboard of a school, all 佐藤 誠 of one employer.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q

from careerrelay.candidates.models import Candidate
from careerrelay.candidates.rules.name_evidence import Named, other_name_keys
from careerrelay.core.sql import sql_rows
from careerrelay.text.latin import latin_form, latin_forms_of_kana

BLOCK_MAX = 50
# More names in Latin letters than this are compared by their letters only, not with readings.
LATIN_NAMES_MAX = 20_000
AT_ONCE = 5_000
# A question that names more ids than this takes longer to read than the whole table.
NAMED_AT_MOST = 1_000

Pair = tuple[UUID, UUID]

_BY_PHONE = """
    WITH crowds AS (
        SELECT array_agg(p.candidate_id) AS ids
        FROM candidates_candidatephone p
        WHERE p.organization_id = %(organization)s AND p.canonical IN (
            SELECT m.canonical FROM candidates_candidatephone m
            WHERE m.organization_id = %(organization)s AND m.candidate_id = ANY (%(ids)s))
        GROUP BY p.canonical
        HAVING count(*) BETWEEN 2 AND %(block_max)s
    )
    SELECT DISTINCT a.id, b.id FROM crowds, unnest(crowds.ids) AS a(id), unnest(crowds.ids) AS b(id)
    WHERE a.id < b.id
"""

# Signs are coarse, so that they cost little; the rule looks closely at what they bring together. Of a university,
# the two letters before 大学: regular expressions over a hundred thousand careers cost six seconds (measured 2026-11).
_BY_NAME = """
    WITH mine AS (
        SELECT name_key, kana_key FROM candidates_candidate
        WHERE organization_id = %(organization)s AND id = ANY (%(ids)s)
    ), spelled AS (
        SELECT * FROM unnest(%(spelled_ids)s::uuid[], %(spelled_keys)s::text[]) AS s(id, key)
    ), kin AS (
        SELECT c.id, 'n' || c.name_key AS key FROM candidates_candidate c
        WHERE c.organization_id = %(organization)s AND c.name_key <> '' AND c.name_key IN (
            SELECT name_key FROM mine UNION SELECT substr(key, 2) FROM spelled WHERE key LIKE 'n%%')
        UNION
        SELECT c.id, 'k' || c.kana_key FROM candidates_candidate c
        WHERE c.organization_id = %(organization)s AND c.kana_key <> ''
          AND c.kana_key IN (SELECT kana_key FROM mine)
        UNION
        SELECT id, key FROM spelled
    ), kindred AS (
        SELECT k.id, k.key FROM kin k JOIN (
            SELECT key FROM kin GROUP BY key HAVING count(*) > 1) AS shared USING (key)
    ), met AS (
        SELECT DISTINCT id FROM kindred
    ), signs AS (
        SELECT c.id, 'e' || translate(replace(replace(replace(replace(lower(c.employer),
            '株式会社', ''), '有限会社', ''), '(株)', ''), '（株）', ''), ' 　㈱.,・', '') AS sign
        FROM candidates_candidate c JOIN met USING (id)
        WHERE c.organization_id = %(organization)s AND c.employer <> ''
        UNION
        SELECT e.candidate_id, 'e' || translate(replace(replace(replace(replace(lower(e.employer),
            '株式会社', ''), '有限会社', ''), '(株)', ''), '（株）', ''), ' 　㈱.,・', '')
        FROM candidates_employment e JOIN met ON met.id = e.candidate_id
        WHERE e.organization_id = %(organization)s
        UNION
        SELECT c.id, 's' || right(split_part(c.education, '大学', 1), 2)
        FROM candidates_candidate c JOIN met USING (id)
        WHERE c.organization_id = %(organization)s AND c.education LIKE '%%大学%%'
        UNION
        SELECT s.candidate_id, 's' || right(split_part(s.school, '大学', 1), 2)
        FROM candidates_schooling s JOIN met ON met.id = s.candidate_id
        WHERE s.organization_id = %(organization)s AND s.school LIKE '%%大学%%'
        UNION
        SELECT a.candidate_id, 'm' || split_part(a.canonical, '@', 1)
        FROM candidates_candidateaddress a JOIN met ON met.id = a.candidate_id
        WHERE a.organization_id = %(organization)s AND NOT a.is_proxy
    ), blocks AS (
        SELECT array_agg(k.id) AS ids FROM kindred k JOIN signs s ON s.id = k.id
        WHERE length(s.sign) > 1
        GROUP BY k.key, s.sign
        HAVING count(*) BETWEEN 2 AND %(block_max)s
    )
    SELECT DISTINCT a.id, b.id FROM blocks, unnest(blocks.ids) AS a(id), unnest(blocks.ids) AS b(id)
    WHERE a.id < b.id
"""


def pairs_to_weigh(*, organization_id: UUID, candidate_ids: Sequence[UUID]) -> set[Pair]:
    """Pairs of which at least one is among `candidate_ids`, the smaller id first."""
    spelled = list(_other_spellings(organization_id=organization_id, candidate_ids=candidate_ids))
    arguments = {
        "organization": organization_id,
        "ids": list(candidate_ids),
        "block_max": BLOCK_MAX,
        "spelled_ids": [candidate_id for candidate_id, _ in spelled],
        "spelled_keys": [key for _, key in spelled],
    }
    mine = set(candidate_ids)
    found = (*sql_rows(_BY_PHONE, arguments), *sql_rows(_BY_NAME, arguments))
    return {(one, other) for one, other in found if one in mine or other in mine}


def _other_spellings(*, organization_id: UUID, candidate_ids: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
    """By candidate: `n` and a key of the name in another order or with a kanji taken for another, `l` and the name
    in Latin letters, where somebody here has one."""
    everybody = Candidate.objects.filter(organization_id=organization_id)
    wanted_ids = set(candidate_ids)
    mine = everybody.filter(id__in=candidate_ids) if len(candidate_ids) <= NAMED_AT_MOST else everybody
    for candidate_id, *written in mine.values_list("id", "name", "kana", "name_key", "kana_key").iterator(
        AT_ONCE
    ):
        for key in other_name_keys(Named(*written)) if candidate_id in wanted_ids else ():
            yield candidate_id, f"n{key}"
    latin = dict(
        everybody.filter(name_key__regex="^[a-z]+$")
        .order_by("-id")
        .values_list("id", "name")[:LATIN_NAMES_MAX]
    )
    forms = {candidate_id: latin_form(name) for candidate_id, name in latin.items()}
    if not forms:
        return
    yield from ((candidate_id, f"l{form}") for candidate_id, form in forms.items())
    # A reading is compared with all of them, so all readings are read only if one of them is new.
    readers = everybody if not forms.keys().isdisjoint(candidate_ids) else mine
    wanted = set(forms.values())
    for candidate_id, kana in readers.filter(~Q(kana_key="")).values_list("id", "kana").iterator(AT_ONCE):
        for form in latin_forms_of_kana(kana) & wanted:
            yield candidate_id, f"l{form}"
