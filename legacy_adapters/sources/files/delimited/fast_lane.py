"""Takes regular rows apart with Arrow's CSV reader, every field as the bytes that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.delimited.regular import Places
from legacy_adapters.sources.files.delimited.signs import Signs

_csv: Any = arrow_csv

_DROPPED_BY_ARROW: Final = b"\xef\xbb\xbf"
"""Arrow takes a byte order mark away wherever it is handed a block; in the middle of a file it is part of a field."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The wanted columns of the rows that have the right number of fields, and which rows (places in what was asked
    for, ascending) have another."""

    columns: list[Array]
    odd: Places


def parse(data: bytes, starts: Places, nexts: Places, signs: Signs, width: int, wanted: Sequence[int]) -> Parsed | None:
    """The fields ``wanted`` (from 0) of regular rows with ``width`` fields each; none of the rows is empty. None where
    Arrow cannot be asked."""
    block = _block(data, starts, nexts)
    if bytes(block[:3]) == _DROPPED_BY_ARROW:
        return None
    odd: list[int] = []

    def set_aside(row: Any) -> str:
        odd.append(row.number - 1)
        return "skip"

    kept = sorted(set(wanted)) or [0]
    try:
        table = _csv.read_csv(
            pa.BufferReader(pa.py_buffer(block)),
            read_options=_csv.ReadOptions(
                column_names=[str(i) for i in range(width)], use_threads=False, block_size=len(block) + 8
            ),
            parse_options=_csv.ParseOptions(
                delimiter=signs.delimiter.decode("ascii"),
                quote_char=signs.quote.decode("ascii") if signs.quote else False,
                newlines_in_values=True,
                invalid_row_handler=set_aside,
            ),
            convert_options=_csv.ConvertOptions(
                column_types={str(i): pa.binary() for i in kept},
                include_columns=[str(i) for i in kept],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows + len(odd) != len(starts) or odd != sorted(set(odd)):
        return None
    columns = {i: _one(table.column(str(i))) for i in kept}
    return Parsed([columns[i] for i in wanted], np.array(odd, np.int64))


def _one(column: Any) -> Array:
    chunks: list[Array] = column.chunks
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks or [pa.array([], pa.binary())])


def _block(data: bytes, starts: Places, nexts: Places) -> memoryview:
    """The bytes of the rows one behind the other; not copied if they are so already."""
    whole = memoryview(data)
    gaps = np.flatnonzero(starts[1:] != nexts[:-1])
    if not len(gaps):
        return whole[int(starts[0]) : int(nexts[-1])]
    begins = starts[np.concatenate(([0], gaps + 1))]
    ends = nexts[np.concatenate((gaps, [len(nexts) - 1]))]
    return memoryview(b"".join(whole[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)))
