"""Days and times as desktop databases count them, as Arrow dates and timestamps."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.faults import Rows

FIRST_DAY: Final = -719_162
"""0001-01-01, in days from 1970-01-01."""

LAST_DAY: Final = 2_932_896
"""9999-12-31."""

DAY_MILLISECONDS: Final = 86_400_000

_DAY_MICROSECONDS: Final = DAY_MILLISECONDS * 1000


def is_day(days: Rows) -> Rows:
    """Which numbers of days from 1970-01-01 are in the years 1 to 9999."""
    found: Rows = (days >= FIRST_DAY) & (days <= LAST_DAY)
    return found


def dates(days: Rows, valid: Rows) -> Array:
    """Days from 1970-01-01 as dates; null where not ``valid``."""
    safe = np.where(valid, days, 0).astype(np.int32)
    return pa.array(safe, mask=~valid).cast(pa.date32())


def timestamps(days: Rows, milliseconds: Rows, valid: Rows) -> Array:
    """Days from 1970-01-01 and milliseconds of the day, in no zone; null where not ``valid``."""
    moments = np.where(valid, days, 0).astype(np.int64) * _DAY_MICROSECONDS
    moments += np.where(valid, milliseconds, 0).astype(np.int64) * 1000
    return pa.array(moments, mask=~valid).cast(pa.timestamp("us"))


def times(milliseconds: Rows, valid: Rows) -> Array:
    """Milliseconds of a day as times; null where not ``valid``."""
    moments = np.where(valid, milliseconds, 0).astype(np.int64) * 1000
    return pa.array(moments, mask=~valid).cast(pa.time64("us"))
