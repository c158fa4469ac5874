"""A table that is there already: whether it fits, and the new columns that it may get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, CreateTable, ExecutableDDLElement, SetColumnComment, SetTableComment
from sqlalchemy.types import TypeEngine

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.session import Session
from legacy_adapters.sinks.database.tables import NEEDED, Wanted


class AddColumn(ExecutableDDLElement):
    """A column more, behind all others."""

    def __init__(self, column: Column[Any]) -> None:
        self.column = column


@compiles(AddColumn)
def _add_column(element: AddColumn, compiler: Any, **_options: Any) -> str:
    table = compiler.preparer.format_table(element.column.table)
    return f"ALTER TABLE {table} ADD {compiler.process(CreateColumn(element.column))}"


def prepare(session: Session, wanted: Wanted, *, create: bool) -> Mapping[str, TypeEngine[Any]]:
    """Creates the table or checks it, and adds columns that are new. Returns the types that the columns have.

    Raises ``ConfigError`` that names the column, both types, and what to do.
    """
    found = session.columns(wanted.table)
    if found is None:
        if not create:
            hint = f"Let the sink `create` it, or create it yourself:\n{_written(wanted, session.dialect)}"
            raise ConfigError("there is no such table", where=_place(session, wanted), hint=hint)
        session.define(*creating(wanted, session.dialect))
        return {column.name: column.type for column in wanted.table.columns}
    if (reason := session.unsafe(wanted.table)) is not None:
        hint = "Change its engine (ALTER TABLE … ENGINE=InnoDB), or deliver to another table."
        raise ConfigError(f"cannot be delivered to exactly once: {reason}", where=_place(session, wanted), hint=hint)
    there = _by_name(found, session.dialect)
    missing = [column for column in wanted.table.columns if _folded(column.name, session.dialect) not in there]
    _check(session, wanted, there, missing, create=create)
    if missing:
        session.define(*(AddColumn(column) for column in missing))
    types = {name: column.type for name, column in there.items()}
    return {
        column.name: types.get(_folded(column.name, session.dialect), column.type) for column in wanted.table.columns
    }


def creating(wanted: Wanted, dialect: Dialect) -> Sequence[ExecutableDDLElement]:
    """The statements that create the table, with its comments where the database has them."""
    comments: list[ExecutableDDLElement] = []
    if dialect.supports_comments and not dialect.inline_comments:
        comments = [SetColumnComment(column) for column in wanted.table.columns if column.comment]
        comments += [SetTableComment(wanted.table)] if wanted.table.comment else []
    return [CreateTable(wanted.table), *comments]


def _check(
    session: Session,
    wanted: Wanted,
    there: Mapping[str, Column[Any]],
    missing: Sequence[Column[Any]],
    *,
    create: bool,
) -> None:
    dialect, place = session.dialect, _place(session, wanted)
    needed = [column for column in missing if not create or column.name in NEEDED]
    if needed:
        columns = ", ".join(_defined(column, dialect) for column in needed)
        hint = "Add them, or deliver to another table."
        if not any(column.name in NEEDED for column in needed):
            hint = "Add them, or let the sink do it with `create: true`."
        raise ConfigError(f"the table lacks {columns}", where=place, hint=hint)
    for name, kind in wanted.kinds.items():
        column = there.get(_folded(name, dialect))
        if column is not None and kind.misfit(column.type, dialect):
            ours = _type(kind.column_type(), dialect)
            raise ConfigError(
                f"the column {name} is {_type(column.type, dialect)}, which cannot hold every {ours} exactly",
                where=place,
                hint=f"Change the column to {ours}, or deliver to another table.",
            )
    known = {_folded(name, dialect) for name in wanted.kinds}
    for name, column in there.items():
        if name not in known and not column.nullable and column.server_default is None:
            hint = "Let it be null, or give it a default."
            raise ConfigError(f"nothing of ours fills the column {column.name}", where=place, hint=hint)


def _written(wanted: Wanted, dialect: Dialect) -> str:
    return str(CreateTable(wanted.table).compile(dialect=dialect)).strip()


def _defined(column: Column[Any], dialect: Dialect) -> str:
    return str(CreateColumn(column).compile(dialect=dialect)).strip()


def _type(kind: TypeEngine[Any], dialect: Dialect) -> str:
    return kind.compile(dialect=dialect)


def _by_name(found: Sequence[Column[Any]], dialect: Dialect) -> dict[str, Column[Any]]:
    return {_folded(column.name, dialect): column for column in found}


def _folded(name: str, dialect: Dialect) -> str:
    """As the database tells names of columns apart."""
    return name if dialect.name == "postgresql" else name.casefold()


def _place(session: Session, wanted: Wanted) -> str:
    return f"{session.where}: table {wanted.table.fullname}"
