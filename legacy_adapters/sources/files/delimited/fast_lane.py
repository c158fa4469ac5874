"""Takes regular rows apart with Arrow's CSV reader, every field as the bytes that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as arrow_compute
import pyarrow.csv as arrow_csv

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.regular import Bytes, Places
from legacy_adapters.sources.files.delimited.signs import Signs

_csv: Any = arrow_csv
_compute: Any = arrow_compute

_DROPPED_BY_ARROW: Final = b"\xef\xbb\xbf"
"""Arrow takes a byte order mark away wherever it is handed a block; in the middle of a file it is part of a field."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The wanted columns of the rows that have the right number of fields, and which rows (places in what was asked
    for, ascending) have another."""

    columns: list[Array]
    odd: Places


def parse(
    data: bytes, starts: Places, nexts: Places, signs: Signs, *, width: int, wanted: Sequence[int]
) -> Parsed | None:
    """The fields ``wanted`` (from 0) of regular rows with ``width`` fields each; none of the rows is empty. None where
    Arrow cannot be asked."""
    block = _block(data, starts, nexts)
    kept = sorted(set(wanted)) or [0]
    columns = _read(block, len(starts), signs, width, kept)
    odd = np.empty(0, np.int64)
    if columns is None:
        fits = _field_counts(bytes(block), nexts - starts, signs) == width
        odd = np.flatnonzero(~fits)
        if len(odd) == len(starts):
            return Parsed([pa.array([], pa.binary()) for _ in wanted], odd)
        columns = _read(_block(data, starts[fits], nexts[fits]), int(np.count_nonzero(fits)), signs, width, kept)
    if columns is None:
        return None
    found = {i: _without_blanks(column, signs) for i, column in zip(kept, columns, strict=True)}
    return Parsed([found[i] for i in wanted], odd)


def _read(block: memoryview, rows: int, signs: Signs, width: int, kept: Sequence[int]) -> list[Array] | None:
    """Some columns of so many rows; None if one of them has another number of fields, or Arrow found more or fewer."""
    if bytes(block[:3]) == _DROPPED_BY_ARROW:
        return None
    names = [str(i) for i in range(width)]
    try:
        table = _csv.read_csv(
            pa.BufferReader(pa.py_buffer(block)),
            read_options=_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 8),
            parse_options=_csv.ParseOptions(
                delimiter=signs.delimiter.decode("ascii"),
                quote_char=signs.quote.decode("ascii") if signs.quote else False,
                newlines_in_values=True,
            ),
            convert_options=_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.binary()),
                include_columns=[names[i] for i in kept],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [_one(table.column(names[i])) for i in kept] if table.num_rows == rows else None


def _field_counts(block: bytes, sizes: Places, signs: Signs) -> Places:
    """How many fields each row has; ``sizes`` are the bytes of each, line breaks included."""
    view = np.frombuffer(block, np.uint8)
    nexts = np.cumsum(sizes)
    counts = np.bincount(_rows_of(view, signs.delimiter, nexts), minlength=len(sizes)) + 1
    if signs.quote is not None:
        for row in np.unique(_rows_of(view, signs.quote, nexts)).tolist():
            read = read_row(block, int(nexts[row] - sizes[row]), True, signs)
            counts[row] = 0 if read is None else len(read.fields)
    return counts


def _rows_of(view: Bytes, sign: bytes, nexts: Places) -> Places:
    """The row of each place where a sign stands."""
    return np.searchsorted(nexts, np.flatnonzero(view == sign[0]), "right")


def _one(column: Any) -> Array:
    chunks: list[Array] = column.chunks
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks or [pa.array([], pa.binary())])


def _without_blanks(column: Array, signs: Signs) -> Array:
    """Without the blanks at the beginning of fields, where they do not count: none of the fields is quoted then."""
    if not signs.blanks:
        return column
    trimmed: Array = _compute.ascii_ltrim(column.view(pa.string()), characters=" ").view(pa.binary())
    return trimmed


def _block(data: bytes, starts: Places, nexts: Places) -> memoryview:
    """The bytes of the rows one behind the other; not copied if they are so already."""
    whole = memoryview(data)
    gaps = np.flatnonzero(starts[1:] != nexts[:-1])
    if not len(gaps):
        return whole[int(starts[0]) : int(nexts[-1])]
    begins = starts[np.concatenate(([0], gaps + 1))]
    ends = nexts[np.concatenate((gaps, [len(nexts) - 1]))]
    return memoryview(b"".join(whole[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)))
