"""One table of a JSON file: its records, or the children of its records, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from difflib import get_close_matches
from operator import itemgetter
from typing import Any, Final, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import MIXED, WHOLE_ROW, Array
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.faults import Fault, as_faults, valid
from legacy_adapters.sources.files.format import MOST_COLUMNS, Piece, fits
from legacy_adapters.sources.files.json.columns import column
from legacy_adapters.sources.files.json.decoding import NotJson, encoded
from legacy_adapters.sources.files.json.entry import SHOWN, Entry, Place
from legacy_adapters.sources.files.json.flatten import Flat, Row, is_plain, rows_of
from legacy_adapters.sources.files.json.shape import Levels, Shape

_CHILDLESS: Final = Flat()

Entries: TypeAlias = Callable[[Place], Generator[Entry, None, None]]
"""The records of a file behind a place."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where reading goes on: a place in the file, and how many rows of the record there were handed over before."""

    place: Place = field(default_factory=Place)
    rows: int = 0

    def __str__(self) -> str:
        return f"{self.place.byte}:{self.place.number}:{self.rows}"

    @classmethod
    def of(cls, text: str | None) -> Position:
        """What ``str`` made; the beginning for None."""
        if text is None:
            return cls()
        byte, number, rows = map(int, text.split(":"))
        return cls(Place(byte, number), rows)


class _Gathered:
    """The rows of the piece that is being put together."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.size = 0
        self.faults: list[Fault] = []
        self.origins: list[str] = []

    def add(self, row: Row, origin: str, size: int) -> None:
        self.rows.append(row)
        self.origins.append(origin)
        self.size += size

    def add_odd(self, origin: str, code: str, text: str) -> None:
        self.faults.append((len(self.rows), WHOLE_ROW, code, valid(text)))
        self.add({}, origin, len(text))

    def piece(self, columns: Sequence[str], position: Position) -> Piece:
        faults = self.faults
        names = [valid(name) for name in columns]
        arrays = [column(name, cells, faults) for name, cells in zip(names, self._cells(columns), strict=True)]
        origin: Array = pa.array(self.origins, pa.string())
        return Piece(_batch(names, arrays, len(self.rows)), origin, str(position), as_faults(faults))

    def _cells(self, columns: Sequence[str]) -> list[Sequence[Any]]:
        """By columns; the usual case, in which each row has each of them, without a look at each cell."""
        if len(columns) > 1:
            try:
                return list(zip(*map(itemgetter(*columns), self.rows), strict=True))
            except KeyError:
                pass
        return [[row.get(name) for row in self.rows] for name in columns]


@dataclass(frozen=True, slots=True)
class JsonTable:
    """A table: where its records come from, what they look like, and how to reach it. ``stated``: only the columns of
    the shape are wanted, and others may be there."""

    where: str
    entries: Entries
    shape: Shape
    levels: Levels
    stated: bool

    def columns(self) -> list[str]:
        """Its columns. Raises ``BadPart`` where there are too many to be a table."""
        found = self.shape.columns(self.levels)
        if len(found) > MOST_COLUMNS:
            raise BadPart(f"the records have more than {MOST_COLUMNS:,} different keys", where=self.where)
        return found

    def schema(self) -> pa.Schema:
        """Its columns in a schema; all are ``MIXED``."""
        return pa.schema([pa.field(valid(name), MIXED) for name in self.columns()])

    def count(self) -> int:
        """How many rows it has."""
        with closing(self.entries(Place())) as found:
            return sum(1 for entry in found for _ in self._rows(entry))

    def pieces(self, columns: Sequence[str] | None, after: str | None, most_rows: int) -> Generator[Piece, None, None]:
        """Its rows behind a position."""
        all_columns = self.columns()
        wanted = all_columns if columns is None else self._wanted(columns, all_columns)
        begin = Position.of(after)
        skip = begin.rows
        gathered = _Gathered()
        last = begin
        known = frozenset(all_columns)
        with closing(self.entries(begin.place)) as found:
            for entry in found:
                done = 0
                for row in self._rows(entry):
                    done += 1
                    if done <= skip:
                        continue
                    if not fits(len(gathered.rows), gathered.size, most_rows):
                        yield gathered.piece(wanted, last)
                        gathered = _Gathered()
                    self._gather(gathered, row, entry, known)
                    last = Position(entry.start, done)
                skip = 0
                last = Position(entry.end)
        if gathered.rows:
            yield gathered.piece(wanted, last)

    def _rows(self, entry: Entry) -> Generator[tuple[str, Row | None, Flat | None, str], None, None]:
        """Each row: its origin, its cells, the record it came from; or the code of what is wrong with it."""
        if entry.code is not None:
            yield entry.origin, None, None, entry.code
            return
        if not self.levels and is_plain(entry.value):
            yield entry.origin, entry.value, _CHILDLESS, ""
            return
        begun = False
        try:
            for row, record, numbers in rows_of(entry.value, self.levels):
                begun = True
                yield _origin(entry.origin, self.levels, numbers), row, record, ""
        except NotJson:
            origin = f"{entry.origin} (rest)" if begun else entry.origin
            yield origin, None, None, "malformed"

    def _gather(
        self, gathered: _Gathered, row: tuple[str, Row | None, Flat | None, str], entry: Entry, known: frozenset[str]
    ) -> None:
        origin, cells, record, code = row
        if cells is None or record is None:
            gathered.add_odd(origin, code, entry.text or _text(entry.value))
        elif not self.stated and self._is_new(cells, record, known):
            gathered.add_odd(origin, "unknown_key", _text(cells))
        else:
            size = entry.end.byte - entry.start.byte if not self.levels else 64 * len(cells)
            gathered.add(cells, origin, size)

    def _is_new(self, cells: Row, record: Flat, known: frozenset[str]) -> bool:
        """Whether a row has what the first records had not, and what would be lost therefore."""
        if not record.children and cells.keys() <= known:
            return False
        new = any(cells[name] not in (None, "[]") for name in cells.keys() - known)
        return new or bool(record.children and record.children.keys() - self.shape.children(self.levels))

    def _wanted(self, columns: Sequence[str], all_columns: Sequence[str]) -> list[str]:
        by_name = {valid(name): name for name in all_columns}
        for name in columns:
            if name not in by_name:
                near = get_close_matches(name, list(by_name), n=1)
                hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(list(by_name)[:20])}"
                raise ConfigError(f"the records have no key {name!r}", where=self.where, hint=hint)
        return [by_name[name] for name in columns]


def _origin(origin: str, levels: Levels, numbers: tuple[int, ...]) -> str:
    if not levels:
        return origin
    return valid(f"{origin} {'.'.join(f'{level}[{number}]' for level, number in zip(levels, numbers, strict=True))}")


def _text(value: Any) -> str:
    try:
        return encoded(value)[:SHOWN]
    except (NotJson, RecursionError):
        return str(type(value).__name__)


def _batch(names: Sequence[str], arrays: Sequence[Array], rows: int) -> pa.RecordBatch:
    if names:
        return pa.RecordBatch.from_arrays(list(arrays), schema=pa.schema([pa.field(name, MIXED) for name in names]))
    nothing: Any = pa.array([{}] * rows, pa.struct([]))
    return pa.RecordBatch.from_struct_array(nothing)
