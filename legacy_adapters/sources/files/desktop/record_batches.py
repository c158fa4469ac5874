"""Rows of columns, also of none: a mapping of constants needs no column, but each of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from legacy_adapters.core.batch import Array


def record_batch(columns: Mapping[str, Array], count: int) -> pa.RecordBatch:
    """The columns, of ``count`` cells each, as rows."""
    if not columns:
        nothing: Any = pa.array([{}] * count, pa.struct([]))
        return pa.RecordBatch.from_struct_array(nothing)
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
