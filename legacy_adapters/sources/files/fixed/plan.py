"""From the settings to what reading needs: code page, framing, layouts, marks. Made once per file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.fixed.charset import Charset, charset
from legacy_adapters.sources.files.fixed.copybook.build import Choices, build_layout
from legacy_adapters.sources.files.fixed.copybook.item import Item
from legacy_adapters.sources.files.fixed.copybook.parse import parse_copybook
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.hand import hand_layout
from legacy_adapters.sources.files.fixed.kinds.binary import Binary
from legacy_adapters.sources.files.fixed.kinds.cells import Kind
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.zoned import Zoned
from legacy_adapters.sources.files.fixed.layout import Layout, OutOfRange, Placed, Wanting
from legacy_adapters.sources.files.fixed.marks import Mark, Stated, mark_of
from legacy_adapters.sources.files.fixed.record_settings import Marked, RecordType, Span

if TYPE_CHECKING:
    from legacy_adapters.sources.files.fixed.settings import FixedFormat

IGNORED = -1
"""The table of records that nobody wants."""


@dataclass(frozen=True, slots=True)
class Table:
    """What records of one kind become: a name (None: the file's only table) and a layout."""

    name: str | None
    layout: Layout


@dataclass(frozen=True, slots=True)
class TypeField:
    """Where records have their code, and which table each code stands for."""

    at: int
    kind: Kind
    tables: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the files of a format are read."""

    charset: Charset
    tables: tuple[Table, ...]
    type_field: TypeField | None
    header: Mark | None
    trailer: Mark | None

    def table(self, name: str | None) -> int:
        """The number of a table by its name. Raises ``ConfigError`` with the nearest names."""
        if name is None and len(self.tables) == 1:
            return 0
        names = [table.name or "rows" for table in self.tables]
        if name in names:
            return names.index(name)
        if name is None:
            raise ConfigError(
                f"the file holds several kinds of records: {', '.join(names)}", hint="State which one with `table`."
            )
        near = difflib.get_close_matches(name, names, 3, 0.4) or names
        raise ConfigError(f"there is no table {name} in this format", hint=f"There is {', '.join(near)}.")

    @property
    def longest(self) -> int:
        """The length of the longest record that any layout has."""
        return max(table.layout.size for table in self.tables)


def plan_of(settings: FixedFormat) -> Plan:
    """The plan. Raises ``ValueError`` for settings that contradict each other or the copybook."""
    page = charset(settings.encoding)
    dialect = settings.numbers.dialect(page, low_values=settings.low_values == "blank")
    tables = _tables(settings, dialect)
    header, trailer = (_mark(one, tables, dialect) for one in (settings.header, settings.trailer))
    return Plan(page, tables, _type_field(settings, tables, dialect), header, trailer)


def _tables(settings: FixedFormat, dialect: Dialect) -> tuple[Table, ...]:
    if settings.records is None:
        return (Table(None, _layout(settings, dialect, settings.fields, settings.record)),)
    kinds: Sequence[RecordType] = tuple(settings.records.types.values())
    names = [one.name for one in kinds]
    if len(set(names)) != len(names):
        raise ValueError("two types of records cannot become one table")
    return tuple(Table(one.name, _layout(settings, dialect, one.fields, one.record)) for one in kinds)


def _layout(settings: FixedFormat, dialect: Dialect, fields: Sequence[object] | None, record: str | None) -> Layout:
    if fields is not None:
        length = settings.record_length if settings.framing in {None, "fixed", "lines"} else None
        return hand_layout(fields, dialect, length)  # type: ignore[arg-type]
    try:
        items = _chosen(parse_copybook(settings.copybook or "", settings.copybook_form), record)
        choices = Choices(settings.when, settings.counts, settings.occurs == "keeps_place")
        return build_layout(items, dialect, choices)
    except CopybookFault as fault:
        raise ValueError(f"copybook {fault}") from None


def _chosen(records: Sequence[Item], name: str | None) -> Sequence[Item]:
    """The record of that name; without one the only record, with those that redefine it."""
    if name is not None:
        found = [one for one in records if (one.name or "").upper() == name.upper()]
        if not found:
            raise ValueError(f"the copybook has no record {name}; it has {', '.join(one.shown for one in records)}")
        return [replace(found[0], redefines=None)]
    others = [one for one in records[1:] if (one.redefines or "").upper() != (records[0].name or "").upper()]
    if others:
        raise ValueError(
            f"the copybook has several records ({', '.join(one.shown for one in records)}): state which with `record`, "
            "or all of them with `records`"
        )
    return records


def _type_field(settings: FixedFormat, tables: Sequence[Table], dialect: Dialect) -> TypeField | None:
    if settings.records is None:
        return None
    codes = {code: number for number, code in enumerate(settings.records.types)}
    codes |= dict.fromkeys(settings.records.ignore, IGNORED)
    stated = settings.records.field
    if isinstance(stated, Span):
        field = stated.field() if stated.type else Span(at=stated.at, width=stated.width, type="text").field()
        return TypeField(stated.at - 1, field.kind(dialect), codes)
    places = {_place(table.layout, stated) for table in tables}
    if len(places) > 1:
        raise ValueError(f"{stated} is not at the same place in all of the `records`: state `[at, width]` instead")
    at, width = places.pop()
    column = next(one for one in tables[0].layout.columns if one.name.upper() == stated.upper())
    if column.kind.width != width:
        raise ValueError(f"{stated} has no fixed width")
    return TypeField(at, column.kind, codes)


def _place(layout: Layout, name: str) -> tuple[int, int]:
    numbers = [i for i, column in enumerate(layout.columns) if column.name.upper() == name.upper()]
    found = [(at, layout.columns[column].kind.width) for column, at in _unmoved(layout) if column in numbers]
    if not found:
        raise ValueError(f"{name} is not a field at a fixed place in each of the `records`")
    return found[0]


def _unmoved(layout: Layout) -> Sequence[tuple[int, int]]:
    """The places of the fields in front of everything that counts can move."""
    found = layout.place({})
    counts: dict[int, str] = {}
    moved = found.at if isinstance(found, Wanting) else layout.size
    while not isinstance(found, Placed):
        if isinstance(found, OutOfRange):
            return ()
        counts[found.column] = "0"
        found = layout.place(counts)
    return [one for one in found.spans if one[1] <= moved]


def _mark(stated: Marked | None, tables: Sequence[Table], dialect: Dialect) -> Mark | None:
    if stated is None:
        return None
    known = {column.name: column.kind for table in tables for column in table.layout.columns}
    missing = [name for name in stated.totals if name not in known]
    if missing:
        near = difflib.get_close_matches(missing[0], known, 3, 0.4)
        raise ValueError(f"there is no column {missing[0]} to compare a sum of; near it: {', '.join(near) or 'none'}")
    mark = mark_of(stated.starts_with, stated.at - 1, dialect.charset)
    totals = {name: _figure(span, known[name], dialect) for name, span in stated.totals.items()}
    count = None if stated.count is None else _figure(stated.count, None, dialect)
    return replace(mark, count=count, count_extra=stated.count_extra, totals=totals)


def _figure(span: Span, like: Kind | None, dialect: Dialect) -> Stated:
    """A figure, written as the column is where nothing else is said."""
    if span.type is not None:
        return Stated(span.at - 1, span.field().kind(dialect))
    match like:
        case Zoned():
            given = {"type": "zoned", "decimals": like.scale, "sign": like.sign.value}
        case Packed():
            given = {"type": "packed", "decimals": like.scale, "sign": None if like.has_sign else "none"}
        case Binary():
            given = {"type": "binary", "decimals": like.scale, "sign": None if like.signed else "none"}
        case None:
            given = {"type": "zoned"}
        case _:
            given = {"type": "text"}
    stated = {"decimals": span.decimals, "sign": span.sign}
    given |= {key: value for key, value in stated.items() if value is not None}
    return Stated(span.at - 1, span.model_copy(update=given).field().kind(dialect))
