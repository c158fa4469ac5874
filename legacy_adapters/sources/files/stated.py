"""What a file states of itself (a trailer's count, a column's sum), compared with what was read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Self

import polars as pl
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import MIXED, Array
from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.few_numbers import few_decimals
from legacy_adapters.values.notation import Notation

COUNT: Final = "count"
"""What a file calls the number of its rows in ``Piece.stated``."""

pc: Any = pyarrow.compute

_PRECISION, _SCALE = 38, 12

FEW: Final = 200
"""Up to so many cells are read one by one: that is faster then."""


@dataclass(slots=True)
class Proof:
    """Counts the rows of one table of a file and adds up the columns that it states a sum of.

    ``decimal`` is the decimal sign of those columns and of what is stated. ``unread`` counts their cells that are no
    numbers, which no sum can have.
    """

    columns: Sequence[str]
    decimal: str
    rows: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        """Takes in some rows, which have all of ``columns``."""
        self.rows += piece.rows.num_rows
        self.stated.update(piece.stated)
        for name in self.columns:
            total, unread = self._sum(piece.rows.column(name))
            self.sums[name] = self.sums.get(name, Decimal(0)) + total
            self.unread[name] = self.unread.get(name, 0) + unread

    def check(self, where: str) -> None:
        """Raises ``TotalsDiffer`` with everything that is not as stated."""
        found = [self._difference(name, text) for name, text in self.stated.items()]
        wrong = [difference for difference in found if difference]
        if wrong:
            raise TotalsDiffer(
                "; ".join(wrong),
                where=where,
                hint="The file is incomplete, or was changed after it was written: ask for it again.",
            )

    def state(self) -> dict[str, Any]:
        """What a position must hold so that a resumed reading proves the whole file."""
        sums = {name: str(total) for name, total in self.sums.items()}
        return {"rows": self.rows, "sums": sums, "unread": self.unread, "stated": self.stated}

    @classmethod
    def of(cls, columns: Sequence[str], decimal: str, state: Mapping[str, Any]) -> Self:
        """The proof as it was when ``state`` was taken; empty for a file that begins."""
        sums = {name: Decimal(total) for name, total in state.get("sums", {}).items()}
        unread, stated = dict(state.get("unread", {})), dict(state.get("stated", {}))
        return cls(columns, decimal, state.get("rows", 0), sums, unread, stated)

    def _difference(self, name: str, text: str) -> str:
        stated = self._number(text)
        if name == COUNT:
            return "" if stated == self.rows else f"the file states {text.strip()} rows, and has {self.rows}"
        total = self.sums.get(name, Decimal(0))
        if stated == total:
            return ""
        unread = self.unread.get(name, 0)
        without = f" ({unread} cells are no numbers)" if unread else ""
        return f"the file states {text.strip()} as the sum of {name}, and its rows give {_plain(total)}{without}"

    def _number(self, text: str) -> Decimal | None:
        return few_decimals([text], self._notation, _SCALE)[0]

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
