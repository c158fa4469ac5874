"""From the staging table into the table: all rows of a run, or those of a range of sequence numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Executable, Select, and_, delete, exists, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.sinks.database.tables import Target

Range: TypeAlias = tuple[int, int]
"""Sequence numbers from the first up to and with the second."""

_MYSQL = ("mysql", "mariadb")
_ON_CONFLICT = ("postgresql", "sqlite")


def tidying(target: Target, dialect: str) -> Sequence[Executable]:
    """What is done once before rows are merged: of each record only its last change is left, where the database would
    trip over two."""
    if target.mode == "insert" or dialect in _ON_CONFLICT:
        return ()
    staged = target.staged
    later = staged.alias("later")
    newer = and_(later.c.record_id == staged.c.record_id, later.c.sequence > staged.c.sequence)
    return (delete(staged).where(newer if dialect in _MYSQL else exists().where(newer)),)


def merging(
    target: Target, dialect: str, within: Range | None = None, record_id: str | None = None
) -> Sequence[Executable]:
    """The statements, in order; all rows, or those within a range, of all records or of one. A record that is there
    with the same or a higher sequence number stays as it is."""
    table, staged, columns = target.table, target.staged, target.columns
    chosen: ColumnElement[bool] = true() if within is None else staged.c.sequence.between(*within)
    if record_id is not None:
        chosen = and_(chosen, staged.c.record_id == record_id)
    fresh = select(*(staged.c[name] for name in columns)).where(chosen)
    if target.mode == "insert":
        there = and_(table.c.record_id == staged.c.record_id, table.c.sequence == staged.c.sequence)
        return (insert(table).from_select(columns, fresh.where(~exists().where(there))),)
    newer = and_(table.c.record_id == staged.c.record_id, staged.c.sequence > table.c.sequence, chosen)
    soft = _soft_delete(target, dialect, and_(newer, staged.c.operation == "delete"))
    if dialect in _ON_CONFLICT:
        return (soft, _on_conflict(target, dialect, fresh))
    missing = insert(table).from_select(columns, fresh.where(~exists().where(table.c.record_id == staged.c.record_id)))
    if dialect in _MYSQL:
        # Not ON DUPLICATE KEY: that would take another record's row for this one where another key is the same.
        return (soft, update(table).where(newer).values({name: staged.c[name] for name in columns}), missing)
    return (soft, delete(table).where(exists().where(newer)), missing)


def _soft_delete(target: Target, dialect: str, gone: ColumnElement[bool]) -> Executable:
    """The envelope tells it; the fields stay as they were."""
    table, staged = target.table, target.staged
    if dialect in (*_MYSQL, *_ON_CONFLICT):
        return update(table).where(gone).values({name: staged.c[name] for name in ENVELOPE.names})
    # Of other databases it is not known how they update from another table.
    values = {name: select(staged.c[name]).where(gone).scalar_subquery() for name in ENVELOPE.names}
    return update(table).where(exists().where(gone)).values(values)


def _on_conflict(target: Target, dialect: str, fresh: Select[Any]) -> Executable:
    table, staged, columns = target.table, target.staged, target.columns
    changed = [name for name in columns if name != "record_id"]
    if dialect == "sqlite":
        lite = sqlite.insert(table).from_select(columns, fresh)
        return lite.on_conflict_do_update(
            index_elements=[table.c.record_id],
            set_={name: lite.excluded[name] for name in changed},
            where=lite.excluded.sequence > table.c.sequence,
        )
    # The server refuses to touch one row twice. Sorting costs little: the index is then filled in its order.
    last = fresh.ext(postgresql.distinct_on(staged.c.record_id))
    post = postgresql.insert(table).from_select(columns, last.order_by(staged.c.record_id, staged.c.sequence.desc()))
    return post.on_conflict_do_update(
        index_elements=[table.c.record_id],
        set_={name: post.excluded[name] for name in changed},
        where=post.excluded.sequence > table.c.sequence,
    )
