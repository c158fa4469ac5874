"""Currency and decimals of Access, as Arrow decimals: no binary number on the way."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.faults import Fault

Cells: TypeAlias = npt.NDArray[np.uint8]
Mask: TypeAlias = npt.NDArray[np.bool_]

CURRENCY_TYPE: Final = pa.decimal128(19, 4)
_GROUPS: Final = [*range(12, 16), *range(8, 12), *range(4, 8), *range(4)]
"""The sixteen bytes of a decimal are four groups, the highest first, each from its lowest byte on."""

_NEGATIVE: Final = 0x80


def currency(cells: Cells, there: Mask) -> Array:
    """Currency is a whole number of ten-thousandths in eight bytes."""
    low = cells.view("<i8").reshape(-1)
    words = np.empty((len(low), 2), dtype="<i8")
    words[:, 0] = low
    words[:, 1] = np.where(low < 0, -1, 0)
    return _decimals(words, there, CURRENCY_TYPE)


def numeric(name: str, cells: Cells, there: Mask, kind: Any, faults: list[Fault]) -> Array:
    """A decimal is a byte with its sign, and sixteen with its digits as a whole number. One that has more digits than
    its column allows is a fault, ``number_overflow``."""
    negative = (cells[:, 0] & _NEGATIVE) != 0
    words = np.ascontiguousarray(cells[:, 1:][:, _GROUPS]).view("<u8").reshape(-1, 2)
    low, high = words[:, 0].copy(), words[:, 1].copy()
    limit = 10**kind.precision
    top, bottom = np.uint64(limit >> 64), np.uint64(limit & (2**64 - 1))
    over = there & ((high > top) | ((high == top) & (low >= bottom)))
    for row in np.flatnonzero(over):
        digits = (int(high[row]) << 64) + int(low[row])
        faults.append((int(row), name, "number_overflow", f"{'-' if negative[row] else ''}{digits}E-{kind.scale}"))
    low = np.where(negative, ~low + np.uint64(1), low)
    high = np.where(negative, ~high + (low == 0).astype(np.uint64), high)
    return _decimals(np.stack([low, high], axis=1), there & ~over, kind)


def _decimals(words: npt.NDArray[Any], there: Mask, kind: Any) -> Array:
    """Two words of 64 bits for each decimal, the lower one first: as Arrow has them."""
    validity = pa.array(there).buffers()[1] if len(there) else None
    data = pa.py_buffer(np.ascontiguousarray(words).tobytes())
    found: Array = pa.Array.from_buffers(kind, len(there), [validity, data])
    return found
