"""Quotes around those cells of a CSV file that need them: a whole column is passed over where none can."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
import pyarrow as pa

from legacy_adapters.core.batch import Array

_PIECE = 1 << 20


class Quotes:
    """What needs quotes between these delimiters: a delimiter, a quote or a line break within a cell; and an empty
    text, which is told from null by them."""

    def __init__(self, delimiter: str) -> None:
        self._special = f'["\r\n{re.escape(delimiter)}]'
        self._signs = [sign.encode() for sign in (delimiter, '"', "\r", "\n")]

    def around(self, text: pl.Series, raw: Array | None) -> pl.Series:
        """The cells, quoted where they must be. ``raw``: the source's own text, if the cells have no other signs."""
        if raw is not None and not self._may_hold(raw) and text.str.len_bytes().min() != 0:
            return text
        needed = text.str.contains(self._special) | (text.str.len_bytes() == 0)
        if not needed.any():
            return text
        quoted = '"' + text.filter(needed).str.replace_all('"', '""', literal=True) + '"'
        return text.clone().scatter(needed.arg_true(), quoted)

    def _may_hold(self, column: Array) -> bool:
        """Whether a column has such a sign anywhere; also in what lies around the slice of a longer one."""
        if column.type != pa.string():
            return True
        # All texts of a column lie one behind the other.
        return any(sign in piece for piece in _pieces(column.buffers()[2]) for sign in self._signs)


def _pieces(data: pa.Buffer | None) -> Iterator[bytes]:
    for start in range(0, 0 if data is None else data.size, _PIECE):
        assert data is not None
        yield data.slice(start, min(_PIECE, data.size - start)).to_pybytes()
