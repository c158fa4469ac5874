"""Whole numbers with a scale as exact Arrow columns: int64, or decimal128 as two words of 64 bits.

Nothing here rounds and nothing is a binary fraction: a value is digits × 10^-scale from the bytes to the column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.kinds.arrow import buffer, validity
from legacy_adapters.sources.files.fixed.kinds.cells import Mask, Words

MOST_DIGITS = 38
WORD_DIGITS = 18
"""As many digits fit into 64 bits whatever they are."""

_TEN_18 = 10**WORD_DIGITS


def number_type(digits: int, scale: int) -> pa.DataType:
    """int64 for whole numbers that fit, decimal128 otherwise."""
    if scale == 0 and digits <= WORD_DIGITS:
        return pa.int64()
    return pa.decimal128(min(max(digits, scale, 1), MOST_DIGITS), scale)


@dataclass(frozen=True, slots=True)
class Wide:
    """Numbers of 128 bits in two's complement: ``high`` is signed, ``low`` holds the lower bits of an unsigned word."""

    high: Words
    low: Words

    @classmethod
    def of(cls, values: Words) -> Wide:
        """Numbers of 64 bits, widened."""
        return cls(values >> 63, values)

    def times(self, factor: int) -> Wide:
        """Multiplied by a factor of 1 to 2^62, in 128 bits; the caller knows that it fits."""
        # uint64 wraps, which is what arithmetic modulo 2^128 needs.
        low, high = self.low.view(np.uint64), self.high.view(np.uint64)
        top, bottom = np.uint64(factor >> 32), np.uint64(factor & 0xFFFFFFFF)
        left, right = low >> np.uint64(32), low & np.uint64(0xFFFFFFFF)
        least = right * bottom
        middle = left * bottom + (least >> np.uint64(32))
        crossed = right * top + (middle & np.uint64(0xFFFFFFFF))
        carried = left * top + (middle >> np.uint64(32)) + (crossed >> np.uint64(32))
        result = (crossed << np.uint64(32)) | (least & np.uint64(0xFFFFFFFF))
        return Wide((high * np.uint64(factor) + carried).view(np.int64), result.view(np.int64))

    def plus(self, others: Words) -> Wide:
        """With numbers of 64 bits, none negative, added."""
        low = self.low.view(np.uint64) + others.view(np.uint64)
        carry = (low < others.view(np.uint64)).astype(np.int64)
        return Wide(self.high + carry, low.view(np.int64))

    def negated(self, where: Mask) -> Wide:
        """With the other sign in the rows of the mask."""
        low = np.where(where, -self.low, self.low)
        high = np.where(where, ~self.high + (self.low == 0), self.high)
        return Wide(high, low)

    def shifted(self, places: int) -> Wide:
        """Multiplied by 10^places."""
        return self if places == 0 else self.times(10**places)

    def column(self, kind: pa.DataType, good: Mask | None) -> Array:
        """As a decimal128 column, null where not good."""
        words = np.empty((len(self.low), 2), np.int64)
        words[:, 0] = self.low
        words[:, 1] = self.high
        bitmap, nulls = validity(good)
        return pa.Array.from_buffers(kind, len(words), [bitmap, buffer(words)], nulls)


def column(values: Words, digits: int, scale: int, shift: int, good: Mask | None) -> Array:
    """Numbers of up to 18 digits as a column of ``number_type(digits + shift, scale)``, null where not good."""
    kind = number_type(digits + shift, scale)
    if kind != pa.int64():
        return Wide.of(values).shifted(shift).column(kind, good)
    bitmap, nulls = validity(good)
    scaled: Words = values * 10**shift if shift else values
    return pa.Array.from_buffers(kind, len(scaled), [bitmap, buffer(scaled)], nulls)


def joined(parts: list[Words]) -> Wide:
    """Groups of 18 digits, the most significant first, as one number each; at most 38 digits together."""
    number = Wide.of(parts[0])
    for part in parts[1:]:
        number = number.times(_TEN_18).plus(part)
    return number
