"""Finds the row that a database refuses, and what of it: by halving, so that the rows that are well cost nothing."""

from __future__ import annotations

import pyarrow as pa
from sqlalchemy import Table, func, select

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.database.errors import REFUSED, RowRefused
from legacy_adapters.sinks.database.merge import Range, merging
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.tables import COMMIT, NEEDED, Target


def load(session: Session, target: Target, rows: pa.RecordBatch) -> None:
    """Adds rows to the staging table. Raises ``OutputError`` that names record, column and the database's words."""
    try:
        with session.savepoint():
            session.load(target.staged, rows)
    except RowRefused as refused:
        if rows.num_rows > 1:
            half = rows.num_rows // 2
            load(session, target, rows.slice(0, half))
            load(session, target, rows.slice(half))
            return
        columns = _columns_at_fault(session, target.staged, rows)
        raise _explained(refused, target, str(rows.column("record_id")[0].as_py()), columns) from refused


def _columns_at_fault(session: Session, staged: Table, row: pa.RecordBatch) -> list[str]:
    """The columns that the row is taken without; none where it takes more than one."""
    found = []
    for place, name in enumerate(row.schema.names):
        if name in NEEDED or row.column(place).null_count or name == COMMIT:
            continue
        without = row.set_column(place, row.schema.field(place), pa.nulls(1, row.schema.field(place).type))
        if _taken(session, staged, without):
            found.append(name)
    return found


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


def merge(session: Session, target: Target) -> None:
    """The staging table into the table. Raises ``OutputError`` that names the record and has the database's words."""
    try:
        with session.savepoint():
            session.execute(*merging(target, session.dialect.name))
    except RowRefused:
        sequence = target.staged.c.sequence
        low, high = session.rows(select(func.min(sequence), func.max(sequence)))[0]
        _merge_within(session, target, (int(low), int(high)))


def _merge_within(session: Session, target: Target, within: Range) -> None:
    low, high = within
    try:
        with session.savepoint():
            session.execute(*merging(target, session.dialect.name, within))
    except RowRefused as refused:
        if low < high:
            half = (low + high) // 2
            _merge_within(session, target, (low, half))
            _merge_within(session, target, (half + 1, high))
            return
        found = session.rows(select(target.staged.c.record_id).where(target.staged.c.sequence == low))
        raise _explained(refused, target, str(found[0][0]) if found else "", []) from refused


def _explained(error: RowRefused, target: Target, record: str, columns: list[str]) -> OutputError:
    what = f"the database refuses {', '.join(columns)}: " if columns else "the database refuses the record: "
    where = f"{target.table.fullname}, record {record}"
    return OutputError(f"{what}{error.message}", where=where, hint=f"Nothing was committed. {REFUSED.hint}")
