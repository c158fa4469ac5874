"""Binary whole numbers (COMP, BINARY, COMP-4, COMP-5) of 1 to 8 and of 16 bytes, with an implied decimal point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Decoded, Mask, any_bad
from legacy_adapters.sources.files.fixed.kinds.exact import MOST_DIGITS, Wide, column, number_type

_LARGEST_HIGH, _LARGEST_LOW = divmod(10**MOST_DIGITS - 1, 2**64)


@dataclass(frozen=True, slots=True)
class Binary:
    """Numbers of ``width`` bytes, most significant first unless ``little``, whatever digits a PICTURE names: what is
    stored is what counts. ``scale`` and ``shift`` as in ``Zoned``."""

    width: int
    scale: int = 0
    shift: int = 0
    signed: bool = True
    little: bool = False

    @property
    def digits(self) -> int:
        """As many decimal digits as the largest number has."""
        if self.width == 16:
            return MOST_DIGITS
        return len(str(2 ** (8 * self.width - self.signed)))

    @property
    def type(self) -> pa.DataType:
        """See ``Kind``."""
        if self.width == 8 and self.signed and self.scale == 0 and self.shift == 0:
            return pa.int64()
        return number_type(max(self.digits + self.shift, self.scale), self.scale)

    def decode(self, cells: Bytes) -> Decoded:
        """See ``Kind``."""
        ordered = cells[:, ::-1] if self.little else cells
        if self.width == 16:
            return self._sixteen(ordered)
        words = np.zeros((len(cells), 8), np.uint8)
        words[:, 8 - self.width :] = ordered
        if self.signed and self.width < 8:
            words[:, : 8 - self.width] = np.where(ordered[:, :1] >= 0x80, np.uint8(0xFF), np.uint8(0))
        values = words.view(">i8").reshape(-1).astype(np.int64)
        if self.type == pa.int64():
            return Decoded(_integers(values))
        if self.width < 8 or self.signed:
            return Decoded(Wide.of(values).shifted(self.shift).column(self.type, None))
        return Decoded(Wide(np.zeros_like(values), values).shifted(self.shift).column(self.type, None))

    def show(self, cell: bytes) -> str:
        """See ``Kind``."""
        return cell.hex().upper()

    def _sixteen(self, ordered: Bytes) -> Decoded:
        words = np.ascontiguousarray(ordered).view(">i8").astype(np.int64)
        wide = Wide(np.ascontiguousarray(words[:, 0]), np.ascontiguousarray(words[:, 1]))
        negative: Mask = wide.high < 0 if self.signed else np.zeros(len(words), np.bool_)
        size = wide.negated(negative)
        high, low = size.high.view(np.uint64), size.low.view(np.uint64)
        bad = (high > _LARGEST_HIGH) | ((high == _LARGEST_HIGH) & (low > _LARGEST_LOW))
        found = any_bad(bad)
        return Decoded(wide.column(self.type, None if found is None else ~found), found, "number_too_large")


def _integers(values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
    return column(values, 1, 0, 0, None)
