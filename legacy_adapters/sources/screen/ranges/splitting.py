"""Ranges of dates and numbers: made from what a recipe says, written for the application, and halved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.position import Range
from legacy_adapters.sources.screen.ranges.settings import Ranges
from legacy_adapters.sources.screen.template import filled


@dataclass(frozen=True, slots=True)
class Splitting:
    """Makes and halves ranges; ``values`` are the recipe's parameters."""

    settings: Ranges
    values: Mapping[str, str]

    def ranges(self, today: date) -> tuple[Range, ...]:
        """Everything that is to be asked for. Raises ``ConfigError`` where start or end cannot be read."""
        values = {**self.values, "today": today.isoformat()}
        first = self._number(filled(self.settings.start, values), "start")
        last = self._number(filled(self.settings.end, values), "end")
        if last < first:
            raise ConfigError("the end is before the start", where="ranges")
        return tuple(self._cut(first, last))

    def halves(self, asked: Range) -> tuple[Range, Range]:
        """Two ranges that together are the one. Raises ``SourceChanged`` for one that cannot be halved."""
        first, last = (self._number(text, "ranges") for text in asked)
        if first == last:
            raise SourceChanged(
                f"the application does not show all even of {self.shown(asked)}",
                where="ranges",
                hint="Ask for less in another way: by a further field of the search, or with a larger page.",
            )
        middle = (first + last) // 2
        return (asked[0], self._text(middle)), (self._text(middle + 1), asked[1])

    def filled_in(self, asked: Range) -> dict[str, str]:
        """The values {from} and {to}, as the application wants them written."""
        return {"from": self._written(asked[0]), "to": self._written(asked[1])}

    def shown(self, asked: Range) -> str:
        """For a person."""
        return asked[0] if asked[0] == asked[1] else f"{asked[0]} to {asked[1]}"

    def _cut(self, first: int, last: int) -> Iterator[Range]:
        step = self.settings.each or last - first + 1
        for start in range(first, last + 1, step):
            yield self._text(start), self._text(min(start + step - 1, last))

    def _written(self, text: str) -> str:
        return date.fromisoformat(text).strftime(self.settings.written) if self.settings.of == "dates" else text

    def _text(self, number: int) -> str:
        return date.fromordinal(number).isoformat() if self.settings.of == "dates" else str(number)

    def _number(self, text: str, key: str) -> int:
        try:
            return datetime.fromisoformat(text.strip()).toordinal() if self.settings.of == "dates" else int(text)
        except ValueError:
            what = "date such as 2025-01-31" if self.settings.of == "dates" else "whole number"
            raise ConfigError(f"{text!r} is no {what}", where=f"ranges.{key}") from None
