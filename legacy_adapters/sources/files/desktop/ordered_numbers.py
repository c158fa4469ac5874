"""Numbers as the Borland Database Engine stores them, in dBase 7 and Paradox: high byte first, with the sign turned
over, so that they sort as bytes. NULs are null.

Source: K. Mitchell, "Paradox 4.x File Formats" (public domain), "modified big endian".
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.faults import Rows
from legacy_adapters.sources.files.desktop.moments import DAY_MILLISECONDS, is_day, timestamps

EPOCH: Final = 719_163
"""1970-01-01, in days from 0001-01-01 as 1."""

_SIGN: Final = np.uint64(1 << 63)
_LAST_MILLISECOND: Final = DAY_MILLISECONDS * 3_652_060.0


def words(cells: Matrix, kind: str) -> Rows:
    """Cells as wide as a number of NumPy's ``kind``, as that number."""
    return np.ascontiguousarray(cells).view(kind)[:, 0]


def integers(cells: Matrix) -> tuple[Rows, Rows]:
    """Whole numbers of two or four bytes, and which cells have one."""
    width = cells.shape[1]
    raw = words(cells, f">u{width}").astype(np.int64)
    return raw - (1 << (8 * width - 1)), raw != 0


def integer_cells(cells: Matrix) -> Array:
    """Whole numbers as a column."""
    numbers, valid = integers(cells)
    return pa.array(numbers, mask=~valid)


def double_cells(cells: Matrix) -> Array:
    """Doubles as a column."""
    raw = words(cells, ">u8").astype(np.uint64)
    bits = np.where(raw & _SIGN, raw ^ _SIGN, ~raw)
    return pa.array(bits.view(np.float64), mask=raw == 0)


def moment_cells(cells: Matrix) -> tuple[Array, Rows]:
    """Doubles of milliseconds from the day before 0001-01-01, and which cells are neither null nor such a moment."""
    raw = words(cells, ">u8").astype(np.uint64)
    total = (raw & ~_SIGN).view(np.float64)
    sensible = np.isfinite(total) & (total >= DAY_MILLISECONDS) & (total < _LAST_MILLISECOND)
    days, milliseconds = np.divmod(np.rint(np.where(sensible, total, 0)).astype(np.int64), DAY_MILLISECONDS)
    valid = sensible & is_day(days - EPOCH)
    return timestamps(days - EPOCH, milliseconds, valid), ~valid & (raw != 0)
