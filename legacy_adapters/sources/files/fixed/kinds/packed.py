"""Packed decimals (COMP-3) with two digits a byte and the sign in the last half byte, and COMP-6 without a sign.

Signs as in IBM's z/Architecture Principles of Operation, "Decimal-number formats": A, C, E and F are plus, B and D
minus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Decoded, Mask, Words, any_bad
from legacy_adapters.sources.files.fixed.kinds.exact import MOST_DIGITS, Wide, column, joined, number_type

_PAIRS = 9
"""As many bytes of two digits fit into 64 bits."""


def _pairs() -> Bytes:
    high, low = np.divmod(np.arange(256), 16)
    return np.where((high < 10) & (low < 10), high * 10 + low, 255).astype(np.uint8)


_TWO_DIGITS = _pairs()
"""What a byte of two digits is worth; 255 where it is none."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Numbers of all the digits that ``width`` bytes hold, of which ``scale`` are behind the point, × 10^``shift``."""

    width: int
    scale: int = 0
    shift: int = 0
    has_sign: bool = True

    @property
    def digits(self) -> int:
        """How many decimal digits fit in; 38 at most."""
        return min(self.width * 2 - self.has_sign, MOST_DIGITS)

    @property
    def type(self) -> pa.DataType:
        """See ``Kind``."""
        return number_type(self.digits + self.shift, self.scale)

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        rows = np.ascontiguousarray(cells.T)
        if not self.has_sign:
            return self._decoded(rows, None, None)
        last = rows[-1]
        digit, sign = last >> 4, last & 15
        negative: Mask = (sign == 0x0D) | (sign == 0x0B)
        wrong: Mask = (digit > 9) | (sign < 10)
        return self._decoded(rows[:-1], np.minimum(digit, 9), negative, wrong)

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return cell.hex().upper()

    def _decoded(self, rows: Bytes, last: Bytes | None, negative: Mask | None, wrong: Mask | None = None) -> Decoded:
        pairs = _TWO_DIGITS[rows]
        bad = (pairs == 255).any(axis=0) if wrong is None else (pairs == 255).any(axis=0) | wrong
        if self.width * 2 - self.has_sign > MOST_DIGITS:
            bad |= pairs[0] > 9
        found = any_bad(bad)
        good = None if found is None else ~found
        if found is not None:
            pairs = np.where(pairs == 255, np.uint8(0), pairs)
        # The last digit shares its byte with the sign; eight pairs and it still fit into 64 bits.
        room = _PAIRS - 1 if last is not None else _PAIRS
        if len(pairs) <= room:
            values = _worth(pairs, last)
            if negative is not None:
                np.negative(values, out=values, where=negative)
            return Decoded(column(values, self.digits, self.scale, self.shift, good), found)
        wide = self._wide(pairs, last).shifted(self.shift)
        if negative is not None:
            wide = wide.negated(negative)
        return Decoded(wide.column(self.type, good), found)

    def _wide(self, pairs: Bytes, last: Bytes | None) -> Wide:
        first = len(pairs) % _PAIRS or _PAIRS
        starts = [0, *range(first, len(pairs), _PAIRS)]
        ends = [*starts[1:], len(pairs)]
        wide = joined([_worth(pairs[a:b], None) for a, b in zip(starts, ends, strict=True)])
        return wide if last is None else wide.times(10).plus(last.astype(np.int64))


def _worth(pairs: Bytes, last: Bytes | None) -> Words:
    values = pairs[0].astype(np.int64) if len(pairs) else np.zeros(pairs.shape[1], np.int64)
    for pair in pairs[1:]:
        values *= 100
        values += pair
    if last is not None:
        values *= 10
        values += last
    return values
