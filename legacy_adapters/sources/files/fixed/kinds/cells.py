"""The shapes that pass between the kinds of fields: the bytes of one field of many records, and what they became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from legacy_adapters.core.batch import Array

Bytes: TypeAlias = NDArray[np.uint8]
"""Raw bytes: of a block, or one row per record and one column per byte of a field."""

Words: TypeAlias = NDArray[np.int64]
"""Whole numbers, one per record."""

Mask: TypeAlias = NDArray[np.bool_]
"""One truth value per record."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The values of one field, one per record; null where ``bad``, which has ``code`` as its reason, and where the
    field is blank. ``bad`` is None where every cell is good."""

    values: Array
    bad: Mask | None = None
    code: str = "not_a_number"


class Kind(Protocol):
    """What the bytes of a field mean."""

    @property
    def width(self) -> int:
        """How many bytes the field has."""
        ...

    @property
    def type(self) -> pa.DataType:
        """The column's type, of the closed list in ``core.batch``."""
        ...

    def decode(self, cells: Bytes) -> Decoded:
        """The values of the cells, given as one row of ``width`` bytes per record."""
        ...

    def show(self, cell: bytes) -> str:
        """A bad cell for a person."""
        ...


def any_bad(bad: Mask) -> Mask | None:
    """The mask, or None where nothing is bad."""
    return bad if bool(bad.any()) else None
