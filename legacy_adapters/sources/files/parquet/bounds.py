"""Keeps texts that a file holds once and rows refer to a million times from filling the memory."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import BATCH_BYTES, Array
from legacy_adapters.sources.files.faults import Fault
from legacy_adapters.sources.files.format import FIELD_BYTES

MOST_OF_LISTS: Final = 4 * BATCH_BYTES
"""What the lists of one column may take in one batch once they are written out."""

pc: Any = pyarrow.compute
Sizes: TypeAlias = npt.NDArray[np.int64]


def within_bounds(batch: pa.RecordBatch, first: int) -> Generator[tuple[pa.RecordBatch, int, list[Fault]], None, None]:
    """The rows in parts that take some ``BATCH_BYTES`` once their texts are written out: each with the number of its
    first row, and with the cells beyond ``FIELD_BYTES`` null and noted. Raises ``ValueError`` for lists that are too
    long."""
    columns = list(batch.columns)
    faults: list[Fault] = []
    total: Sizes = np.zeros(batch.num_rows, dtype=np.int64)
    for i, column in enumerate(columns):
        if pa.types.is_nested(column.type) and written_out(column) > MOST_OF_LISTS:
            raise ValueError(f"the lists in column {batch.schema.names[i]} are too long")
        if not pa.types.is_dictionary(column.type):
            continue
        sizes = _sizes(column)
        if sizes.size and sizes.max() > FIELD_BYTES:
            long = sizes > FIELD_BYTES
            faults += [(int(row), batch.schema.names[i], "field_too_long", "") for row in np.flatnonzero(long)]
            columns[i] = _without(column, long)
            sizes = np.where(long, 0, sizes)
        total += sizes
    kept = pa.RecordBatch.from_arrays(columns, names=batch.schema.names) if faults else batch
    yield from _parts(kept, total, first, faults)


def written_out(column: Any) -> int:
    """How many bytes the texts and values in a column of lists, maps or structures are."""
    types = pa.types
    if types.is_map(column.type):
        return written_out(column.keys) + written_out(column.items)
    if types.is_struct(column.type):
        return sum(map(written_out, column.flatten()))
    if types.is_nested(column.type):
        return written_out(column.flatten())
    return int(_sizes(column).sum()) if types.is_dictionary(column.type) else int(column.nbytes)


def _parts(
    batch: pa.RecordBatch, total: Sizes, first: int, faults: list[Fault]
) -> Generator[tuple[pa.RecordBatch, int, list[Fault]], None, None]:
    begin = 0
    ends = np.cumsum(total)
    while begin < batch.num_rows:
        before = int(ends[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(ends, before + BATCH_BYTES, side="right")), begin + 1)
        own = [(row - begin, name, code, text) for row, name, code, text in faults if begin <= row < end]
        yield batch.slice(begin, end - begin), first + begin, own
        begin = end


def _sizes(column: Array) -> Sizes:
    """How many bytes each cell takes once it is written out."""
    packed: Any = column
    if not len(packed.dictionary):
        return np.zeros(len(column), dtype=np.int64)
    lengths = pc.cast(pc.fill_null(pc.binary_length(packed.dictionary), 0), pa.int64())
    sizes: Sizes = pc.fill_null(pc.take(lengths, packed.indices), 0).to_numpy(zero_copy_only=False)
    return sizes


def _without(column: Array, odd: npt.NDArray[np.bool_]) -> Array:
    packed: Any = column
    indices = pc.if_else(pa.array(odd), pa.scalar(None, packed.indices.type), packed.indices)
    return pa.DictionaryArray.from_arrays(indices, packed.dictionary)
