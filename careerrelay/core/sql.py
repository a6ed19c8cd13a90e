"""The one door for SQL that no manager can write: definer functions, and inserts that may lose a race."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

COPIED_AT_ONCE = 500

Arguments = Sequence[Any] | Mapping[str, Any]


def sql_rows(statement: str, arguments: Arguments = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def sql_value(statement: str, arguments: Arguments = ()) -> Any:
    """The first column of the first row; None if there is none."""
    rows = sql_rows(statement, arguments)
    return rows[0][0] if rows else None


def sql_count(statement: str, arguments: Arguments = ()) -> int:
    """How many rows were written: 0 for an insert that found its row there already."""
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return int(cursor.rowcount)


def sql_texts(values: Iterable[str | None]) -> str:
    """Many texts as one value, to be written `%(name)s::text[]` or as an array of what they say: a list goes through
    psycopg value by value, which for thousands costs more than asking."""
    return "{" + ",".join(["NULL" if text is None else f'"{_escaped(text)}"' for text in values]) + "}"


def _escaped(text: str) -> str:
    if "\\" in text or '"' in text:
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def sql_copy(table: str, lines: Sequence[str]) -> None:
    """Rows in the text format of COPY, without their ends, into a temporary table; a walled one refuses it."""
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copying:
        for at in range(0, len(lines), COPIED_AT_ONCE):
            copying.write(("\n".join(lines[at : at + COPIED_AT_ONCE]) + "\n").encode())


def own_connection() -> psycopg.Connection[Any]:
    """A connection beside Django's and outside its pool, in autocommit, as the same role: for whoever needs a
    session of its own, such as the lease of a sender. The caller closes it."""
    parameters = connection.get_connection_params()
    for only_django in ("pool", "cursor_factory", "context"):
        parameters.pop(only_django, None)
    return psycopg.connect(**parameters, autocommit=True)
