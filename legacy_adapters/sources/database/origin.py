"""What is made of the columns that rows are ordered by: origins, the value to go on behind, the time of change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value

pc: Any = pyarrow.compute

UNREADABLE = "?"
"""Stands in an origin for a part of the key that could not be read."""

_ISO = r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?\d*)?)?$"
_COMPACT = r"^\d{8}(\d{6})?$"


def text_of(column: Array) -> Array:
    """The text of each cell; null where the cell is."""
    if pa.types.is_struct(column.type):
        inner: Array = pc.struct_field(column, "text")
        return inner
    return column if column.type == pa.string() else pc.cast(column, pa.string())


def value_at(column: Array, row: int) -> Value | None:
    """The value in one row; None where it is null."""
    cell = column[row].as_py()
    if isinstance(cell, dict):
        text = cell["text"]
        return None if text is None else Value(text, number=cell["number"] is True)
    return None if cell is None else Value(str(cell), number=not isinstance(cell, str))


def row_origins(shown: str, names: Sequence[str], key: Sequence[Array], counted: int, rows: int) -> Array:
    """``GLTRAN[LFDNR=4711]`` for each row; without a key ``query row 12``, where ``counted`` rows came before."""
    if not key:
        numbers = pc.cast(pa.array(range(counted + 1, counted + 1 + rows), pa.int64()), pa.string())
        numbered: Array = pc.binary_join_element_wise(f"{shown} row ", numbers, "")
        return numbered
    pieces: list[Array | str] = []
    for i, (name, column) in enumerate(zip(names, key, strict=True)):
        pieces += [f"{',' if i else f'{shown}['}{name}=", pc.fill_null(text_of(column), UNREADABLE)]
    origins: Array = pc.binary_join_element_wise(*pieces, "]", "")
    return origins


def modified_at(watermark: Array) -> Array:
    """The watermark as a timestamp: ISO text, or eight or fourteen digits; null where it is no time.

    Digits behind the microsecond are cut, and a text with a zone is none of ours: it stays null.
    """
    text = text_of(watermark)
    compact = pc.match_substring_regex(text, _COMPACT)
    if pc.any(compact).as_py():
        form = r"\1-\2-\3 \4:\5:\6"
        padded = pc.utf8_rpad(text, 14, padding="0")
        spread = pc.replace_substring_regex(padded, r"^(....)(..)(..)(..)(..)(..)$", form)
        text = pc.if_else(compact, spread, text)
    text = pc.if_else(pc.match_substring_regex(text, _ISO), text, pa.scalar(None, pa.string()))
    text = pc.utf8_slice_codeunits(text, 0, len("2024-01-31 23:59:59.123456"))
    try:
        times: Array = pc.cast(text, pa.timestamp("us"))
    except pa.ArrowInvalid:
        # A batch with a date that does not exist: rare enough to look at each cell.
        return pa.array([_time(cell) for cell in text.to_pylist()], pa.timestamp("us"))
    return times


def _time(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None


class KeyGuard:
    """Checks a key that the pipeline file states: rows that share one, or have none, could be skipped by a resumed
    run."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = ", ".join(names)
        self._last: tuple[Value | None, ...] = ()

    def check(self, order: Sequence[Array], stream: str) -> None:
        """Raises ``ConfigError`` where ``order``, the key columns of the next rows, has a null or a repeated key."""
        rows = len(order[0])
        for column in order:
            if text_of(column).null_count:
                self._refuse("is null, or cannot be read, in a row", stream)
        first = tuple(value_at(column, 0) for column in order)
        same = pa.array([True] * (rows - 1), pa.bool_())
        for column in order:
            same = pc.and_(same, _repeats(column))
        if first == self._last or pc.any(same).as_py():
            self._refuse("is not unique", stream)
        self._last = tuple(value_at(column, rows - 1) for column in order)

    def _refuse(self, what: str, stream: str) -> None:
        raise ConfigError(
            f"the key {self._names} {what}",
            where=f"stream {stream}, key",
            hint="Name columns that tell every row apart, or leave `key` out: reading then begins anew after a stop.",
        )


def _repeats(column: Array) -> Array:
    text = text_of(column)
    same: Array = pc.equal(text.slice(1), text.slice(0, len(text) - 1))
    if pa.types.is_struct(column.type):
        number = pc.struct_field(column, "number")
        same = pc.and_(same, pc.equal(number.slice(1), number.slice(0, len(number) - 1)))
    return same
