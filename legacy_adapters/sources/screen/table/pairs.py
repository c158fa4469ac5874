"""Labels with their values beside them, as rows: detail screens, forms and definition lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legacy_adapters.sources.screen.table.settings import plain_name
from legacy_adapters.sources.screen.table.shown import label_of
from legacy_adapters.sources.screen.table.spans import Cell

Record = dict[str, "Cell"]
"""The cell of each label."""


def records_of(rows: Sequence[Sequence[Cell]]) -> list[Record]:
    """The records that some rows of labels and values make up.

    A label is known without its colon. Where the very first one comes again, another record begins. A value without a
    label goes on with the one before, and so does one whose label was there already: nothing is lost.
    """
    records: list[Record] = []
    last = ""
    for label_cell, cell in _pairs(rows):
        label = plain_name(label_of(label_cell)).removesuffix(":").rstrip()
        if not label and not last:
            continue
        if not records or (label and label == next(iter(records[0]))):
            records.append({})
        record = records[-1]
        name = label or last
        record[name] = _joined(record[name], cell) if name in record else cell
        last = name
    return records


def _pairs(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, Cell]]:
    for row in rows:
        if any(not isinstance(cell, str) and "header" in cell for cell in row):
            yield from _by_headers(row)
        else:
            # One cell alone is a heading over several columns, or nothing.
            yield from zip(row[::2], row[1::2], strict=False)


def _by_headers(row: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    """Each ``th`` is a label of the cells behind it."""
    label: Cell = ""
    for cell in row:
        if not isinstance(cell, str) and "header" in cell:
            label = cell
        else:
            yield label, cell
            label = ""


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
