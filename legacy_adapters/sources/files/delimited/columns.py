"""Rows become columns: the regular ones by the fast lane, all others one by one, in the order of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.delimited.cutting import Run
from legacy_adapters.sources.files.delimited.exact import Row, read_row
from legacy_adapters.sources.files.delimited.fast_lane import parse
from legacy_adapters.sources.files.delimited.regular import Places
from legacy_adapters.sources.files.delimited.signs import Signs


@dataclass(frozen=True, slots=True)
class Target:
    """What a row is to become: ``width`` columns, of which ``wanted`` (from 0) are kept. ``pad``: a short row is filled
    up with nulls, and surplus fields go if all of them are empty."""

    width: int
    wanted: tuple[int, ...]
    pad: bool = False

    def fit(self, fields: Sequence[bytes]) -> list[bytes | None] | None:
        """The wanted cells of a row; None if it has more or fewer fields than there are columns."""
        surplus = len(fields) - self.width
        if surplus and not (self.pad and not any(fields[self.width :])):
            return None
        return [fields[i] if i < len(fields) else None for i in self.wanted]


@dataclass(frozen=True, slots=True)
class Cells:
    """Columns of bytes, and the rows that are none: row within the columns → reason code; their cells are null."""

    columns: list[Array]
    broken: dict[int, str] = field(default_factory=dict)


def cells_of(run: Run, data: bytes, chosen: Places, target: Target, signs: Signs) -> Cells:
    """The chosen rows of a run as columns."""
    if run.rows is not None:
        rows = run.rows
        return _one_by_one([rows[i] for i in chosen.tolist()], target)
    if not len(chosen):
        return _one_by_one([], target)
    exact = np.array([i in run.exact for i in chosen.tolist()]) if run.exact else np.zeros(len(chosen), bool)
    cells = _cells(data, run.starts[chosen[~exact]], run.nexts[chosen[~exact]], target, signs)
    if not run.exact:
        return cells
    odd = _one_by_one([_reread(data, start, signs) for start in run.starts[chosen[exact]].tolist()], target)
    places = np.flatnonzero(~exact)
    broken = {int(places[row]): code for row, code in cells.broken.items()}
    merged = _merged(cells.columns, odd, np.flatnonzero(exact), len(places))
    return Cells(merged.columns, broken | merged.broken)


def _cells(data: bytes, starts: Places, nexts: Places, target: Target, signs: Signs) -> Cells:
    """Rows that the fast lane can read, by it or, where it has to give up, one by one."""
    found = _at_once(data, starts, nexts, target, signs) if len(starts) else None
    return found or _one_by_one([_reread(data, start, signs) for start in starts.tolist()], target)


def _reread(data: bytes, start: int, signs: Signs) -> Row:
    row = read_row(data, start, True, signs)
    assert row is not None, "a row can be told once the file has ended"
    return row


def _one_by_one(rows: Sequence[Row], target: Target) -> Cells:
    nothing: list[bytes | None] = [None] * len(target.wanted)
    broken: dict[int, str] = {}
    cells: list[list[bytes | None]] = []
    for i, row in enumerate(rows):
        fitted = None if row.code else target.fit(row.fields)
        if fitted is None:
            broken[i] = row.code or "wrong_field_count"
        cells.append(nothing if fitted is None else fitted)
    columns: list[Array] = [pa.array([row[i] for row in cells], pa.binary()) for i in range(len(target.wanted))]
    return Cells(columns, broken)


def _at_once(data: bytes, starts: Places, nexts: Places, target: Target, signs: Signs) -> Cells | None:
    """Regular rows by the fast lane, where most of them have one number of fields."""
    width = len(_reread(data, int(starts[0]), signs).fields) if target.pad else target.width
    if width > target.width and not target.pad:
        return None
    surplus = range(target.width, width)
    parsed = parse(data, starts, nexts, signs, width=width, wanted=[i for i in (*target.wanted, *surplus) if i < width])
    if parsed is None or (surplus and not all(_is_empty(column) for column in parsed.columns[-len(surplus) :])):
        return None
    count = len(starts) - len(parsed.odd)
    found = iter(parsed.columns)
    columns = [next(found) if i < width else pa.nulls(count, pa.binary()) for i in target.wanted]
    if not len(parsed.odd):
        return Cells(columns)
    odd = _one_by_one([_reread(data, start, signs) for start in starts[parsed.odd].tolist()], target)
    return _merged(columns, odd, parsed.odd, count)


def _is_empty(column: Array) -> bool:
    data = column.buffers()[2]
    return data is None or data.size == 0 or not any(column.to_pylist())


def _merged(columns: list[Array], odd: Cells, places: Places, count: int) -> Cells:
    """The odd rows put back in between the others."""
    order = np.empty(count + len(places), np.int64)
    regular = np.ones(len(order), bool)
    regular[places] = False
    order[regular] = np.arange(count)
    order[places] = np.arange(count, len(order))
    indices: Any = pa.array(order)
    merged = [pa.concat_arrays([a, b]).take(indices) for a, b in zip(columns, odd.columns, strict=True)]
    return Cells(merged, {int(places[i]): code for i, code in odd.broken.items()})
