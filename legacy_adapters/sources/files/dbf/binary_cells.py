"""Numbers and moments that stand in records as binary: Visual FoxPro's (low byte first) and dBase 7's (high byte first,
with the sign turned over, so that they sort as bytes)."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.exact_decimals import from_integers
from legacy_adapters.sources.files.desktop.faults import Fault, Rows
from legacy_adapters.sources.files.desktop.moments import DAY_MILLISECONDS, is_day, timestamps
from legacy_adapters.sources.files.desktop.ordered_numbers import double_cells, integer_cells, moment_cells, words

pc: Any = pyarrow.compute

_JULIAN_EPOCH: Final = 2_440_588
"""1970-01-01 as a Julian day."""

_CURRENCY: Final = pa.decimal128(19, 4)


def integers_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """FoxPro's whole numbers."""
    return pa.array(words(cells, "<i4").astype(np.int64)), []


def integers7_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """dBase 7's whole numbers and counters; four NULs are null."""
    return integer_cells(cells), []


def doubles_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """FoxPro's doubles, as they are."""
    return pa.array(words(cells, "<f8").astype(np.float64)), []


def doubles7_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """dBase 7's doubles; eight NULs are null."""
    return double_cells(cells), []


def currencies_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """FoxPro's money, in ten-thousandths."""
    units = words(cells, "<i8").astype(np.int64)
    return from_integers(units, np.ones(len(units), np.bool_), _CURRENCY), []


def moments_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """A Julian day and the milliseconds of it. NULs and blanks are null; fault: ``not_a_date``."""
    words = np.ascontiguousarray(cells).view("<i4").astype(np.int64)
    days, milliseconds = words[:, 0] - _JULIAN_EPOCH, words[:, 1]
    empty = _is_empty(cells)
    valid = is_day(days) & (milliseconds >= 0) & (milliseconds <= DAY_MILLISECONDS) & ~empty
    return timestamps(days, milliseconds, valid), _faults(cells, ~valid & ~empty)


def moments7_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """dBase 7's moments: a double of milliseconds as the Borland Database Engine counts them.

    The published description has a Julian day and milliseconds, as in Visual FoxPro, and there are writers who follow
    it; no number is sensible in both ways.
    """
    by_day, _ = moments_of(cells)
    by_double, _ = moment_cells(cells)
    found: Array = pc.coalesce(by_day, by_double)
    odd = found.is_null().to_numpy(zero_copy_only=False) & ~_is_empty(cells)
    return found, _faults(cells, odd)


def _is_empty(cells: Matrix) -> Rows:
    found: Rows = (cells == 0).all(axis=1) | (cells == 0x20).all(axis=1)
    return found


def _faults(cells: Matrix, odd: Rows) -> list[Fault]:
    return [Fault(row, "not_a_date", cells[row].tobytes().hex()) for row in np.flatnonzero(odd).tolist()]
