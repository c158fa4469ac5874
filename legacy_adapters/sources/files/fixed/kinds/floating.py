"""Floating-point fields (COMP-1, COMP-2) in the forms of IEEE 754 and of IBM's hexadecimal floating point.

They are handed over as the shortest decimal text that stands for the number, so that a mapping applies the rule for
binary numbers: never as a double that would be taken for an exact amount.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.fixed.kinds.arrow import taken
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Decoded, Mask, any_bad


@dataclass(frozen=True, slots=True)
class Floating:
    """Numbers of 4 or 8 bytes; ``ibm`` is hexadecimal floating point, otherwise IEEE. Infinities and NaN are bad."""

    width: int
    ibm: bool = False
    little: bool = False

    @property
    def type(self) -> pa.DataType:
        """Text that is known to be a number."""
        return MIXED

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        ordered = np.ascontiguousarray(cells[:, ::-1] if self.little else cells)
        distinct, places = np.unique(ordered.view(f"V{self.width}").reshape(-1), return_inverse=True)
        texts = [self._text(cell.tobytes()) for cell in distinct]
        found: Mask = np.array([text is None for text in texts], np.bool_)[places]
        bad = any_bad(found)
        chosen = taken(pa.array(texts, pa.string()), places.reshape(-1))
        numbers = pa.array(np.ones(len(cells), np.bool_))
        mask = None if bad is None else pa.array(bad)
        values = pa.StructArray.from_arrays([chosen, numbers], fields=list(MIXED), mask=mask)
        return Decoded(values, bad)

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return cell.hex().upper()

    def _text(self, cell: bytes) -> str | None:
        number = _hexadecimal(cell) if self.ibm else float(np.frombuffer(cell, f">f{self.width}")[0])
        if not math.isfinite(number):
            return None
        with np.errstate(over="ignore"):
            single = np.float32(number)
        # A short number is the shortest text of its own precision: 0.1, not the 0.10000000149011612 of the double.
        short = self.width == 4 and float(single) == number
        text = format(Decimal(str(single) if short else repr(number)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text


def _hexadecimal(cell: bytes) -> float:
    """IBM hexadecimal floating point: a sign, an exponent of 16 (excess 64), and a fraction."""
    fraction = int.from_bytes(cell[1:])
    exponent = 4 * ((cell[0] & 0x7F) - 64) - 8 * (len(cell) - 1)
    # Correctly rounded: a fraction of 56 bits has more than a double.
    size = float(fraction * 2**exponent) if exponent >= 0 else fraction / 2**-exponent
    return -size if cell[0] & 0x80 else size
