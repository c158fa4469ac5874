"""Cells of SQLite as Arrow columns: exact, with everything that a column cannot hold set aside as a fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import FAULTS, MIXED, Array
from legacy_adapters.sources.database.sqlite_columns import CellColumn
from legacy_adapters.sources.database.sqlite_reals import Mask, Rows, is_infinite, plain_reals

pc: Any = pyarrow.compute


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of a column's cells in some ``rows``: ``n``, ``t``, ``b`` and hexadecimal digits, or empty for null."""

    rows: Rows
    parts: Array

    def count(self, kind: str) -> int:
        """How many cells are of this kind."""
        return int(pc.sum(pc.equal(self.parts, kind)).as_py() or 0)


@dataclass(slots=True)
class Cells:
    """Decoded columns by name, and the cells that their column cannot hold."""

    columns: dict[str, Array] = field(default_factory=dict)
    _rows: list[int] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)

    def add(self, column: CellColumn, text: Array, kinds: Kinds | None) -> None:
        """Decodes the cells of one column."""
        if column.storage == "integer":
            self.columns[column.name] = text
            return
        if kinds is not None:
            text = self._without_blobs(column, text, kinds)
        text = self._without_undecodable(column, text)
        if column.storage != "mixed":
            self.columns[column.name] = text
            return
        valid: Mask = pc.is_valid(text).to_numpy(zero_copy_only=False)
        number: Mask = np.full(len(text), column.number, dtype=np.bool_)
        if kinds is not None:
            number[kinds.rows] = pc.equal(kinds.parts, "n").to_numpy(zero_copy_only=False)
        number &= valid
        if number.any():
            number &= ~pc.fill_null(is_infinite(text), False).to_numpy(zero_copy_only=False)
            text = plain_reals(text, number)
        children = [text, pa.array(number, mask=~valid)]
        self.columns[column.name] = pa.StructArray.from_arrays(
            children, fields=[MIXED.field(0), MIXED.field(1)], mask=pa.array(~valid)
        )

    def faults(self, names: Sequence[str]) -> pa.RecordBatch | None:
        """The faults in the columns called ``names``, in the form of ``FAULTS``; None where there are none."""
        wanted = [i for i, name in enumerate(self._names) if name in names]
        if not wanted:
            return None
        found = [
            {"row": self._rows[i], "column": self._names[i], "code": self._codes[i], "text": self._texts[i]}
            for i in wanted
        ]
        return pa.RecordBatch.from_pylist(found, schema=FAULTS)

    def _without_blobs(self, column: CellColumn, text: Array, kinds: Kinds) -> Array:
        blob = pc.starts_with(kinds.parts, "b").to_numpy(zero_copy_only=False)
        rows = kinds.rows[blob]
        found = kinds.parts.filter(pa.array(blob)).to_pylist()
        return self._without(column, text, rows, "binary_value", [str(kind)[1:] for kind in found])

    def _without_undecodable(self, column: CellColumn, text: Array) -> Array:
        """Old programs wrote their own code page into what SQLite takes for UTF-8."""
        try:
            text.validate(full=True)
        except pa.ArrowInvalid:
            raw = pc.cast(text, pa.binary()).to_pylist()
            shown = {i: _readable(cell) for i, cell in enumerate(raw) if cell is not None}
            bad = {i: seen for i, seen in shown.items() if seen is not None}
            return self._without(column, text, np.array(list(bad), dtype=np.intp), "undecodable", list(bad.values()))
        return text

    def _without(self, column: CellColumn, text: Array, rows: Rows, code: str, texts: Sequence[str]) -> Array:
        if not len(rows):
            return text
        self._rows += [int(row) for row in rows]
        self._names += [column.name] * len(rows)
        self._codes += [code] * len(rows)
        self._texts += texts
        mask = np.zeros(len(text), dtype=np.bool_)
        mask[rows] = True
        left: Array = pc.if_else(pa.array(mask), pa.scalar(None, pa.string()), text)
        return left


def _readable(cell: bytes) -> str | None:
    r"""Bytes that are no UTF-8 with each bad one as ``\xfc``; None for good ones."""
    try:
        cell.decode("utf-8")
    except UnicodeDecodeError:
        return cell.decode("utf-8", "backslashreplace")
    return None
