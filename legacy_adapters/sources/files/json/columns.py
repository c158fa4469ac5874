"""Cells of JSON records as Arrow columns: each with its text, and whether the file has it as a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.sources.files.faults import Fault, valid
from legacy_adapters.sources.files.json.decoding import Number

pc: Any = pyarrow.compute

_LARGEST_EXPONENT: Final = 400
"""Beyond this plain notation would be longer than any number that means something."""


def column(name: str, cells: Sequence[Any], faults: list[Fault]) -> Array:
    """The cells of a column: text, ``Number``, truth values or None. What cannot be held is a fault and null."""
    kinds = set(map(type, cells))
    number = pa.array([type(cell) is Number for cell in cells], pa.bool_())
    texts: list[str | None] = list(cells)
    if bool in kinds:
        texts = [("true" if cell else "false") if isinstance(cell, bool) else cell for cell in cells]
    text: Array
    try:
        text = pa.array(texts, pa.string())
    except UnicodeEncodeError:
        text = pa.array([_character(row, name, cell, faults) for row, cell in enumerate(texts)], pa.string())
    if Number in kinds:
        text = _plain(name, text, number, faults)
    return pa.StructArray.from_arrays([text, number], fields=[MIXED.field(0), MIXED.field(1)], mask=text.is_null())


def _character(row: int, name: str, cell: str | None, faults: list[Fault]) -> str | None:
    if cell is None or valid(cell) == cell:
        return cell
    faults.append((row, name, "undecodable", valid(cell)))
    return None


def _plain(name: str, text: Array, number: Array, faults: list[Fault]) -> Array:
    """Numbers with an exponent, which are rare, in plain notation."""
    odd = pc.and_(number, pc.fill_null(pc.match_substring(text, "e", ignore_case=True), False))
    rows = pc.indices_nonzero(odd).to_pylist()
    if not rows:
        return text
    cells = text.to_pylist()
    for row in rows:
        value = Decimal(_within(str(cells[row])))
        if abs(value.adjusted()) > _LARGEST_EXPONENT:
            faults.append((row, name, "number_too_large", str(cells[row])))
            cells[row] = None
        else:
            cells[row] = format(value, "f")
    return pa.array(cells, pa.string())


def _within(text: str) -> str:
    """A number whose exponent has so many digits that no decimal can hold it becomes one that is too large as well."""
    mantissa, _, exponent = text.lower().partition("e")
    return text if len(exponent) < 8 else f"{mantissa}e9999999"
