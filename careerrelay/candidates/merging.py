"""Rows of a file become, or complete, candidates and applications. The same rows twice change nothing.

A chunk at a time, in one transaction of the caller's: what is known is recalled, each row is decided in the order of
the file on plain values, and a few statements write all of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from careerrelay.candidates import chunk_statements as statements
from careerrelay.candidates.duplicates import suggest_pairs
from careerrelay.candidates.indexing import Cutting, begin_indexing
from careerrelay.candidates.models import Candidate, Rejection, Withdrawal
from careerrelay.candidates.recalling import recall_known, take_addresses_over
from careerrelay.candidates.rules.recognising import Decision, decide_rows
from careerrelay.candidates.rules.staging import StagedRow
from careerrelay.core.calendar import day_in_japan
from careerrelay.core.ids import new_written_id
from careerrelay.core.sql import sql_copy, sql_count, sql_rows, sql_value

Arguments = dict[str, Any]


@dataclass(slots=True)
class Tally:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    unreachable: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What the rows of one import have in common. `is_told`: rejected people know it, where the file does not say.
    `cutting`: cuts the texts of those who are known, while those who are new are written. `leave_out`: whom the company
    may not know of, who came by themselves and left."""

    organization_id: UUID
    import_id: UUID
    system: str
    is_told: bool
    at: datetime
    cutting: Cutting
    leave_out: Collection[UUID]

    @property
    def arguments(self) -> Arguments:
        return {
            "organization": self.organization_id,
            "import": self.import_id,
            "system": self.system,
            "is_told": self.is_told,
            "today": day_in_japan(self.at),
            "at": self.at,
        }


def merge_rows(rows: Sequence[StagedRow], merging: Merging) -> Tally:
    """Take them in; what the file leaves empty stays as it was. In the organization's scope."""
    which: dict[str, Any] = {"organization_id": merging.organization_id, "leave_out": merging.leave_out}
    take_addresses_over(rows, **which)
    known = recall_known(rows, system=merging.system, **which)
    decisions = decide_rows(rows, known)
    copy_decisions(decisions)
    tally = Tally(unreachable=sum(not decision.is_reachable for decision in decisions))
    touched: set[str] = set()
    for wave in range(1, max((decision.wave for decision in decisions), default=0) + 1):
        of_wave = [decision for decision in decisions if decision.wave == wave]
        changed = _merge_wave(of_wave, merging.arguments | {"wave": wave})
        _count(of_wave, changed, tally)
        touched |= {decision.candidate_id for decision in of_wave if changed & _ids(decision)}
    tally.undecided = sql_value(statements.COUNT_UNDECIDED, merging.arguments)
    touched |= _erase_empty({decision.left for decision in decisions if decision.left}, merging)
    _suggest_shared(decisions, merging)
    _index(decisions, touched, merging)
    return tally


def _ids(decision: Decision) -> set[str]:
    return {decision.candidate_id, decision.application_id}


def _count(decisions: Sequence[Decision], changed: set[str], tally: Tally) -> None:
    for decision in decisions:
        if decision.makes_application:
            tally.new += 1
        elif changed & _ids(decision):
            tally.changed += 1
        else:
            tally.unchanged += 1


def _merge_wave(decisions: Sequence[Decision], arguments: Arguments) -> set[str]:
    """The candidates and applications that were there and are not as before, or got a new application."""
    changed: set[str] = set()
    _change_candidates(decisions, arguments, changed)
    _change_applications(decisions, arguments, changed)
    if any(decision.row.interviews for decision in decisions):
        changed |= _told(statements.ADD_INTERVIEWS, arguments)
    return changed | {
        decision.candidate_id
        for decision in decisions
        if decision.makes_application and not decision.makes_candidate
    }


def _change_candidates(decisions: Sequence[Decision], arguments: Arguments, changed: set[str]) -> None:
    if any(decision.makes_candidate for decision in decisions):
        sql_count(statements.ADD_CANDIDATES, arguments)
        sql_count(statements.ADD_NEW_ADDRESSES, arguments)
        sql_count(statements.ADD_NEW_PHONES, arguments)
    if all(decision.makes_candidate for decision in decisions):
        return
    sql_count(statements.KEEP_CANDIDATES, arguments)
    for statement in (statements.COMPLETE_CANDIDATES, statements.ADD_ADDRESSES, statements.ADD_PHONES):
        changed |= _told(statement, arguments)


