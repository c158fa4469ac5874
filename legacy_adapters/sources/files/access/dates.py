"""Dates of Access: doubles that count days, and the text of Access 2019's extended dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.faults import Fault

_ZERO_DAY: Final = -25_569
"""1899-12-30, in days from 1970."""
_FIRST_DAY: Final = -693_593
"""0001-01-01, in days from 1899-12-30; Access itself begins with the year 100."""
_LAST_DAY: Final = 2_958_465
"""9999-12-31."""
_DAY_MS: Final = 86_400_000


def moments(name: str, days: npt.NDArray[np.float64], there: npt.NDArray[np.bool_], faults: list[Fault]) -> Array:
    """Days from 1899-12-30, with the time as their fraction, exact to the millisecond.

    Before that day the fraction counts forward all the same: -1.25 is 1899-12-29, 6 o'clock.
    """
    with np.errstate(invalid="ignore"):
        whole = np.trunc(days)
        good = there & (whole >= _FIRST_DAY) & (whole <= _LAST_DAY)
    outside = np.flatnonzero(there & ~good).tolist()
    faults += [(row, name, "date_out_of_range", repr(float(days[row]))) for row in outside]
    safe = np.where(good, days, 0.0)
    whole = np.trunc(safe)
    milliseconds = np.rint(np.abs(safe - whole) * _DAY_MS).astype(np.int64)
    total = ((whole.astype(np.int64) + _ZERO_DAY) * _DAY_MS + milliseconds) * 1000
    return pa.array(total, pa.int64(), mask=~good).cast(pa.timestamp("us"))


def extended(name: str, cells: npt.NDArray[np.uint8], there: npt.NDArray[np.bool_], faults: list[Fault]) -> Array:
    """Days from 0001-01-01, and tenths of microseconds of the day, as digits: ``…738945:…432000000000:7``. What is
    finer than a microsecond is a fault."""
    found: list[Any] = []
    for row, (cell, is_there) in enumerate(zip(cells, there, strict=True)):
        text = bytes(cell).rstrip(b"\0").decode("latin-1")
        value, code = _extended(text) if is_there else (None, "")
        if code:
            faults.append((row, name, code, text))
        found.append(value)
    return pa.array(found, pa.timestamp("us"))


def _extended(text: str) -> tuple[datetime | None, str]:
    parts = text.split(":")
    if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        return None, "not_a_date"
    days, ticks = int(parts[0]), int(parts[1])
    if days > _LAST_DAY - _FIRST_DAY or ticks >= _DAY_MS * 10_000:
        return None, "date_out_of_range"
    if ticks % 10:
        return None, "too_many_decimals"
    return datetime(1, 1, 1) + timedelta(days=days, microseconds=ticks // 10), ""  # noqa: DTZ001
