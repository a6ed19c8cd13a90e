"""What a company knows of the people in some rows of a file: a handful of questions for thousands of rows."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from careerrelay.candidates.rules.recognising import Known, Said
from careerrelay.candidates.rules.staging import StagedRow
from careerrelay.core.sql import sql_count, sql_rows, sql_texts

PLAIN = "plain"

_NUMBERED = """
SELECT external_id, id::text, candidate_id::text FROM candidates_application
WHERE organization_id = %(organization)s AND system = %(system)s AND external_id = ANY (%(ids)s::text[])
"""
# A plain list of ids and addresses completes what another system's export left open, if only one has that id.
_NUMBERED_ELSEWHERE = """
SELECT external_id, (array_agg(id))[1]::text, (array_agg(candidate_id))[1]::text FROM candidates_application
WHERE organization_id = %(organization)s AND system <> %(system)s AND external_id = ANY (%(ids)s::text[])
GROUP BY external_id HAVING count(*) = 1
"""
_OWNERS = """
SELECT canonical, candidate_id::text FROM candidates_candidateaddress
WHERE organization_id = %(organization)s AND canonical = ANY (%(addresses)s::text[])
"""
# OFFSET and LIMIT: person by person. A planner that does not know a young table reads all of it for a few people.
_BY_PHONE = """
SELECT p.canonical, c.name_key, c.id::text FROM candidates_candidatephone p
CROSS JOIN LATERAL (SELECT id, name_key FROM candidates_candidate WHERE id = p.candidate_id
                    AND organization_id = %(organization)s OFFSET 0) c
WHERE p.organization_id = %(organization)s AND p.canonical = ANY (%(phones)s::text[])
  AND c.name_key = ANY (%(name_keys)s::text[])
ORDER BY c.id DESC
"""
_BY_NAME = """
SELECT c.name, c.kana, c.id::text FROM candidates_candidate c
WHERE c.organization_id = %(organization)s AND c.name_key = ANY (%(name_keys)s::text[])
  AND EXISTS (SELECT FROM candidates_application a WHERE a.candidate_id = c.id
              AND a.organization_id = %(organization)s AND a.system = %(system)s AND a.external_id = '')
ORDER BY c.id
"""
_MET = """
SELECT id::text, name, kana, name_key, kana_key, (SELECT true FROM candidates_candidateaddress d
    WHERE d.candidate_id = c.id AND d.organization_id = %(organization)s LIMIT 1) IS NOT NULL
FROM candidates_candidate c
WHERE organization_id = %(organization)s AND id = ANY (%(candidates)s::uuid[]) ORDER BY id
"""
# Whoever would erase one of them waits for us or left before us (see forget_self_declared).
_LOCKED = f"{_MET} FOR NO KEY UPDATE"
_UNNUMBERED = """
SELECT candidate_id::text, job_title, applied_on, id::text FROM candidates_application
WHERE organization_id = %(organization)s AND candidate_id = ANY (%(candidates)s::uuid[])
  AND system = %(system)s AND external_id = '' ORDER BY id DESC
"""

_LEFT_ADDRESSES = """
DELETE FROM candidates_candidateaddress
WHERE organization_id = %(organization)s AND canonical = ANY (%(addresses)s::text[]) AND candidate_id = ANY (%(left)s)
"""

Arguments = dict[str, Any]


def recall_known(
    rows: Sequence[StagedRow],
    *,
    organization_id: UUID,
    system: str,
    leave_out: Collection[UUID],
    is_locking: bool = True,
) -> Known:
    """Those who are found stay locked until the end of the transaction, in the order of their ids. In the
    organization's scope. `leave_out`: whom the company may not know of, so that it meets them anew."""
    arguments: Arguments = {"organization": organization_id, "system": system}
    known = Known()
    _recall_numbered(known, rows, arguments)
    addresses = {address.canonical for row in rows for address in row.addresses}
    known.owners = dict(_asked(_OWNERS, arguments, addresses=addresses))
    _recall_by_phone(known, rows, arguments)
    _recall_by_name(known, rows, arguments)
    _leave_out(known, leave_out)
    _meet(known, arguments, is_locking=is_locking)
    if any(not row.external_id for row in rows):
        for candidate_id, job_title, applied_on, found in _asked(
            _UNNUMBERED, arguments, candidates=known.names.keys()
        ):
            known.unnumbered[candidate_id, job_title, applied_on] = found
    return known


