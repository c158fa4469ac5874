"""Cells of a sheet as Arrow columns: exact, with what a column cannot hold set aside as a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.sources.files.faults import Fault, as_faults, valid
from legacy_adapters.sources.files.spreadsheet.cell import Cell, Number, Odd, as_text, is_filled

Holds: TypeAlias = Literal["mixed", "date", "timestamp", "boolean"]

TYPES: Final[dict[Holds, pa.DataType]] = {
    "mixed": MIXED,
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "boolean": pa.bool_(),
}
"""What a column may be said to hold, and its type."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its place in the rows, and what it holds."""

    name: str
    place: int
    holds: Holds

    @property
    def field(self) -> pa.Field[Any]:
        """The column in a schema."""
        return pa.field(self.name, TYPES[self.holds])


def holds(cells: Iterable[Cell]) -> Holds:
    """What a column holds that begins with these cells: dates, times or truth values only if nothing else is there."""
    kinds = {type(cell) for cell in cells if is_filled(cell) and not isinstance(cell, Odd)}
    if kinds == {date}:
        return "date"
    if kinds and kinds <= {date, datetime}:
        return "timestamp"
    return "boolean" if kinds == {bool} else "mixed"


def to_batch(
    columns: Sequence[Column], rows: Sequence[list[Cell]], faults: list[Fault]
) -> tuple[pa.RecordBatch, pa.RecordBatch | None]:
    """The rows as Arrow columns, and the cells that they cannot hold, with the ``faults`` known before."""
    arrays = [_array(column, [_at(row, column.place) for row in rows], faults) for column in columns]
    schema = pa.schema([column.field for column in columns])
    if not columns:
        nothing: Any = pa.array([{}] * len(rows), pa.struct([]))
        return pa.RecordBatch.from_struct_array(nothing), as_faults(faults)
    return pa.RecordBatch.from_arrays(arrays, schema=schema), as_faults(faults)


def _array(column: Column, cells: list[Cell], faults: list[Fault]) -> Array:
    kinds = set(map(type, cells))
    if Odd in kinds:
        cells = _without(column, cells, faults)
    match column.holds:
        case "mixed":
            return _mixed(column, cells, kinds, faults)
        case "date":
            return pa.array(_typed(column, cells, faults, _as_date, "not_a_date"), pa.date32())
        case "timestamp":
            return pa.array(_typed(column, cells, faults, _as_moment, "not_a_date"), pa.timestamp("us"))
        case "boolean":
            return pa.array(_typed(column, cells, faults, _as_truth, "not_a_boolean"), pa.bool_())


def _without(column: Column, cells: list[Cell], faults: list[Fault]) -> list[Cell]:
    odd = [(row, cell) for row, cell in enumerate(cells) if isinstance(cell, Odd)]
    faults += [(row, column.name, cell.code, valid(cell.text)) for row, cell in odd]
    return [None if isinstance(cell, Odd) else cell for cell in cells]


def _mixed(column: Column, cells: list[Cell], kinds: set[type], faults: list[Fault]) -> Array:
    number = pa.array([type(cell) is Number for cell in cells], pa.bool_())
    if not kinds <= {str, Number, type(None), Odd}:
        cells = [cell if cell is None or isinstance(cell, str) else as_text(cell) for cell in cells]
    texts: Any = cells
    try:
        text = pa.array(texts, pa.string())
    except UnicodeEncodeError:
        texts = [_whole(row, cell, column, faults) for row, cell in enumerate(texts)]
        text = pa.array(texts, pa.string())
    empty = text.is_null()
    return pa.StructArray.from_arrays([text, number], fields=[MIXED.field(0), MIXED.field(1)], mask=empty)


def _whole(row: int, cell: str | None, column: Column, faults: list[Fault]) -> str | None:
    """Half of a pair of surrogates stands for no character."""
    if cell is None or cell == valid(cell):
        return cell
    faults.append((row, column.name, "undecodable", valid(cell)))
    return None


def _typed(column: Column, cells: list[Cell], faults: list[Fault], take: Callable[[Cell], Any], code: str) -> list[Any]:
    taken = [take(cell) for cell in cells]
    if None in taken:
        faults += [
            (row, column.name, code, valid(as_text(cell)))
            for row, (cell, value) in enumerate(zip(cells, taken, strict=True))
            if value is None and is_filled(cell)
        ]
    return taken


def _as_date(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date() if cell.time().isoformat() == "00:00:00" else None
    return cell if isinstance(cell, date) else None


def _as_moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else None  # noqa: DTZ001


def _as_truth(cell: Cell) -> bool | None:
    return cell if isinstance(cell, bool) else None


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
