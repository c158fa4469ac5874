"""Results of calculated columns (Access 2010 and later), which are stored in a wrapping of their own."""

from __future__ import annotations

import struct
from decimal import Decimal
from typing import Final

_LENGTH_AT: Final = 16
_HEAD: Final = 20
_NEGATIVE: Final = 0x80
_MOST_SCALE: Final = 38


def unwrapped(cell: bytes | None) -> bytes | None:
    """What was calculated: behind sixteen bytes whose meaning is not known stand its length and itself. None if
    nothing was."""
    if cell is None or len(cell) < _HEAD:
        return None
    (length,) = struct.unpack_from("<I", cell, _LENGTH_AT)
    return cell[_HEAD : _HEAD + length] or None


def calculated_number(cell: bytes) -> Decimal | None:
    """A decimal that was calculated: two bytes of length, its scale, its sign, and groups of four bytes, the highest
    first. None where it is none."""
    if len(cell) < 8 or cell[2] > _MOST_SCALE:
        return None
    digits = 0
    for (group,) in struct.iter_unpack("<I", cell[4 : 4 + min(len(cell) - 4, 16) // 4 * 4]):
        digits = (digits << 32) + int(group)
    sign = 1 if cell[3] & _NEGATIVE else 0
    return Decimal((sign, tuple(map(int, str(digits))), -cell[2]))
