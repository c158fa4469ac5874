"""Subtotals of a report: the rows since the last such line are added up and compared, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.report.classify import LineKind
from legacy_adapters.sources.files.report.line_settings import Total, named_groups
from legacy_adapters.values.decimals import parse_decimal
from legacy_adapters.values.notation import Notation

if TYPE_CHECKING:
    from legacy_adapters.sources.files.report.settings import ReportFormat

COUNT = "count"
_PRECISION, _SCALE = 38, 12


@dataclass(frozen=True, slots=True)
class Sums:
    """Adds up rows for each kind of total of a group; ``running`` has what was added since its last line."""

    settings: ReportFormat
    running: list[dict[str, Decimal]]

    @classmethod
    def of(cls, settings: ReportFormat, running: Sequence[dict[str, Decimal]]) -> Sums:
        """Sums that go on from what a position kept; from nothing at the beginning."""
        return cls(settings, [dict(one) for one in running] or [{} for _ in settings.sums])

    def add(self, lines: pl.DataFrame) -> dict[str, str]:
        """Takes in the lines of a block, and gives back what is stated of the whole report. Raises ``TotalsDiffer``
        for the first subtotal that its rows do not give."""
        columns = sorted({name for one in self.settings.sums for name in named_groups(one.match)} - {COUNT})
        kinds = lines["kind"]
        numbers = {name: _numbers(lines[name], self.settings.decimal) for name in columns}
        detail = (kinds == LineKind.DETAIL).cast(pl.Int64)
        stated: dict[str, str] = {}
        begin = 0
        ends = [*(kinds == LineKind.TOTAL).arg_true().to_list(), lines.height]
        for end in ends:
            count = Decimal(int(detail.slice(begin, end - begin).sum()))
            found = {name: Decimal(numbers[name].slice(begin, end - begin).sum() or 0) for name in columns}
            self._add(found | {COUNT: count})
            if end < lines.height:
                stated |= self._compare(lines.row(end, named=True))
            begin = end
        return stated

    def _add(self, found: dict[str, Decimal]) -> None:
        for running in self.running:
            for name, number in found.items():
                running[name] = running.get(name, Decimal(0)) + number

    def _compare(self, line: dict[str, object]) -> dict[str, str]:
        number = int(str(line["total"]))
        total = self.settings.sums[number]
        parts = _parts(total, str(line["text"]))
        # Lines that cannot be read are no rows of the report, but are handed over: the count is compared here.
        here = parts if total.of == "group" else {name: text for name, text in parts.items() if name == COUNT}
        for name, text in here.items():
            self._same(name, text, self.running[number].get(name, Decimal(0)), f"line {line['number']}")
        if total.of == "report":
            return {name: text for name, text in parts.items() if name != COUNT}
        self.running[number].clear()
        return {}

    def _same(self, name: str, text: str, found: Decimal, where: str) -> None:
        if _numbers(pl.Series([text], dtype=pl.String), self.settings.decimal)[0] != found:
            what = "the number of rows" if name == COUNT else f"the sum of {name}"
            raise TotalsDiffer(
                f"the report states {text.strip()} as {what}, and its rows give {format(found.normalize(), 'f')}",
                where=where,
                hint="Is a kind of row missing in the settings, or was the report cut? See `sums` and `skip`.",
            )


def _parts(total: Total, text: str) -> dict[str, str]:
    parts = pl.Series([text]).str.extract_groups(total.match).struct.unnest().to_dicts()[0]
    return {name: str(part) for name in named_groups(total.match) if (part := parts[name]) is not None}


def _numbers(texts: pl.Series, decimal: str) -> pl.Series:
    """Texts as numbers, null where they are none."""
    notation = Notation(decimal, "," if decimal == "." else ".")
    parsed = parse_decimal(pl.col("text"), notation, precision=_PRECISION, scale=_SCALE)
    return texts.cast(pl.String).to_frame("text").select(parsed.value.alias("value")).to_series()
