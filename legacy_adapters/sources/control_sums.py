"""Rows counted and columns added up while they are read, to be compared with what a source states of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Self

import polars as pl
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.few_numbers import few_decimals
from legacy_adapters.values.notation import Notation

COUNT: Final = "count"
"""What the number of rows is called among what a source states."""

FEW: Final = 200
"""Up to so many cells are read one by one: that is faster then."""

_PRECISION, _SCALE = 38, 12

pc: Any = pyarrow.compute


@dataclass(slots=True)
class ControlSums:
    """Counts rows and adds up ``columns``.

    ``decimal`` is the decimal sign of those columns and of what is stated. ``unread`` counts their cells that are no
    numbers, which no sum can have.
    """

    columns: Sequence[str]
    decimal: str
    rows: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)

    def add(self, rows: pa.RecordBatch) -> None:
        """Takes in some rows, which have all of ``columns``."""
        self.rows += rows.num_rows
        for name in self.columns:
            total, unread = self._sum(rows.column(name))
            self.sums[name] = self.sums.get(name, Decimal(0)) + total
            self.unread[name] = self.unread.get(name, 0) + unread

    def difference(self, name: str, text: str, whose: str) -> str:
        """What is wrong with a number that is stated, in words: the ``COUNT``, or the sum of a column; nothing where it
        is right."""
        stated = self.number(text)
        if name == COUNT:
            return "" if stated == self.rows else f"the {whose} states {text.strip()} rows, and has {self.rows}"
        total = self.sums.get(name, Decimal(0))
        if stated == total:
            return ""
        unread = self.unread.get(name, 0)
        without = f" ({unread} cells are no numbers)" if unread else ""
        return f"the {whose} states {text.strip()} as the sum of {name}, and its rows give {_plain(total)}{without}"

    def number(self, text: str) -> Decimal | None:
        """The number that a text is, None where it is none."""
        return few_decimals([text], self._notation, _SCALE)[0]

    def state(self) -> dict[str, Any]:
        """What a position must hold so that a resumed reading proves the whole."""
        sums = {name: str(total) for name, total in self.sums.items()}
        return {"rows": self.rows, "sums": sums, "unread": dict(self.unread)}

    @classmethod
    def of(cls, columns: Sequence[str], decimal: str, state: Mapping[str, Any]) -> Self:
        """The sums as they were when ``state`` was taken; nothing for what begins."""
        sums = {name: Decimal(total) for name, total in state.get("sums", {}).items()}
        return cls(columns, decimal, state.get("rows", 0), sums, dict(state.get("unread", {})))

    def _sum(self, column: Array) -> tuple[Decimal, int]:
        """The sum of a column, and how many of its cells are no numbers."""
        if pa.types.is_decimal(column.type) or pa.types.is_integer(column.type):
            return Decimal(pc.sum(column).as_py() or 0), 0
        texts = pl.Series(pc.struct_field(column, "text") if column.type == MIXED else pc.cast(column, pa.string()))
        if len(texts) <= FEW:
            read = few_decimals(texts.to_list(), self._notation, _SCALE)
            filled = sum(bool(text and text.strip()) for text in texts)
            numbers = [number for number in read if number is not None]
            return sum(numbers, Decimal(0)), filled - len(numbers)
        parsed = parse_decimal(pl.col("text"), self._notation, precision=_PRECISION, scale=_SCALE)
        values = texts.to_frame("text").select(parsed.value.alias("value")).to_series()
        unread = int(((texts.str.strip_chars() != "") & values.is_null()).sum())
        total = values.sum()
        return (total if isinstance(total, Decimal) else Decimal(0)), unread

    @property
    def _notation(self) -> Notation:
        return Notation(self.decimal, "," if self.decimal == "." else ".")


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
