"""Proves that the pages read are the whole list: none left out, none twice, as many rows and such sums as stated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

import pyarrow as pa

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.control_sums import COUNT, ControlSums
from legacy_adapters.sources.screen.whole.settings import Total

_ASK = "Nothing was published. Read it again; if it stays so, look at the screen: the recipe may leave something out."


@dataclass(slots=True)
class WholeProof:
    """What was read of one list, page by page, and what the screen states of it.

    ``stated``: the number of rows and the sums, by ``COUNT`` and by column, as they were last seen. ``seen`` are the
    hashes of the pages that show no number; ``number`` is that of the last one that does. ``added`` has what rows of
    subtotals add up to, by column.
    """

    total: Total | None
    sums: ControlSums
    stated: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    number: int | None = None
    added: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, total: Total | None, state: Mapping[str, Any]) -> Self:
        """The proof as it was when ``state`` was taken; empty for a list that begins."""
        columns, decimal = (tuple(total.sum), total.decimal) if total else ((), ".")
        sums = ControlSums.of(columns, decimal, state)
        stated, added = dict(state.get("stated", {})), dict(state.get("added", {}))
        return cls(total, sums, stated, list(state.get("seen", ())), state.get("number"), added)

    def state(self) -> dict[str, Any]:
        """What a position must hold so that a resumed reading proves the whole list; it stays as it is now."""
        return {
            **self.sums.state(),
            "stated": dict(self.stated),
            "seen": list(self.seen),
            "number": self.number,
            "added": dict(self.added),
        }

    def page(self, mark: str, number: int | None, where: str) -> None:
        """Takes in a page: the hash of what it shows, and the number that it says it has.

        Raises ``SourceChanged`` for a page that was there before, and for a number that does not follow the last one.
        """
        if number is not None:
            if self.number is not None and number != self.number + 1:
                raise SourceChanged(f"page {number} came behind page {self.number}", where=where, hint=_ASK)
            self.number = number
            return
        if mark in self.seen:
            again = self.seen.index(mark) + 1
            raise SourceChanged(f"the list goes in circles: this is page {again} again", where=where, hint=_ASK)
        self.seen.append(mark)

    def rows(self, rows: pa.RecordBatch) -> None:
        """Takes in the rows of the page."""
        self.sums.add(rows)

    def says(self, name: str, text: str, where: str) -> None:
        """Takes in what the screen states: ``COUNT``, or a column. Raises ``SourceChanged`` where it stated another
        number of rows before: the list changes while it is read."""
        before = self.stated.get(name, text)
        if name == COUNT and self.sums.number(before) != self.sums.number(text):
            raise SourceChanged(
                f"the screen stated {before} rows at first, and {text} now: the list changes while it is read",
                where=where,
                hint="Nothing was published. Run it when nobody works in the application.",
            )
        self.stated[name] = text

    def says_in_rows(self, column: str, texts: Sequence[str], *, together: bool, where: str) -> None:
        """Takes in the sum of a column as rows of the table state it: the last of them, or all ``together``."""
        for text in texts:
            if not together:
                self.stated[column] = text
                continue
            number = self.sums.number(text)
            if number is None:
                raise SourceChanged(f"{text!r} is stated as a subtotal of {column}, and is no number", where=where)
            self.added[column] = str(Decimal(self.added.get(column, "0")) + number)

    def check(self, where: str, *, says_empty: bool = False) -> None:
        """Raises ``SourceChanged`` with everything that is not as stated, or that was to be stated and is not: no sums
        where there are no rows, and nothing by a screen that ``says_empty``."""
        wanted: Sequence[str] = ()
        if self.total is not None and not says_empty:
            wanted = (*((COUNT,) if self.total.count else ()), *(self.total.sum if self.sums.rows else ()))
        missing = [name for name in wanted if name not in self.stated and name not in self.added]
        wrong = [self._added_wrongly(name, Decimal(total)) for name, total in self.added.items()]
        wrong += [self.sums.difference(name, text, "screen") for name, text in self.stated.items()]
        wrong += [f"the screen does not state {self._called(name)}, as the recipe says it does" for name in missing]
        if any(wrong):
            raise SourceChanged("; ".join(filter(None, wrong)), where=where, hint=_ASK)

    def _added_wrongly(self, name: str, total: Decimal) -> str:
        read = self.sums.sums.get(name, Decimal(0))
        return "" if total == read else f"the subtotals of {name} add up to {total}, and its rows give {read}"

    def _called(self, name: str) -> str:
        return "the number of rows" if name == COUNT else f"the sum of {name}"


def mark_of(cells: str) -> str:
    """The hash of what a page shows, short enough to be kept for each page. Addresses are no part of it: in old
    applications each session, and sometimes each page, has others."""
    shown = json.dumps(json.loads(cells, object_hook=_without_addresses))
    return hashlib.blake2b(shown.encode(), digest_size=8).hexdigest()


def _without_addresses(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in ("base", "links")}
