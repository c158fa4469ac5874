"""Dates and truth values that stand in records as text."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.dbf.text_numbers import shown
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.faults import Fault, Rows
from legacy_adapters.sources.files.desktop.moments import dates, is_day

_ZERO: Final = np.uint8(0x30)
_TRUE: Final = b"TtYy"
_FALSE: Final = b"FfNn"
_UNKNOWN: Final = b"? \0"


def dates_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """``YYYYMMDD`` as dates. Blanks, NULs and zeros are null; a day that there is not is a fault (``not_a_date``)."""
    by_place = np.ascontiguousarray(cells.T)
    digits = by_place - _ZERO
    empty = ((by_place == 0x20) | (by_place == 0) | (digits == 0)).all(axis=0)
    numeric = (digits <= 9).all(axis=0)
    year, month, day = (_number(digits[part]) for part in (slice(0, 4), slice(4, 6), slice(6, 8)))
    likely = numeric & (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    days, fits = _days(np.where(likely, year, 1970), np.where(likely, month, 1), np.where(likely, day, 1))
    valid = likely & fits & is_day(days) & ~empty
    return dates(days, valid), _faults(cells, ~valid & ~empty, "not_a_date")


def booleans_of(cells: Matrix) -> tuple[Array, list[Fault]]:
    """``T``, ``Y``, ``F``, ``N`` as truth values; ``?`` and blanks are null. Fault: ``not_a_boolean``."""
    letters = cells[:, 0]
    true = np.isin(letters, np.frombuffer(_TRUE, np.uint8))
    valid = true | np.isin(letters, np.frombuffer(_FALSE, np.uint8))
    odd = ~valid & ~np.isin(letters, np.frombuffer(_UNKNOWN, np.uint8))
    return pa.array(true, mask=~valid), _faults(cells, odd, "not_a_boolean")


def _number(digits: Matrix) -> Rows:
    total = np.zeros(digits.shape[1], np.int64)
    for place in digits:
        total *= 10
        total += place
    return total


def _days(year: Rows, month: Rows, day: Rows) -> tuple[Rows, Rows]:
    """Days from 1970-01-01, and whether the month has that day."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    return days.astype(np.int64), days.astype("datetime64[M]") == months


def _faults(cells: Matrix, odd: Rows, code: str) -> list[Fault]:
    return [Fault(row, code, shown(cells[row].tobytes())) for row in np.flatnonzero(odd).tolist()]
