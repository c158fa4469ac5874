"""Labels with their values beside them, as rows: detail screens, forms and definition lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from legacy_adapters.sources.screen.table.settings import plain_name
from legacy_adapters.sources.screen.table.shown import label_of, text_of
from legacy_adapters.sources.screen.table.spans import Cell

Record = dict[str, "Cell"]
"""The cell of each label."""


def records_of(rows: Sequence[Sequence[Cell]]) -> tuple[list[Record], list[tuple[int, str]]]:
    """The records that some rows of labels and values make up, and what is neither, with its row (from 0).

    A label is known without its colon. Where the very first one comes again, another record begins. A value without a
    label goes on with the one before, and so does one whose label was there already: nothing is lost.
    """
    records: list[Record] = []
    alone: list[tuple[int, str]] = []
    last = ""
    for number, row in enumerate(rows):
        for label_cell, cell in _pairs(row):
            label = plain_name(label_of(label_cell)).removesuffix(":").rstrip()
            if cell is None or not (label or last):
                text = plain_name(f"{text_of(label_cell)} {'' if cell is None else text_of(cell)}")
                alone += [(number, text)] if text else []
                continue
            if not records or (label and label == next(iter(records[0]))):
                records.append({})
            last = label or last
            record = records[-1]
            record[last] = _joined(record[last], cell) if last in record else cell
    return records, alone


def _pairs(row: Sequence[Cell]) -> Iterator[tuple[Cell, Cell | None]]:
    """Labels with their values; a cell without another one beside it is a heading over several columns, or nothing."""
    if len(row) > 1 and any(map(_is_label, row)):
        yield from _by_headers(row)
    else:
        yield from zip_longest(row[::2], row[1::2])


def _by_headers(row: Sequence[Cell]) -> Iterator[tuple[Cell, Cell | None]]:
    """Each ``th`` is a label of the cells behind it."""
    label: Cell | None = None
    for cell in row:
        if _is_label(cell):
            if label is not None:
                yield label, ""
            label = cell
        else:
            yield "" if label is None else label, cell
            label = None
    if label is not None:
        yield label, ""


def _is_label(cell: Cell) -> bool:
    return not isinstance(cell, str) and "header" in cell


def _joined(before: Cell, more: Cell) -> Cell:
    """Two cells as one, the second below the first."""
    first = {"text": before} if isinstance(before, str) else before
    second = {"text": more} if isinstance(more, str) else more
    joined = {**first, "text": "\n".join(part for part in (first["text"], second["text"]) if part)}
    for kind in ("links", "images", "values", "checked"):
        both = [*first.get(kind, ()), *second.get(kind, ())]
        if both:
            joined[kind] = both
    return joined
