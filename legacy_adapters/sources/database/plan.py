"""The statements that are sent: one long SELECT per stream, in the order of the source's own key.

An adapter brings its ``Dialect``, the SQL expressions of its columns, and the ``OrderColumn`` of each column that rows
are ordered by; everything else about a statement is made here:

    rows = relation(dialect, stream)                                   # checked: one query without side effects
    sql = build_select(rows, ['CAST("A" AS TEXT)'], window)            # the rows of a window, in order
    sql = build_value(rows, 'MAX("CHANGED")')                          # one value over the stream's rows
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from legacy_adapters.core.errors import ConfigError, StatementRefused
from legacy_adapters.sources.database.keyset import OrderColumn, Value, behind
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.sources.database.statement import bare_query, check_query, words_of


class Dialect(Protocol):
    """How one kind of database writes SQL. ``name`` is sqlglot's for it, None where it has none."""

    @property
    def name(self) -> str | None:
        """The dialect by which statements are checked."""
        ...

    def quote(self, name: str) -> str:
        """An identifier, quoted so that it stands for exactly this name."""
        ...


@dataclass(frozen=True, slots=True)
class Relation:
    """What the rows of a stream are selected from, and the pipeline's own condition."""

    source: str
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a stream are read, and in which order.

    ``watermark`` is set for an incremental read: then either the rows where it is null, or those from ``lower`` to
    ``upper``. ``after`` has the values of ``order`` behind which to go on.
    """

    order: tuple[OrderColumn, ...] = ()
    watermark: OrderColumn | None = None
    nulls: bool = False
    lower: Value | None = None
    upper: Value | None = None
    after: tuple[Value, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the columns that the rows are ordered by."""
        return tuple(column.name for column in self.order)


def relation(dialect: Dialect, stream: DatabaseStream, table: str | None = None) -> Relation:
    """What a stream reads from; ``table`` is its table's name as the catalogue has it.

    Raises ``StatementRefused`` for a query or a condition that is not one query without side effects.
    """
    if stream.query is not None:
        bare = bare_query(stream.query, dialect.name)
        _check_parentheses(bare, dialect.name, "query")
        source = f"(\n{bare}\n) q"
    elif table is not None:
        owner = "" if stream.schema_name is None else f"{dialect.quote(stream.schema_name)}."
        source = owner + dialect.quote(table)
    else:
        raise ConfigError("a stream needs a table or a query")
    if stream.where is not None:
        check_query(f"SELECT * FROM {source} WHERE (\n{stream.where}\n)", dialect.name)
        _check_parentheses(stream.where, dialect.name, "where")
    return Relation(source, stream.where)


def _check_parentheses(sql: str, dialect: str | None, where: str) -> None:
    """What closes our parenthesis (``A) OR (B``) would take in the conditions that are added behind it."""
    depth = 0
    for word in words_of(sql, dialect):
        depth += (word.upper == "(") - (word.upper == ")")
        if depth < 0:
            break
    if depth:
        raise StatementRefused("parentheses do not match", where=where, hint="Each ( needs its ) behind it.")


def conditions(window: Window) -> list[str]:
    """The conditions for the rows of a window, to be joined by AND."""
    found: list[str] = []
    mark = window.watermark
    if mark is not None and window.nulls:
        found.append(f"{mark.term} IS NULL")
    elif mark is not None:
        if window.lower is not None and not window.after:
            found.append(f"{mark.term} >= {mark.literal(window.lower)}")
        if window.upper is not None:
            found.append(f"{mark.term} <= {mark.literal(window.upper)}")
    if window.after:
        found.append(behind(window.order, window.after))
    return found


def build_select(rows: Relation, expressions: Sequence[str], window: Window) -> str:
    """The SELECT of ``expressions`` over the rows of a window, in its order."""
    order = ", ".join(column.term for column in window.order)
    return _select(rows, expressions, conditions(window)) + (f"\nORDER BY {order}" if order else "")


def build_value(rows: Relation, expression: str, further: Iterable[str] = ()) -> str:
    """The SELECT of one value, ``MAX(…)`` or ``COUNT(*)``, over the stream's rows."""
    return _select(rows, [expression], further)


def _select(rows: Relation, expressions: Sequence[str], further: Iterable[str]) -> str:
    # A comment at the end of what the pipeline states must not swallow our parenthesis.
    stated = [] if rows.where is None else [f"{rows.where}\n"]
    where = " AND ".join(f"({condition})" for condition in [*stated, *further])
    return f"SELECT {', '.join(expressions)}\nFROM {rows.source}" + (f"\nWHERE {where}" if where else "")