def _recall_numbered(known: Known, rows: Sequence[StagedRow], arguments: Arguments) -> None:
    ids = {row.external_id for row in rows} - {""}
    for external_id, *found in _asked(_NUMBERED, arguments, ids=ids):
        known.numbered[external_id] = (found[0], found[1])
    if arguments["system"] == PLAIN:
        for external_id, *found in _asked(_NUMBERED_ELSEWHERE, arguments, ids=ids - known.numbered.keys()):
            known.numbered[external_id] = (found[0], found[1])


def _recall_by_phone(known: Known, rows: Sequence[StagedRow], arguments: Arguments) -> None:
    waiting = [row for row in rows if row.phones]
    found = _asked(
        _BY_PHONE,
        arguments | {"name_keys": sql_texts({row.name_key for row in waiting})},
        phones={phone.canonical for row in waiting for phone in row.phones},
    )
    known.by_phone = {(canonical, name_key): candidate_id for canonical, name_key, candidate_id in found}


def _recall_by_name(known: Known, rows: Sequence[StagedRow], arguments: Arguments) -> None:
    waiting = {row.name_key for row in rows if not row.external_id}
    for name, kana, candidate_id in _asked(_BY_NAME, arguments, name_keys=waiting):
        known.by_name.setdefault((name, kana), []).append(candidate_id)


def take_addresses_over(
    rows: Sequence[StagedRow], *, organization_id: UUID, leave_out: Collection[UUID]
) -> None:
    """An address of somebody whom the company may not know of comes over to whom the file names (as in `contacts`): an
    import that found it taken would tell that they had been here (P08)."""
    addresses = {address.canonical for row in rows for address in row.addresses}
    if leave_out and addresses:
        sql_count(
            _LEFT_ADDRESSES,
            {"organization": organization_id, "addresses": sql_texts(addresses), "left": list(leave_out)},
        )


def _leave_out(known: Known, left: Collection[UUID]) -> None:
    """Nobody of them has an application, by which they could be known as well."""
    if not left:
        return
    ids = {str(one) for one in left}
    known.owners = {key: owner for key, owner in known.owners.items() if owner not in ids}
    known.by_phone = {key: owner for key, owner in known.by_phone.items() if owner not in ids}


def _meet(known: Known, arguments: Arguments, *, is_locking: bool) -> None:
    """Whoever was erased since they were found is not known."""
    found = {
        *known.owners.values(),
        *known.by_phone.values(),
        *(candidate_id for _, candidate_id in known.numbered.values()),
        *chain.from_iterable(known.by_name.values()),
    }
    statement = _LOCKED if is_locking else _MET
    for candidate_id, *said, is_reachable in _asked(statement, arguments, candidates=found):
        known.names[candidate_id] = Said(*said)
        if is_reachable:
            known.reachable.add(candidate_id)
    known.owners = {key: owner for key, owner in known.owners.items() if owner in known.names}
    known.by_phone = {key: owner for key, owner in known.by_phone.items() if owner in known.names}
    known.numbered = {key: found for key, found in known.numbered.items() if found[1] in known.names}
    known.by_name = {key: [one for one in ids if one in known.names] for key, ids in known.by_name.items()}


def _asked(statement: str, arguments: Arguments, **values: Iterable[str]) -> list[tuple[Any, ...]]:
    lists = {name: list(found) for name, found in values.items()}
    if not all(lists.values()):
        return []
    return sql_rows(statement, arguments | {name: sql_texts(found) for name, found in lists.items()})
