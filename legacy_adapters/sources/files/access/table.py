"""One table of a database, piece by piece."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import WHOLE_ROW, Array
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.access.catalog import Entry, entries, table_definition
from legacy_adapters.sources.files.access.definition import Column, Definition, data_pages
from legacy_adapters.sources.files.access.pages import Pages, open_pages
from legacy_adapters.sources.files.access.rows import Rows
from legacy_adapters.sources.files.access.values import Values, type_of
from legacy_adapters.sources.files.faults import Fault, as_faults
from legacy_adapters.sources.files.format import Piece, fits

pc: Any = pyarrow.compute

_SHOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on: how many rows of which page (in the order of pages) were read, and of the table."""

    page: int = 0
    rows: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.page}:{self.rows}:{self.total}"

    @classmethod
    def of(cls, text: str | None) -> Position:
        """What ``str`` made; the beginning for None."""
        return cls(*map(int, text.split(":"))) if text else cls()


@dataclass(frozen=True, slots=True)
class AccessTable:
    """A table of an open database."""

    pages: Pages
    name: str
    definition: Definition

    def schema(self) -> pa.Schema:
        """Its columns, in their order, as they are handed over."""
        return pa.schema([pa.field(column.name, type_of(column)) for column in self.definition.columns])

    def pieces(self, names: Sequence[str] | None, after: str | None, most_rows: int) -> Generator[Piece, None, None]:
        """Its rows behind a position; the last piece, which has no row, states how many the table says it has."""
        columns = self._wanted(names)
        begin = last = Position.of(after)
        raw: list[bytes] = []
        size = 0
        for position, row in self._raw(begin):
            if not fits(len(raw), size, most_rows):
                yield self._piece(columns, raw, last)
                raw, size = [], 0
            raw.append(row)
            size += len(row)
            last = position
        if raw:
            yield self._piece(columns, raw, last)
        nothing = self._piece(columns, [], last)
        yield Piece(nothing.rows, nothing.origin, str(last), stated={"count": str(self.definition.rows)})

    def _raw(self, begin: Position) -> Iterator[tuple[Position, bytes]]:
        total = begin.total
        for place, number in enumerate(data_pages(self.pages, self.definition)):
            if place < begin.page:
                continue
            skip = begin.rows if place == begin.page else 0
            for i, row in enumerate(self.pages.rows(number), 1):
                if i > skip:
                    total += 1
                    yield Position(place, i, total), row

    def _piece(self, columns: Sequence[Column], raw: list[bytes], end: Position) -> Piece:
        rows = Rows(self.pages.header.jet, raw, has_variable=self.definition.has_variable)
        values = Values(self.pages, rows)
        arrays = [values.array(column) for column in columns]
        for column in self.definition.columns:
            if column not in columns:
                values.check(column)
        faults = values.faults
        if rows.broken.any():
            arrays, faults = _without_broken(rows, arrays, faults)
        first = end.total - len(raw)
        origin = pa.array([f"{self.name} row {first + i + 1}" for i in range(len(raw))], pa.string())
        return Piece(_batch(columns, arrays, len(raw)), origin, str(end), as_faults(faults))

    def _wanted(self, names: Sequence[str] | None) -> list[Column]:
        if names is None:
            return list(self.definition.columns)
        known = {column.name: column for column in self.definition.columns}
        for name in names:
            if name not in known:
                where = str(self.pages.path)
                raise ConfigError(
                    f"table {self.name!r} has no column {name!r}", where=where, hint=_nearest(name, known)
                )
        return [known[name] for name in names]


def list_tables(path: Path, *, count: bool) -> Sequence[StreamInfo]:
    """The tables of a database, in the order of names; a linked one says where it is."""
    with open_pages(path) as pages:
        return [_info(pages, entry, count=count) for entry in entries(pages)]


@contextmanager
def open_table(path: Path, name: str | None) -> Iterator[AccessTable]:
    """Opens a table. Raises ``ConfigError`` for one that is not there or in another file, and where it is not said
    which one of several."""
    with open_pages(path) as pages:
        entry = _chosen(path, entries(pages), name)
        if entry.page is None:
            raise ConfigError(
                f"the table {entry.name!r} is linked: its rows are in {entry.source or 'another database'}",
                where=str(path),
                hint="Read it there.",
            )
        yield AccessTable(pages, entry.name, table_definition(pages, entry))


def _info(pages: Pages, entry: Entry, *, count: bool) -> StreamInfo:
    if entry.page is None:
        return StreamInfo(entry.name, f"linked table ({entry.source or 'elsewhere'})")
    return StreamInfo(entry.name, "table", table_definition(pages, entry).rows if count else None)


def _chosen(path: Path, found: Sequence[Entry], name: str | None) -> Entry:
    local = [entry for entry in found if entry.page is not None]
    if name is None:
        if len(local) == 1:
            return local[0]
        if not local:
            raise BadPart("the database has no tables", where=str(path))
        names = ", ".join(entry.name for entry in local[:20])
        raise ConfigError(
            f"the database has several tables: {names}", where=str(path), hint="Say which one is meant, under `table`."
        )
    by_name = {entry.name: entry for entry in found}
    alike = [entry for entry in found if entry.name.casefold() == name.casefold()]
    if name in by_name or len(alike) == 1:
        return by_name.get(name) or alike[0]
    raise ConfigError(f"there is no table {name!r}", where=str(path), hint=_nearest(name, by_name))


def _without_broken(rows: Rows, arrays: list[Array], faults: list[Fault]) -> tuple[list[Array], list[Fault]]:
    """Rows that are too short for what they say they hold are at fault whole."""
    broken = pa.array(rows.broken)
    numbers = np.flatnonzero(rows.broken).tolist()
    kept = [fault for fault in faults if fault[0] not in set(numbers)]
    kept += [(row, WHOLE_ROW, "malformed", rows.raw[row][:_SHOWN].hex()) for row in numbers]
    return [pc.if_else(broken, pa.scalar(None, array.type), array) for array in arrays], kept


def _batch(columns: Sequence[Column], arrays: list[Array], rows: int) -> pa.RecordBatch:
    if columns:
        fields = [pa.field(column.name, type_of(column)) for column in columns]
        return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))
    nothing: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(nothing)


def _nearest(name: str, known: Sequence[str] | dict[str, Entry] | dict[str, Column]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(list(known)[:20])}"
