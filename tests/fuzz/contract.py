"""What holds for every format and every file, whatever bytes stand in it: the contract of ``sources/files/format.py``.

``check`` reads all tables of a file in several ways and compares what came. A breach is an ``AssertionError`` or
whatever else comes out; refusing the file (``BadPart``, ``ConfigError``) is none.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW, is_allowed
from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.format import MOST_COLUMNS, Format, Piece

MOST_TABLES: Final = 6
MOST_PIECES: Final = 200
_ROWS: Final = 7

Refused: Final = (BadPart, ConfigError)
"""Nothing else may come out of a format; ``OSError`` neither, as the file can be opened."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The first pieces of a table, and how it ended: the kind of error, or None; ``cut`` where more would come."""

    pieces: Sequence[Piece]
    error: type[Exception] | None
    cut: bool

    @property
    def origins(self) -> list[str]:
        """Of all rows."""
        return [str(one) for piece in self.pieces for one in piece.origin.to_pylist()]


def check(form: Format, path: Path) -> int:
    """Reads a file in every way. Gives the number of its rows that were read, of all tables."""
    try:
        tables = form.tables(path, count=False)
        counted = form.tables(path, count=True)
        form.is_complete(path)
    except Refused:
        return 0
    assert [table.name for table in tables] == [table.name for table in counted]
    names: list[str | None] = [table.name for table in tables[:MOST_TABLES]] if len(tables) > 1 else [None]
    return sum(_check_table(form, path, name) for name in names)


def _check_table(form: Format, path: Path, table: str | None) -> int:
    try:
        schema = form.schema(path, table)
    except Refused:
        return 0
    assert len(schema.names) == len(set(schema.names)) <= MOST_COLUMNS
    assert all(schema.names)
    assert all(is_allowed(field.type) for field in schema)
    most = max(_ROWS, path.stat().st_size // 200)
    whole = _walk(form.read(path, table, None, None, most))
    for piece in whole.pieces:
        _check_piece(piece, schema, most)
    assert len(whole.origins) == len(set(whole.origins))
    _check_resumed(form, path, table, whole, most)
    _check_other_sizes(form, path, table, whole, most)
    _check_some_columns(form, path, table, whole, most)
    return len(whole.origins)


def _walk(pieces: Generator[Piece, None, None], most: int = MOST_PIECES) -> Walk:
    found: list[Piece] = []
    with closing(pieces):
        try:
            found.extend(islice(pieces, most))
        except Refused as error:
            return Walk(found, type(error), cut=False)
    return Walk(found, None, cut=len(found) == most)


def _check_piece(piece: Piece, schema: pa.Schema, most: int) -> None:
    """Sizes, types and names are as stated; a fault's row and column exist, and its cell is null."""
    assert piece.rows.num_rows <= most
    assert piece.rows.schema.equals(schema), (piece.rows.schema, schema)
    piece.rows.validate(full=True)
    assert len(piece.origin) == piece.rows.num_rows
    assert piece.origin.null_count == 0
    if piece.faults is None:
        return
    assert piece.faults.schema.equals(FAULTS)
    piece.faults.validate(full=True)
    for fault in piece.faults.to_pylist():
        assert 0 <= fault["row"] < piece.rows.num_rows, fault
        blamed = schema.names if fault["column"] == WHOLE_ROW else [fault["column"]]
        assert all(piece.rows.column(name)[fault["row"]].as_py() is None for name in blamed), fault


def _check_resumed(form: Format, path: Path, table: str | None, whole: Walk, most: int) -> None:
    """From some of the positions the same goes on; that of a piece without rows is nobody's."""
    last = len(whole.pieces) - 1
    for place in sorted({0, last // 2, last - 1, last}):
        if not 0 <= place <= last or not whole.pieces[place].rows.num_rows:
            continue
        position = whole.pieces[place].position
        if position is None:
            continue
        rest = _walk(form.read(path, table, None, position, most), MOST_PIECES - place - 1)
        assert rest.error == whole.error, (place, rest.error, whole.error)
        assert len(rest.pieces) == len(whole.pieces) - place - 1, place
        for again, piece in zip(rest.pieces, whole.pieces[place + 1 :], strict=True):
            assert _same(again, piece), (place, again, piece)


def _check_other_sizes(form: Format, path: Path, table: str | None, whole: Walk, most: int) -> None:
    """However many rows a piece has, they are the same rows."""
    other = _walk(form.read(path, table, None, None, 3 * most + 1))
    if whole.cut or other.cut:
        return
    assert other.error == whole.error
    if whole.error is None:
        assert other.origins == whole.origins
        assert _rows(other, None) == _rows(whole, None)


def _check_some_columns(form: Format, path: Path, table: str | None, whole: Walk, most: int) -> None:
    """Some columns, in another order, are those of all columns. What is not read may not be found to be broken."""
    names = form.schema(path, table).names[::-2]
    some = _walk(form.read(path, table, names, None, most))
    assert all(piece.rows.schema.names == names for piece in some.pieces)
    if whole.cut or some.cut or whole.error or some.error:
        return
    assert some.origins == whole.origins
    assert _rows(some, names) == _rows(whole, names)


def _rows(walk: Walk, names: Sequence[str] | None) -> str:
    """All rows as text: a double that is no number equals itself."""
    batches = [piece.rows if names is None else piece.rows.select(names) for piece in walk.pieces]
    return repr([row for batch in batches for row in batch.to_pylist()])


def _same(one: Piece, other: Piece) -> bool:
    faults = [None if piece.faults is None or not piece.faults.num_rows else piece.faults.to_pylist()
              for piece in (one, other)]  # fmt: skip
    return (
        faults[0] == faults[1]
        and one.origin.equals(other.origin)
        and (one.position, dict(one.stated)) == (other.position, dict(other.stated))
        and (one.rows.equals(other.rows) or repr(one.rows.to_pylist()) == repr(other.rows.to_pylist()))
    )
