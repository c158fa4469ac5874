"""The raw rows that a mapping works on: as they were read, or as a hook left them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class RawRows:
    """Raw rows, and the columns of doubles that a hook made or changed: no amount may come from those."""

    rows: pa.RecordBatch
    doubles: frozenset[str] = frozenset()
