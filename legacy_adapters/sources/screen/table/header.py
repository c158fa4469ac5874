"""Which rows of a table are its header, what its columns are called, and which of them are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.files.delimited.header import unique_names
from legacy_adapters.sources.names import find_name
from legacy_adapters.sources.screen.table.differences import column_differences
from legacy_adapters.sources.screen.table.settings import TableSettings, plain_name
from legacy_adapters.sources.screen.table.shown import label_of
from legacy_adapters.sources.screen.table.spans import MOST_COLUMNS, Cell, laid_out

_SEARCHED = 20
"""A header begins within so many rows."""


@dataclass(frozen=True, slots=True)
class Header:
    """The text of each column, '' for none; ``first`` and ``end`` say which rows it was in (from 0)."""

    texts: tuple[str, ...]
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Columns:
    """What is read: the name and the place (from 0) of each column. ``known`` has the names of all columns there are,
    by place; ``notes`` are for the report."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    known: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def all(cls, texts: Sequence[str]) -> Columns:
        """Every column is read."""
        names = unique_names(texts)
        return cls(names, tuple(range(len(names))), names)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.known)

    def place(self, name: str, where: str) -> int:
        """Where a column is, whether it is read or not. Raises ``ConfigError`` with the nearest names."""
        return self.known.index(find_name(name, self.known, "column", where))

    def name(self, place: int) -> str:
        """What the column at a place is called; a cell too many is in a column that has no name."""
        return self.known[place] if place < self.width else f"column_{place + 1}"


def find_header(rows: Sequence[Sequence[Cell]], head: int, settings: TableSettings) -> Header:
    """The header of a grid whose first ``head`` rows are its ``thead``."""
    first, end = _place(rows, head, settings)
    # A cell over all columns is a title: it is no part of any column's name.
    titled = max(map(len, rows[: end + _SEARCHED]), default=0) > 1
    named = [row for row in rows[first:end] if not (titled and len(row) == 1)]
    laid = laid_out(named, MOST_COLUMNS, spread=True)
    columns: list[list[str]] = [[] for _ in range(max((len(row.cells) for row in laid), default=0))]
    for row in laid:
        for column, cell in zip(columns, row.cells, strict=False):
            text = plain_name(label_of(cell))
            if text and column[-1:] != [text]:
                column.append(text)
    return Header(tuple(settings.header_separator.join(column) for column in columns), first, end)


def _place(rows: Sequence[Sequence[Cell]], head: int, settings: TableSettings) -> tuple[int, int]:
    if settings.header_rows is not None:
        return 0, min(settings.header_rows, len(rows))
    if 0 < head <= _SEARCHED:
        return 0, head
    near = rows[:_SEARCHED]
    several = max(map(len, near), default=0) > 1
    first = next((at for at, row in enumerate(near) if len(row) > 1 or not several), 0)
    end = first
    while end < len(near) and near[end] and all(not isinstance(cell, str) and "header" in cell for cell in near[end]):
        end += 1
    if end > first:
        return first, end
    if settings.header is not None:
        wanted = {name for name in settings.header if name}
        alike = [len(wanted.intersection(plain_name(label_of(cell)) for cell in row)) for row in near]
        first = alike.index(max(alike)) if alike and max(alike) * 2 >= len(wanted) else first
    return first, min(first + 1, len(rows))


def choose_columns(header: Header, settings: TableSettings, where: str) -> Columns:
    """The columns that the settings ask for; all where they state none. Raises ``SourceChanged`` with what is different
    where the stated header is not there."""
    texts, stated = header.texts, settings.header
    if stated is None or texts == stated:
        return Columns.all(texts)
    differences = column_differences(stated, texts)
    found = dict(_places(texts))
    missing = [key for key, _ in _places(stated) if key not in found]
    if settings.columns == "as_stated" or missing:
        raise _changed(differences, where)
    places = tuple(found[key] for key, _ in _places(stated))
    moved = [line for line in differences if " moved from " in line]
    others = sorted(set(range(len(texts))) - set(places))
    notes = [f"{line}, and is read from there" for line in moved]
    if others:
        notes.append(f"not read, as the recipe does not name them: {', '.join(repr(texts[at]) for at in others)}")
    # What is read is called as stated, also a column without a name that is at another place now.
    stated_at = dict(zip(places, unique_names(stated), strict=True))
    known = unique_names([stated_at.get(place, text) for place, text in enumerate(texts)])
    return Columns(tuple(known[place] for place in places), places, known, tuple(notes))


def _changed(differences: Sequence[str], where: str) -> SourceChanged:
    """The error that says how a header differs from the one that is stated."""
    lines = "".join(f"\n  {line}" for line in differences)
    return SourceChanged(
        f"the columns are not those that the recipe states:{lines}",
        where=where,
        hint="Look at the page. If the columns mean what they did, correct `header` in the recipe.",
    )


def without_header(width: int, settings: TableSettings, where: str) -> Columns:
    """The columns of a grid whose rows have ``width`` columns, and which has no header. Raises ``SourceChanged`` where
    the settings name more or fewer."""
    names = settings.header or ("",) * width
    if width and len(names) != width:
        raise SourceChanged(
            f"the rows have {width} cells, and the recipe states {len(names)} columns",
            where=where,
            hint="Look at the page, and correct `header` in the recipe.",
        )
    return Columns.all(names)


def _places(texts: Sequence[str]) -> Iterator[tuple[tuple[str, int], int]]:
    """The place of each text, which is told from others like it by a number."""
    seen: dict[str, int] = {}
    for place, text in enumerate(texts):
        seen[text] = seen.get(text, 0) + 1
        yield (text, seen[text]), place
