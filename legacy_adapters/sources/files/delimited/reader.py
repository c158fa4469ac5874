"""Reads delimited text: cuts pieces, selects rows, makes columns, says what is wrong."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import pyarrow as pa

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.delimited.layout import layout_of
from legacy_adapters.sources.files.delimited.pieces import Pieces, Table
from legacy_adapters.sources.files.delimited.position import Position
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.window import Window
from legacy_adapters.sources.files.format import Piece

ONE_TABLE: Final = "rows"
"""What the table of a file without record types is called."""


def tables(settings: DelimitedFormat, path: Path, *, count: bool) -> Sequence[StreamInfo]:
    """The file's one table, or one per record type."""
    with path.open("rb") as file:
        layout_of(settings, path, file)
    if settings.records is None:
        names, kind = [ONE_TABLE], "table"
    else:
        names, kind = sorted(one.name for one in settings.records.types.values()), "record type"
    return [StreamInfo(name, kind, _count(settings, path, name) if count else None) for name in names]


def _count(settings: DelimitedFormat, path: Path, name: str) -> int:
    first = schema(settings, path, name).names[:1]
    with closing(read(settings, path, name, first, None, most_rows=BATCH_ROWS)) as pieces:
        return sum(piece.rows.num_rows for piece in pieces)


def schema(settings: DelimitedFormat, path: Path, table: str | None) -> pa.Schema:
    """The columns of a table: all of them text."""
    with path.open("rb") as file:
        layout = layout_of(settings, path, file)
    return _schema(_table(settings, path, table, layout.columns).columns)


def read(
    settings: DelimitedFormat,
    path: Path,
    table: str | None,
    columns: Sequence[str] | None,
    after: str | None,
    *,
    most_rows: int,
) -> Generator[Piece, None, None]:
    """The rows of a table, as ``Format.read`` says."""
    position = None if after is None else Position.from_text(after)
    with path.open("rb") as file:
        layout = layout_of(settings, path, file)
        chosen = _table(settings, path, table, layout.columns)
        wanted = chosen.columns if columns is None else tuple(columns)
        numbers = [_index(chosen.columns, name, path) for name in wanted]
        begin = position or layout.first
        window = Window(file, layout.charset, begin.offset, layout.end)
        pieces = Pieces.of(settings, layout, path.name, chosen, numbers)
        yield from pieces.read(window, begin, most_rows)


def _table(settings: DelimitedFormat, path: Path, name: str | None, columns: tuple[str, ...]) -> Table:
    """Raises ``ConfigError`` for a table that is not there, or where one of several has to be named."""
    if settings.records is None:
        if name in {None, ONE_TABLE}:
            return Table(0, columns)
        names = [ONE_TABLE]
    else:
        types = list(settings.records.types.values())
        names = [one.name for one in types]
        if name in names or (name is None and len(names) == 1):
            number = names.index(name) if name is not None else 0
            return Table(number, types[number].columns)
    if name is None:
        raise ConfigError("has several tables; name one of them", where=path.name, hint=f"table: {' | '.join(names)}")
    near = get_close_matches(name, names, 1) or names[:1]
    raise ConfigError(f"has no table {name!r}", where=path.name, hint=f"did you mean {near[0]!r}?")


def _index(names: Sequence[str], name: str, path: Path) -> int:
    if name not in names:
        near = get_close_matches(name, names, 3)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are {', '.join(names[:20])}"
        raise ConfigError(f"has no column {name!r}", where=path.name, hint=hint)
    return names.index(name)


def _schema(columns: Sequence[str]) -> pa.Schema:
    return pa.schema([pa.field(name, pa.string()) for name in columns])