def _change_applications(decisions: Sequence[Decision], arguments: Arguments, changed: set[str]) -> None:
    """A rejection follows the state: made with it, gone with it (unreject). So does a withdrawal."""
    if any(decision.makes_application for decision in decisions):
        sql_count(statements.ADD_APPLICATIONS, arguments)
        sql_count(statements.ADD_NEW_REJECTIONS, arguments)
        sql_count(statements.ADD_NEW_WITHDRAWALS, arguments)
    if all(decision.makes_application for decision in decisions):
        return
    known = [decision.application_id for decision in decisions if not decision.makes_application]
    arguments = arguments | {"known": known}
    sql_count(statements.KEEP_APPLICATIONS, arguments)
    for statement in (
        statements.COMPLETE_APPLICATIONS,
        statements.ADD_REJECTIONS,
        statements.ADD_WITHDRAWALS,
    ):
        changed |= _told(statement, arguments)
    changed |= _end_otherwise(Rejection, "rejection", statements.LEFT_REJECTIONS, arguments)
    changed |= _end_otherwise(Withdrawal, "withdrawal", statements.LEFT_WITHDRAWALS, arguments)


def _told(statement: str, arguments: Arguments) -> set[str]:
    """The ids that it tells."""
    return {str(found) for (found,) in sql_rows(statement, arguments)}


def _end_otherwise(
    model: type[Rejection] | type[Withdrawal], table: str, statement: str, arguments: Arguments
) -> set[str]:
    left = [found for (found,) in sql_rows(statement, arguments)]
    if not left:
        return set()
    sql_count(statements.kept_whole(table), arguments | {"ids": left})
    gone = model.objects.filter(organization_id=arguments["organization"], id__in=left)
    of = set(map(str, gone.values_list("application_id", flat=True)))
    gone.delete()
    return of


def _erase_empty(left: set[str], merging: Merging) -> set[str]:
    """Those whose last application moved to whom its address names; nothing else is known of them. Returns the
    others, who have one application less."""
    if not left:
        return set()
    arguments = merging.arguments | {"candidates": list(left)}
    gone = list(_told(statements.EMPTY_CANDIDATES, arguments))
    if gone:
        sql_count(statements.kept_whole("candidate"), arguments | {"ids": gone})
        phones = [
            found
            for (found,) in sql_rows(
                "SELECT id FROM candidates_candidatephone WHERE organization_id = %(organization)s"
                " AND candidate_id = ANY (%(ids)s::uuid[])",
                arguments | {"ids": gone},
            )
        ]
        sql_count(statements.kept_whole("candidatephone"), arguments | {"ids": phones})
        Candidate.objects.filter(organization_id=merging.organization_id, id__in=gone).delete()
    return left - set(gone)


def _suggest_shared(decisions: Sequence[Decision], merging: Merging) -> None:
    """A couple that shares a mailbox, or a mailbox with a new owner: only who reads the file sees that."""
    pairs = {
        (UUID(decision.candidate_id), UUID(owner)) for decision in decisions for owner in decision.shared_with
    }
    if pairs:
        suggest_pairs(
            organization_id=merging.organization_id, candidate_ids=(), shared_addresses=pairs, at=merging.at
        )


def _index(decisions: Sequence[Decision], touched: set[str], merging: Merging) -> None:
    """Who is new and has one row was cut into words already; everybody else is read as they are now."""
    ready = [decision for decision in decisions if _is_ready(decision, touched)]
    others = touched | {decision.candidate_id for decision in decisions if decision.makes_candidate}
    write_others = begin_indexing(
        organization_id=merging.organization_id,
        candidate_ids=set(map(UUID, others - {decision.candidate_id for decision in ready})),
        cutting=merging.cutting,
    )
    sql_copy("import_words", [decision.row.words for decision in ready])
    sql_count(statements.ADD_WORDS, merging.arguments)
    write_others()


def _is_ready(decision: Decision, touched: set[str]) -> bool:
    row = decision.row
    return (
        decision.makes_candidate
        and bool(row.words)
        and decision.candidate_id not in touched
        and len(decision.addresses) == len(row.addresses)
    )


def copy_decisions(decisions: Sequence[Decision]) -> None:
    """Into the temporary tables of this connection, in place of what stood there."""
    sql_count(statements.TABLES)
    lines: dict[str, list[str]] = {table: [] for table in statements.COPIED}
    for decision in decisions:
        _add_lines(decision, lines)
    for table, of_table in lines.items():
        sql_copy(table, of_table)
    sql_count(statements.ANALYSED)


def _add_lines(decision: Decision, lines: dict[str, list[str]]) -> None:
    row, wave = decision.row, decision.wave
    of_candidate = f"{wave}\t{decision.candidate_id}\t{decision.makes_candidate}"
    of_application = f"{decision.application_id}\t{decision.makes_application}"
    lines["import_row"].append(f"{of_candidate}\t{of_application}\t{row.line}")
    for table, contacts in (("import_address", decision.addresses), ("import_phone", row.phones)):
        lines[table] += [f"{of_candidate}\t{contact.line}" for contact in contacts]
    for stage, day in row.interviews:
        lines["import_interview"].append(
            f"{wave}\t{of_application}\t{new_written_id()}\t{stage}\t{day.isoformat()}"
        )
