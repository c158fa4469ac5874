"""The different contents of a field, each read once: for codes, conditions and counts, which have few of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from legacy_adapters.sources.files.fixed.kinds.cells import Bytes, Kind, Mask, Words

MISSING = ""
"""What stands for a content that cannot be read."""


def distinct(cells: Bytes, kind: Kind) -> tuple[list[str], Words]:
    """The contents as text without blanks or NULs around them, and for each cell which of them it has."""
    rows, width = cells.shape
    if rows == 0 or width == 0:
        return [], np.zeros(rows, np.int64)
    found, places = np.unique(_keys(cells), return_inverse=True)
    first = np.zeros(len(found), np.int64)
    first[places] = np.arange(rows)
    return texts(cells[first], kind), places.reshape(-1).astype(np.int64)


def texts(cells: Bytes, kind: Kind) -> list[str]:
    """Each cell as text without blanks or NULs around it."""
    values: Any = kind.decode(cells).values
    if pa.types.is_struct(values.type):
        values = values.field(0)
    return [MISSING if value is None else str(value).strip(" \0") for value in values.to_pylist()]


def holds(cells: Bytes, kind: Kind, wanted: frozenset[str]) -> Mask:
    """In which cells one of some contents is."""
    found, places = distinct(cells, kind)
    good: Mask = np.array([text in wanted for text in found], np.bool_)
    return good[places] if found else np.zeros(len(cells), np.bool_)


def _keys(cells: Bytes) -> NDArray[Any]:
    rows, width = cells.shape
    if width > 8:
        return np.ascontiguousarray(cells).view(f"V{width}").reshape(-1)
    padded = np.zeros((rows, 8), np.uint8)
    padded[:, :width] = cells
    return padded.view(np.uint64).reshape(-1)
