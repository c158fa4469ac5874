"""Binary doubles as the shortest plain decimal that reads back as the same double: ``0.1``, never ``1.0e-01``.

SQLite writes up to 17 digits, one more than is often needed, and an exponent for very large and very small numbers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array

pc: Any = pyarrow.compute
Mask: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]
Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[np.intp]]

INFINITE: Final = "Inf"
"""What SQLite writes for an infinity, behind its sign."""

_SHORTEST_DIGITS: Final = 15
"""Of so many digits every decimal survives a double: what is no longer is the shortest already."""


def taken(column: Array, rows: Rows) -> Array:
    """The cells of these rows."""
    cells: Array = pc.take(column, pa.array(rows))
    return cells


def plain_real(text: str) -> str:
    """One real, as SQLite writes it, in plain notation with a decimal point."""
    plain = format(Decimal(repr(float(text))), "f")
    return plain if "." in plain else f"{plain}.0"


def is_infinite(text: Array) -> Array:
    """Where SQLite has written an infinity, ``Inf`` or ``-Inf``: it stands for no number."""
    infinite: Array = pc.ends_with(text, INFINITE)
    return infinite


def plain_reals(text: Array, number: Mask) -> Array:
    """``text`` with the cells that are a ``number`` (and no infinity) in plain and shortest notation."""
    lengths = pc.fill_null(pc.binary_length(text), 0).to_numpy(zero_copy_only=False)
    long = number & (lengths > _SHORTEST_DIGITS)
    exponent = number & pc.fill_null(pc.match_substring(text, "e"), False).to_numpy(zero_copy_only=False)
    text = _shortened(text, long & ~exponent)
    return _rewritten(text, np.flatnonzero(exponent))


def _shortened(text: Array, long: Mask) -> Array:
    """The reals among the ``long`` cells written with as few digits as possible; whole numbers stay as they are."""
    rows = np.flatnonzero(long)
    if not len(rows):
        return text
    cells = taken(text, rows)
    rows = rows[pc.match_substring(cells, ".").to_numpy(zero_copy_only=False)]
    if not len(rows):
        return text
    shortest = pc.cast(pc.cast(taken(text, rows), pa.float64()), pa.string())
    text = _replaced(text, rows, shortest)
    odd = pc.or_(pc.match_substring(shortest, "e"), pc.invert(pc.match_substring(shortest, ".")))
    return _rewritten(text, rows[odd.to_numpy(zero_copy_only=False)])


def _rewritten(text: Array, rows: Rows) -> Array:
    """Cell by cell: numbers so large or so small are rare."""
    if not len(rows):
        return text
    plain = [plain_real(str(cell)) for cell in taken(text, rows).to_pylist()]
    return _replaced(text, rows, pa.array(plain, pa.string()))


def _replaced(text: Array, rows: Rows, cells: Array) -> Array:
    mask = np.zeros(len(text), dtype=np.bool_)
    mask[rows] = True
    replaced: Array = pc.replace_with_mask(text, pa.array(mask), cells)
    return replaced
