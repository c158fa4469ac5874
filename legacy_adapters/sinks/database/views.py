"""A view for reports on each table: what is valid now, without the envelope and without deleted records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Dialect, MetaData, Select, Table, and_, exists, select
from sqlalchemy.schema import CreateView, DropView, ExecutableDDLElement

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.settings import Mode
from legacy_adapters.sinks.database.tables import check_length

SUFFIX: Final = "_current"


def show(session: Session, table: Table, mode: Mode) -> None:
    """Creates the view on ``table``, or adds the columns that it lacks.

    Raises ``ConfigError`` for a name that is too long, or for a view that has columns which are not ours.
    """
    view = Table(f"{table.name}{SUFFIX}", MetaData(), schema=table.schema)
    check_length(view.name, session.dialect)
    own = [column.name for column in table.columns if column.name not in ENVELOPE.names]
    there = session.columns(view)
    found = [column.name for column in there or ()]
    if strange := [name for name in found if name not in own]:
        hint = "Drop it, or rename it: the next run makes a new one."
        raise ConfigError(f"has columns of others: {', '.join(strange)}", where=_place(session, view), hint=hint)
    # A view that is replaced keeps its columns where they are.
    names = [*found, *(name for name in own if name not in found)]
    if names != found:
        query = _query(table, names, mode)
        session.define(*_statements(view, query, session.dialect, replaces=there is not None))


def _query(table: Table, names: Sequence[str], mode: Mode) -> Select[Any]:
    query = select(*(table.c[name] for name in names)).where(table.c.operation != "delete")
    if mode == "insert":
        later = table.alias("later")
        newer = and_(later.c.record_id == table.c.record_id, later.c.sequence > table.c.sequence)
        query = query.where(~exists().where(newer))
    return query


def _statements(view: Table, query: Select[Any], dialect: Dialect, *, replaces: bool) -> Sequence[ExecutableDDLElement]:
    in_place = replaces and dialect.name in ("postgresql", "mysql", "mariadb")
    create = CreateView(query, view.name, schema=view.schema, or_replace=in_place)
    return [DropView(view), create] if replaces and not in_place else [create]


def _place(session: Session, view: Table) -> str:
    return f"{session.where}: view {view.fullname}"
