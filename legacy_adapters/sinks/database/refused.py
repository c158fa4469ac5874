"""Finds the rows that a database refuses, and what of them: by halving, so that the rows that are well cost little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Index, Table, func, select
from sqlalchemy.schema import CreateIndex

from legacy_adapters.sinks.answered import MOST_REFUSED
from legacy_adapters.sinks.database.errors import RowRefused
from legacy_adapters.sinks.database.merge import Range, merging
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.tables import COMMIT, NEEDED, STREAM, Target

_INDEXED_WITHIN = ("postgresql", "sqlite")
"""Where an index is made within the transaction, and not by ending it."""


def load(session: Session, target: Target, rows: pa.RecordBatch, refuse: Callable[[int, str], None]) -> None:
    """Adds rows to the staging table, but those that the database refuses: ``refuse`` is told which, with the column
    and the database's words."""
    suspects: list[str] = []
    waiting = [(0, rows.num_rows)]
    while waiting:
        start, count = waiting.pop()
        some = rows.slice(start, count)
        try:
            with session.savepoint():
                session.load(target.staged, some)
        except RowRefused as refused:
            if count > 1:
                half = count // 2
                waiting += [(start + half, count - half), (start, half)]
                continue
            column = _column_at_fault(session, target.staged, some, suspects)
            refuse(start, f"{column}: {refused.message}" if column else refused.message)


def _column_at_fault(session: Session, staged: Table, row: pa.RecordBatch, suspects: list[str]) -> str:
    """The first column that the row is taken without; nothing where it takes more than one. What was at fault before
    is tried first, as it mostly is again."""
    names = [name for name in row.schema.names if name not in (*NEEDED, COMMIT, STREAM)]
    for name in dict.fromkeys((*suspects, *names)):
        place = row.schema.get_field_index(name)
        if row.column(place).null_count:
            continue
        without = row.set_column(place, row.schema.field(place), pa.nulls(1, row.schema.field(place).type))
        if _taken(session, staged, without):
            if name not in suspects:
                suspects.insert(0, name)
            return name
    return ""


def _taken(session: Session, staged: Table, row: pa.RecordBatch) -> bool:
    """Whether the database takes it; it is undone in any case."""
    try:
        with session.savepoint():
            session.load(staged, row)
            raise _Undone
    except _Undone:
        return True
    except RowRefused:
        return False


class _Undone(Exception):
    """Leaves a savepoint without keeping what was done in it."""


@dataclass(frozen=True, slots=True)
class NotMerged:
    """A row of the staging table that the table does not take, and the database's words."""

    record_id: str
    sequence: int
    words: str


def merge(session: Session, target: Target) -> Sequence[NotMerged]:
    """The staging table into the table, but the rows that the database refuses, which are returned: of too many the
    first ones."""
    if _merged(session, target) is None:
        return ()
    if session.dialect.name in _INDEXED_WITHIN:
        index = Index(f"{target.staged.name}_s", target.staged.c.sequence)
        session.define(CreateIndex(index, if_not_exists=True))
    refused = _halved(session, target)
    if len(refused) > MOST_REFUSED:
        return refused
    # A row may have stood in the way of one before it, which is well now.
    while again := _once_more(session, target, refused):
        if len(again) == len(refused):
            break
        refused = again
    return again


def _halved(session: Session, target: Target) -> list[NotMerged]:
    sequence = target.staged.c.sequence
    waiting: list[Range] = [session.rows(select(func.min(sequence), func.max(sequence)))[0]]
    refused: list[NotMerged] = []
    while waiting and len(refused) <= MOST_REFUSED:
        low, high = waiting.pop()
        words = _merged(session, target, (low, high))
        if words is None:
            continue
        if low < high:
            half = (low + high) // 2
            waiting += [(half + 1, high), (low, half)]
        else:
            # Records that were events before may share a number.
            found = session.rows(select(target.staged.c.record_id).where(sequence == low))
            refused += [NotMerged(str(record_id), low, words) for (record_id,) in found]
    return refused


def _once_more(session: Session, target: Target, refused: Sequence[NotMerged]) -> list[NotMerged]:
    """Each by itself."""
    again = []
    for row in refused:
        words = _merged(session, target, (row.sequence, row.sequence), row.record_id)
        if words is not None:
            again.append(NotMerged(row.record_id, row.sequence, words))
    return again


def _merged(session: Session, target: Target, within: Range | None = None, record_id: str | None = None) -> str | None:
    """None, or why none of these rows was merged."""
    try:
        with session.savepoint():
            session.execute(*merging(target, session.dialect.name, within, record_id))
    except RowRefused as refused:
        return refused.message
    return None
