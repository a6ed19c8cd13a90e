"""How a file is to be read, as somebody chose it step by step: kept with the file, so that going back loses nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from careerrelay.audit.actions import record_deed
from careerrelay.candidates.custom_fields import custom_fields
from careerrelay.candidates.import_files import as_file, hash_of, keep_bytes, kept_bytes, size_of
from careerrelay.candidates.models import Import, ImportState
from careerrelay.candidates.rules.columns import ColumnChoices, NoKnownColumn, Target
from careerrelay.candidates.rules.custom_columns import CustomColumn
from careerrelay.candidates.rules.fields import Field
from careerrelay.candidates.rules.glances import Glance, glance_at
from careerrelay.candidates.rules.statuses import Outcome
from careerrelay.core.actor import Actor
from careerrelay.core.refusal import Refusal
from careerrelay.text.folding import fold_for_search

CUSTOM = "custom:"


class ReadingIsSettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            ja="この取り込みは始まっているので、読み方は変えられません。",
            en="This import has begun; how the file is read cannot be changed any more.",
        )


def glance_at_import(
    received: Import,
    *,
    encoding: str | None = None,
    system: str | None = None,
    header_line: int | None = None,
    columns: ColumnChoices | None = None,
) -> Glance:
    """The top of a kept file, read as it was chosen or as it is tried here. Raises: what `glance_at` raises."""
    with kept_bytes(received) as file:
        return glance_at(
            file,
            encoding=encoding or received.encoding or None,
            source=system or received.system or None,
            columns=kept_choices(received) if columns is None else columns,
            header_line=header_line or received.header_line,
            word_ends=kept_word_ends(received),
        )


def keep_unknown_table(
    *, organization_id: UUID, filename: str, content: bytes | BinaryIO, actor: Actor, at: datetime
) -> Import:
    """Keep a table of which no heading is known: somebody will say what its columns are. In the organization's scope.

    Raises: NoKnownColumn (it is no table), and what `glance_at` raises.
    """
    file = as_file(content)
    glance = glance_at(file)
    kept = Import.objects.create(
        organization_id=organization_id,
        filename=filename[:255],
        file_bytes=size_of(file),
        content_hash=hash_of(file),
        encoding=glance.codec,
        system=glance.source,
        header_line=glance.header_line,
        state=ImportState.UPLOADED,
        uploaded_by=actor.id,
        uploaded_at=at,
    )
    keep_bytes(kept, file)
    record_deed("receive_file", of=kept, actor=actor, at=at)
    return kept


def choose_reading(
    received: Import,
    *,
    encoding: str | None,
    system: str | None,
    header_line: int | None,
    actor: Actor,
    at: datetime,
) -> Glance:
    """Keep the encoding, the system and the line of the headings, once the file can be read so; what is `None` is
    guessed anew. Chosen columns stay.

    Raises: ReadingIsSettled, and what `glance_at` raises.
    """
    with kept_bytes(received) as file:
        glance = glance_at(
            file,
            encoding=encoding,
            source=system,
            columns=kept_choices(received),
            header_line=header_line,
        )
    is_line_kept = header_line is not None or not glance.is_known
    _keep(
        received,
        encoding=glance.codec,
        system=glance.source,
        header_line=glance.header_line if is_line_kept else None,
    )
    record_deed("choose_reading", of=received, actor=actor, at=at)
    return glance


def choose_columns(
    received: Import, *, columns: Mapping[int, Target | None], actor: Actor, at: datetime
) -> None:
    """Keep what the columns are; no choice gives the guess back. What may not be asked for stays out (P20).

    Raises: ReadingIsSettled; NoKnownColumn when nobody could be told apart.
    """
    glance = glance_at_import(received, columns=columns)
    if columns and not glance.mapping.tells_people_apart:
        raise NoKnownColumn(glance.headings)
    # With chosen columns another row may look more like headings: the one that was looked at stays.
    _keep(received, columns=written_choices(columns), header_line=glance.header_line)
    record_deed("choose_columns", of=received, actor=actor, at=at)


def choose_word_ends(
    received: Import, *, word_ends: Mapping[str, Outcome], actor: Actor, at: datetime
) -> None:
    """Keep how applications ended of which only these words tell; a word that is missing is decided person by person.
    An application that the words mix up or days contradict stays with a person.

    Raises: ReadingIsSettled.
    """
    _keep(received, word_ends=written_word_ends(word_ends))
    record_deed("choose_word_ends", of=received, actor=actor, at=at)


def written_word_ends(word_ends: Mapping[str, Outcome]) -> dict[str, str] | None:
    return {fold_for_search(word): end.value for word, end in word_ends.items()} or None


def kept_word_ends(received: Import) -> dict[str, Outcome]:
    return {word: Outcome(end) for word, end in (received.word_ends or {}).items()}


def kept_choices(received: Import) -> dict[int, Target | None]:
    """A custom field that was ended since leaves its column to our guess."""
    written = {int(index): name for index, name in received.columns.items()}
    if not any(name and name.startswith(CUSTOM) for name in written.values()):
        return {index: Field(name) if name else None for index, name in written.items()}
    targets = targets_of(received.organization_id)
    return {
        index: targets[name] if name else None for index, name in written.items() if name in {None, *targets}
    }


def targets_of(organization_id: UUID) -> dict[str, Target]:
    """Whatever a column can be, by the word that is kept: ours, then the company's own, oldest first."""
    targets: dict[str, Target] = {field.value: field for field in Field}
    for field in custom_fields(organization_id=organization_id):
        column = CustomColumn(str(field.id), field.name, field.form, tuple(field.choices))
        targets[f"{CUSTOM}{field.id}"] = column
    return targets


def written_choices(columns: ColumnChoices) -> dict[str, str | None]:
    return {str(index): word_of(target) if target is not None else None for index, target in columns.items()}


def word_of(target: Target) -> str:
    return f"{CUSTOM}{target.id}" if isinstance(target, CustomColumn) else target.value


def _keep(received: Import, **chosen: object) -> None:
    kept = Import.objects.filter(id=received.id, state=ImportState.UPLOADED).update(**chosen)
    if not kept:
        raise ReadingIsSettled
    for name, value in chosen.items():
        setattr(received, name, value)
