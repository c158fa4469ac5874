"""Whole numbers of units as Arrow decimals: no text and no double in between."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.faults import Rows

CHUNK_DIGITS: Final = 18
"""So many decimal digits always fit a 64-bit integer."""

_CHUNK_HIGH, _CHUNK_LOW = divmod(10**CHUNK_DIGITS, 2**32)
_LOW_HALF: Final = np.uint64(2**32 - 1)
_HALF: Final = np.uint64(32)


def from_integers(units: Rows, valid: Rows, kind: pa.Decimal128Type[int, int]) -> Array:
    """Signed 64-bit integers as decimals of ``kind``, which has a digit for each of theirs."""
    words = np.empty((len(units), 2), np.int64)
    words[:, 0] = units
    words[:, 1] = words[:, 0] >> 63
    return _array(words, valid, kind)


def from_chunks(high: Rows, low: Rows, negative: Rows, valid: Rows, kind: pa.Decimal128Type[int, int]) -> Array:
    """Numbers of up to 36 digits as decimals: ``high`` × 10^18 + ``low``, both of up to 18 digits and not negative."""
    if not high.any():
        return from_integers(np.where(negative, -low, low), valid, kind)
    left, right = high.astype(np.uint64) >> _HALF, high.astype(np.uint64) & _LOW_HALF
    low_low = right * np.uint64(_CHUNK_LOW)
    middle = left * np.uint64(_CHUNK_LOW) + (low_low >> _HALF)
    # Neither sum can overflow: the factors are below 2^28 and 2^32, or 2^28 and 2^28.
    across = right * np.uint64(_CHUNK_HIGH) + (middle & _LOW_HALF)
    top = left * np.uint64(_CHUNK_HIGH) + (middle >> _HALF) + (across >> _HALF)
    bottom = (across << _HALF) | (low_low & _LOW_HALF)
    total = bottom + low.astype(np.uint64)
    top += total < bottom
    words = np.empty((len(total), 2), np.uint64)
    words[:, 0] = np.where(negative, ~total + np.uint64(1), total)
    words[:, 1] = np.where(negative, ~top + (total == 0).astype(np.uint64), top)
    return _array(words.view(np.int64), valid, kind)


def buffer(numbers: np.ndarray[Any, np.dtype[Any]]) -> pa.Buffer:
    """The memory of some numbers, for Arrow."""
    whole: Any = np.ascontiguousarray(numbers)
    return pa.py_buffer(whole)


def _array(words: np.ndarray[tuple[int, int], np.dtype[np.int64]], valid: Rows, kind: pa.DataType) -> Array:
    validity = None if valid.all() else pa.array(valid).buffers()[1]
    found: Array = pa.Array.from_buffers(kind, len(words), [validity, buffer(words)])
    return found
