"""Numbers written with one digit a byte: unsigned, with a sign of their own, or with an overpunched one.

Overpunched: the byte of the first or last digit carries the sign in its zone. EBCDIC has the zones C (+), D (−) and F
(no sign), also A and E (+), B (−); what those become when EBCDIC is translated to ASCII is ``{ABCDEFGHI`` (+) and
``}JKLMNOPQR`` (−); Micro Focus and GnuCOBOL write ``pqrstuvwxy`` for negative digits, Fujitsu ``@ABCDEFGHI`` and
``PQRSTUVWXY``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Decoded, Mask, Words, any_bad
from legacy_adapters.sources.files.fixed.kinds.exact import WORD_DIGITS, Wide, column, joined, number_type

_BLANK = 16
_WRONG = 255


class Sign(Enum):
    """Where a number's sign is."""

    NONE = "none"
    TRAILING = "trailing"
    LEADING = "leading"
    TRAILING_SEPARATE = "trailing separate"
    LEADING_SEPARATE = "leading separate"

    @property
    def separate(self) -> bool:
        """Whether the sign has a byte of its own."""
        return self in {Sign.TRAILING_SEPARATE, Sign.LEADING_SEPARATE}

    @property
    def leading(self) -> bool:
        """Whether it stands in front, or in the first digit."""
        return self in {Sign.LEADING, Sign.LEADING_SEPARATE}


class Overpunch(Enum):
    """How signs are punched over digits in ASCII files; in EBCDIC there is one way."""

    STANDARD = "standard"
    FUJITSU = "fujitsu"


@dataclass(frozen=True, slots=True)
class Zoned:
    """``digits`` decimal digits, ``scale`` of them behind a decimal point that is not written, times 10^``shift``.

    Blank in all bytes (or NUL) is null; blanks in front of the digits count as zeros; anything else is bad.
    ``zeros`` are further characters for +0 and −0, as national code pages have them (``äü`` from code page 273).
    """

    digits: int
    charset: Charset
    scale: int = 0
    shift: int = 0
    sign: Sign = Sign.NONE
    overpunch: Overpunch = Overpunch.STANDARD
    zeros: str = ""

    @property
    def width(self) -> int:
        """See ``Kind``."""
        return self.digits + self.sign.separate

    @property
    def type(self) -> pa.DataType:
        """See ``Kind``."""
        return number_type(self.digits + self.shift, self.scale)

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        digits, negative, bad, blank = self._read(np.ascontiguousarray(cells.T))
        good = None if bad is None and blank is None else ~_either(bad, blank, len(cells))
        values = _number(digits, negative, self.scale, self.shift, good)
        return Decoded(values, bad)

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return self.charset.show(cell)

    def _read(self, rows: Bytes) -> tuple[Bytes, Mask | None, Mask | None, Mask | None]:
        """Digits (one row per place), which numbers are negative, which are bad, and which are blank."""
        place = 0 if self.sign.leading else len(rows) - 1
        plain = _plain_digits(self.charset)
        if self.sign is Sign.NONE:
            return _checked(plain[rows], None, None, None)
        if self.sign.separate:
            signs = rows[place]
            digits = plain[np.delete(rows, place, axis=0)]
            minus, plus = self.charset.encode("-+")
            blank_sign = (signs == self.charset.space) | (signs == 0)
            return _checked(digits, signs == minus, ~blank_sign & (signs != minus) & (signs != plus), blank_sign)
        table = _signed_digits(self.charset, self.overpunch, self.zeros)
        digits = plain[rows]
        digits[place] = table[rows[place], 0]
        return _checked(digits, table[rows[place], 1] == 1, None, None)


def _either(one: Mask | None, other: Mask | None, rows: int) -> Mask:
    nothing = np.zeros(rows, np.bool_)
    either: Mask = (nothing if one is None else one) | (nothing if other is None else other)
    return either


def _checked(
    digits: Bytes, negative: Mask | None, wrong_sign: Mask | None, blank_sign: Mask | None
) -> tuple[Bytes, Mask | None, Mask | None, Mask | None]:
    if digits.max(initial=0) < _BLANK and (wrong_sign is None or not wrong_sign.any()):
        return digits, negative, None, None
    blanks = digits == _BLANK
    wrong = (digits == _WRONG).any(axis=0) | (blanks[1:] & ~blanks[:-1]).any(axis=0)
    blank = blanks.all(axis=0)
    if wrong_sign is not None and blank_sign is not None:
        # A sign without a number is no blank field.
        wrong |= wrong_sign | (blank & ~blank_sign)
    return np.where(digits > 9, np.uint8(0), digits), negative, any_bad(wrong), any_bad(blank)


def _number(digits: Bytes, negative: Mask | None, scale: int, shift: int, good: Mask | None) -> Array:
    count = len(digits)
    if count <= WORD_DIGITS:
        values = horner(digits)
        if negative is not None:
            np.negative(values, out=values, where=negative)
        return column(values, count, scale, shift, good)
    first = count % WORD_DIGITS or WORD_DIGITS
    starts = [0, *range(first, count, WORD_DIGITS)]
    parts = [horner(digits[a:b]) for a, b in zip(starts, [*starts[1:], count], strict=True)]
    wide: Wide = joined(parts).shifted(shift)
    if negative is not None:
        wide = wide.negated(negative)
    return wide.column(number_type(count + shift, scale), good)


def horner(digits: Bytes) -> Words:
    """One row per decimal place, at most 18, as numbers."""
    values: Words = digits[0].astype(np.int64)
    for place in digits[1:]:
        values *= 10
        values += place
    return values


@lru_cache(maxsize=32)
def _plain_digits(charset: Charset) -> Bytes:
    table = np.full(256, _WRONG, np.uint8)
    table[charset.digit_zero : charset.digit_zero + 10] = np.arange(10)
    table[[0, charset.space]] = _BLANK
    return table


@lru_cache(maxsize=32)
def _signed_digits(charset: Charset, overpunch: Overpunch, zeros: str) -> Bytes:
    """For each byte the digit it stands for, and 1 where it is negative."""
    table = np.zeros((256, 2), np.uint8)
    table[:, 0] = _plain_digits(charset)
    for digit in range(10):
        for byte in _punched(charset, overpunch, digit, negative=False):
            table[byte] = digit, 0
        for byte in _punched(charset, overpunch, digit, negative=True):
            table[byte] = digit, 1
    for byte, sign in zip(charset.encode(zeros), (0, 1), strict=False):
        table[byte] = 0, sign
    return table


def _punched(charset: Charset, overpunch: Overpunch, digit: int, *, negative: bool) -> bytes:
    if charset.ebcdic:
        return bytes(zone | digit for zone in ((0xB0, 0xD0) if negative else (0xA0, 0xC0, 0xE0)))
    if overpunch is Overpunch.FUJITSU:
        return bytes([(0x50 if negative else 0x40) + digit])
    if negative:
        return bytes([b"}JKLMNOPQR"[digit], 0x70 + digit])
    return b"{ABCDEFGHI"[digit : digit + 1]
