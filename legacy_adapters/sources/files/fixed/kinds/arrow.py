"""From numpy's arrays to Arrow's: buffers, validity bitmaps and places to take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.kinds.cells import Mask


def buffer(values: NDArray[Any]) -> pa.Buffer:
    """The memory of an array, which is kept alive."""
    # The stubs do not know that numpy's arrays have the buffer protocol.
    found: Any = np.ascontiguousarray(values)
    return pa.py_buffer(found)


def validity(good: Mask | None) -> tuple[pa.Buffer | None, int]:
    """A validity bitmap for the rows that are good, and how many are not."""
    if good is None or bool(good.all()):
        return None, 0
    return buffer(np.packbits(good, bitorder="little")), int(len(good) - np.count_nonzero(good))


def taken(values: Array, places: NDArray[Any]) -> Array:
    """The values at these places, null where a place is negative."""
    indices: Any = pa.array(places, pa.int64(), mask=places < 0)
    found: Array = values.take(indices)
    return found


def nothing(rows: int, kind: pa.DataType) -> Array:
    """So many nulls."""
    found: Array = pa.array([None] * rows, kind)
    return found
