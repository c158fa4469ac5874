r"""COPY's text format as Arrow columns.

Every row is one line, cells are separated by tabs, a null is ``\N``, and whatever could be taken for one of those is
written as an escape: so rows can be cut at line breaks, and an empty text is no null. Arrow's reader takes well-formed
blocks in one go into the columns' own types; a block with a cell that has no place there (``infinity``, ``NaN``, a year
beyond 9999, bytes that are no UTF-8) is read again as text, and those cells are set aside as faults.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from legacy_adapters.core.batch import FAULTS, MIXED, Array

pc: Any = pyarrow.compute
csv: Any = pyarrow.csv

_ESCAPES: Final = (("\\\\", "\0"), ("\\b", "\b"), ("\\f", "\f"), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"))
"""As COPY writes them. No text of PostgreSQL holds a zero byte: it keeps the place of a backslash meanwhile."""

_LAST_ESCAPES: Final = (("\\v", "\v"), ("\0", "\\"))

_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
_NUMBER: Final = r"^-?[0-9]+(?:\.[0-9]+)?$"
"""``NaN`` and ``Infinity`` are numbers for PostgreSQL, and for nobody else."""


@dataclass(frozen=True, slots=True)
class CopiedColumn:
    """A column of a block: its name, and the Arrow type that it becomes."""

    name: str
    type: pa.DataType


@dataclass(slots=True)
class Copied:
    """The columns of a block in order, and the cells that have no place in them: row, column, code, text."""

    columns: list[Array]
    misfits: list[tuple[int, str, str, str]] = field(default_factory=list)

    def set_aside(self, column: str, code: str, bad: Array, shown: Sequence[str | None]) -> None:
        """Remembers the cells where ``bad`` is true, each with its text of ``shown``."""
        rows = pc.indices_nonzero(bad).to_pylist()
        self.misfits += [(row, column, code, str(shown[row])) for row in rows]

    def faults(self, names: Sequence[str]) -> pa.RecordBatch | None:
        """The faults in the columns called ``names``, in the form of ``FAULTS``; None where there are none."""
        found = [misfit for misfit in self.misfits if misfit[1] in names]
        if not found:
            return None
        columns = [pa.array(values, kind.type) for values, kind in zip(zip(*found, strict=True), FAULTS, strict=True)]
        return pa.RecordBatch.from_arrays(columns, schema=FAULTS)


def decoded(block: bytes | bytearray, columns: Sequence[CopiedColumn]) -> Copied:
    """The columns of a block of whole rows. It has at least one row, and there is at least one column."""
    try:
        cells = _parsed(block, [pa.string() if column.type == MIXED else column.type for column in columns])
    except pa.ArrowInvalid:
        return _decoded_as_text(block, columns)
    # Each null has one backslash: where there are no more, nothing is escaped.
    escaped = block.count(b"\\") > sum(cell.null_count for cell in cells)
    if escaped:
        cells = [unescaped(cell) if cell.type == pa.string() else cell for cell in cells]
    return Copied([_mixed(c) if col.type == MIXED else c for c, col in zip(cells, columns, strict=True)])


def unescaped(cells: Array) -> Array:
    """Text, or bytes, with COPY's escapes undone."""
    if not pc.any(pc.match_substring(cells, "\\")).as_py():
        return cells
    for escape, sign in _ESCAPES + _LAST_ESCAPES:
        cells = pc.replace_substring(cells, escape, sign)
    return cells


def _parsed(block: bytes | bytearray, types: Sequence[pa.DataType]) -> list[Array]:
    # Arrow takes a mark of byte order at the beginning for none of ours: it loses one of two.
    content = codecs.BOM_UTF8 + block if block.startswith(codecs.BOM_UTF8) else block
    names = [str(i) for i in range(len(types))]
    table = csv.read_csv(
        pa.BufferReader(content),
        csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
        csv.ParseOptions(delimiter="\t", quote_char=False, double_quote=False, ignore_empty_lines=False),
        csv.ConvertOptions(
            column_types=dict(zip(names, types, strict=True)),
            null_values=["\\N"],
            strings_can_be_null=True,
            true_values=["t"],
            false_values=["f"],
        ),
    )
    return [column.combine_chunks() for column in table.columns]


def _decoded_as_text(block: bytes | bytearray, columns: Sequence[CopiedColumn]) -> Copied:
    found = Copied([])
    for column, raw in zip(columns, _parsed(block, [pa.binary()] * len(columns)), strict=True):
        text = _text(column, unescaped(raw), found)
        found.columns.append(typed(column, text, found))
    return found


def _text(column: CopiedColumn, raw: Array, found: Copied) -> Array:
    """Bytes as text. A database of the encoding SQL_ASCII takes in whatever it is given."""
    try:
        text: Array = pc.cast(raw, pa.string())
    except pa.ArrowInvalid:
        cells: list[bytes | None] = raw.to_pylist()
        shown = [None if cell is None else cell.decode("utf-8", "backslashreplace") for cell in cells]
        bad = [seen is not None and seen.encode() != cell for cell, seen in zip(cells, shown, strict=True)]
        found.set_aside(column.name, "undecodable", pa.array(bad), shown)
        text = pa.array([None if wrong else seen for seen, wrong in zip(shown, bad, strict=True)], pa.string())
    return text


def typed(column: CopiedColumn, text: Array, found: Copied) -> Array:
    """The server's text in the column's type; what does not fit is null, and a fault of ``found``."""
    kind = column.type
    if kind == MIXED:
        return _mixed(text)
    pattern, code = _good(kind)
    if pattern:
        good = pc.match_substring_regex(text, pattern)
        bad = pc.fill_null(pc.invert(good), False)
        if pc.any(bad).as_py():
            found.set_aside(column.name, code, bad, text.to_pylist())
            text = pc.if_else(good, text, pa.scalar(None, pa.string()))
    return _cast(text, kind)


def _cast(text: Array, kind: pa.DataType) -> Array:
    cells: Array = text
    if kind == pa.bool_():
        cells = pc.starts_with(text, "t")
    elif kind == pa.time64("us"):
        cells = pc.cast(pc.cast(pc.binary_join_element_wise("1970-01-01", text, " "), pa.timestamp("us")), kind)
    elif kind != pa.string():
        cells = pc.cast(text, kind)
    return cells


def _good(kind: pa.DataType) -> tuple[str, str]:
    """The form of the cells that the type can hold, and the fault of the others; nothing where all fit."""
    if pa.types.is_decimal(kind):
        return _NUMBER, "not_a_number"
    if pa.types.is_timestamp(kind):
        return rf"^{_DATE} {_TIME}{'[+]00' if kind.tz else ''}$", "date_out_of_range"
    if kind == pa.date32():
        return f"^{_DATE}$", "date_out_of_range"
    if kind == pa.time64("us"):
        return f"^{_TIME}$", "date_out_of_range"
    return "", ""


def _mixed(text: Array) -> Array:
    """The text of numerics, each with whether it is a number."""
    valid = pc.is_valid(text)
    number = pc.match_substring_regex(text, _NUMBER)
    return pa.StructArray.from_arrays([text, number], fields=list(MIXED), mask=pc.invert(valid))
