"""Numbers of Arrow as a column of ``core.batch.MIXED``: each with its plain text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array

pc: Any = pyarrow.compute


def as_mixed(column: Array) -> Array:
    """Decimals with all digits, binary numbers as their own shortest decimal: 0.1 in single precision is 0.1. What is
    no number (NaN, infinity) is text."""
    text = pc.cast(column, pa.string())
    if pa.types.is_decimal(column.type):
        number = pc.is_valid(text)
        odd = pc.match_substring(text, "E")
    else:
        number = pc.fill_null(pc.is_finite(column), False)
        odd = pc.and_(number, pc.match_substring(text, "e"))
    text = _rewritten(text, odd)
    return pa.StructArray.from_arrays([text, number], fields=[MIXED.field(0), MIXED.field(1)], mask=pc.is_null(text))


def _rewritten(text: Array, odd: Array) -> Array:
    """What has an exponent, which is rare, in plain notation."""
    rows = pc.indices_nonzero(pc.fill_null(odd, False)).to_pylist()
    if not rows:
        return text
    cells = text.to_pylist()
    for row in rows:
        cells[row] = format(Decimal(str(cells[row])), "f")
    return pa.array(cells, pa.string())
