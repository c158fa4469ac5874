"""The cells of some rows that their columns cannot hold, collected column by column."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW

Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[Any]]
"""Numbers of rows, or one truth value for each."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read: its row, the code of the reason, and the cell as text."""

    row: int
    code: str
    text: str


@dataclass(slots=True)
class Faults:
    """What ``core.batch.FAULTS`` is made of."""

    _found: list[tuple[int, str, str, str]] = field(default_factory=list)

    def add(self, column: str, faults: Iterable[Fault]) -> None:
        """Takes in the faults of one column, or of ``WHOLE_ROW``."""
        self._found.extend((fault.row, column, fault.code, fault.text) for fault in faults)

    def batch(self, whole: Container[int] = frozenset()) -> pa.RecordBatch | None:
        """All of them in the order of rows; of the rows in ``whole`` only what is said of the row."""
        kept = [found for found in self._found if found[1] == WHOLE_ROW or found[0] not in whole]
        if not kept:
            return None
        rows, columns, codes, texts = zip(*sorted(kept, key=lambda found: found[0]), strict=True)
        arrays = [pa.array(part, kind) for part, kind in zip((rows, columns, codes, texts), FAULTS.types, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=FAULTS)
