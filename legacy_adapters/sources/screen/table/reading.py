"""Cells to rows: what a table shows, in columns, with nothing lost and nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.files.delimited.header import unique_names
from legacy_adapters.sources.files.faults import as_faults
from legacy_adapters.sources.screen.table.apart import EMPTY, rows_apart
from legacy_adapters.sources.screen.table.columns import Texts
from legacy_adapters.sources.screen.table.grid import Body, Grid, body_of, grid_of, widest
from legacy_adapters.sources.screen.table.header import Columns, Header, choose_columns, find_header, without_header
from legacy_adapters.sources.screen.table.pairs import records_of
from legacy_adapters.sources.screen.table.settings import RowKind, TableSettings
from legacy_adapters.sources.screen.table.shown import text_of, without_nbsp
from legacy_adapters.sources.screen.table.spans import Cell

ABOVE = "above the header"
ALONE = "no label and value"
_SAYING = 3
"""A table that says that it is empty has no more rows: a title, the statement, a blank one."""


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row that is no record: what it is, by which rule, where it is on the screen (from 1 below the header, 0 above
    it), and its texts by column, without empty ones. Beside labels and values it is the row of the list or form."""

    kind: RowKind
    rule: str
    number: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TablePage:
    """What one page shows of a table.

    ``rows``: columns of text, named by the header, then those of ``take``. ``numbers``: where each row is on the
    screen, from 1 below the header, rows set apart counted. ``header``: the texts of all columns there are.
    ``faults`` as in ``core.batch``; a row with too many or too few cells is one of ``WHOLE_ROW``. ``says_empty``: the
    table says itself that it has no rows.
    """

    rows: pa.RecordBatch
    numbers: tuple[int, ...]
    header: tuple[str, ...]
    aside: tuple[AsideRow, ...] = ()
    notes: tuple[str, ...] = ()
    faults: pa.RecordBatch | None = None
    says_empty: bool = False


def read_table(cells: str, settings: TableSettings, *, where: str = "") -> TablePage:
    """The rows of a table, list, form or text from its cells as JSON; ``where`` is the page, for messages.

    Raises ``SourceChanged`` where the stated header is not there, ``ConfigError`` for settings that do not fit what is
    on the page.
    """
    document = json.loads(cells)
    kind = document["kind"]
    if (settings.layout == "text") != (kind == "text") and settings.layout != "auto":
        raise ConfigError(
            f"`layout` is {settings.layout}, and {settings.at} is a {kind}",
            where=where,
            hint="Correct `at` or `layout`.",
        )
    if kind == "text":
        return _read_text(document["text"], settings, where)
    nbsp = settings.nbsp == "space" and "\xa0" in cells
    texts = Texts(document.get("base", ""), nbsp, lost="\ufffd" in cells)
    if settings.layout in {"list", "form", "labels"} or (settings.layout == "auto" and kind != "grid"):
        return _read_pairs(document, cells, settings, texts, where)
    return _read_grid(grid_of(document, cells, hidden=settings.hidden == "keep"), settings, texts, where)


def _read_grid(grid: Grid, settings: TableSettings, texts: Texts, where: str) -> TablePage:
    header = find_header(grid.rows, grid.head, settings)
    try:
        if settings.header_rows == 0:
            columns = without_header(widest(grid.rows), settings, where)
        else:
            columns = choose_columns(header, settings, where)
    except SourceChanged:
        said = _said_empty(grid, settings)
        if said is None or settings.header is None:
            raise
        return _empty(said, settings)
    body = body_of(grid, header.end, columns.width)
    apart = rows_apart(grid, body, columns, settings, where)
    kept = [row for row in range(len(body.rows)) if row not in apart] if apart else range(len(body.rows))
    rows: Sequence[Sequence[Cell | None]] = [body.rows[row] for row in kept] if apart else body.rows
    if set(map(len, rows)) - {columns.width} or not body.over.issubset(apart):
        rows = _with_faults(grid, body, kept, columns.width, texts)
    aside = [_aside("heading", ABOVE, 0, row, columns) for row in grid.rows[: header.first]]
    aside += [_aside(*apart[row], row + 1, body.rows[row], columns) for row in sorted(apart)]
    return TablePage(
        _batch(rows, columns, settings, texts, where),
        tuple(row + 1 for row in kept),
        header.texts,
        tuple(aside),
        columns.notes,
        as_faults(texts.faults),
        says_empty=any(rule == EMPTY for _, rule in apart.values()),
    )


def _read_pairs(
    document: Mapping[str, Any], cells: str, settings: TableSettings, texts: Texts, where: str
) -> TablePage:
    rows = document["rows"]
    if document["kind"] == "grid":
        rows = grid_of(document, cells, hidden=settings.hidden == "keep").rows
    records, alone = records_of(rows)
    labels = tuple(dict.fromkeys(label for record in records for label in record))
    columns = choose_columns(Header(labels, 0, 0), settings, where)
    filled = [[record.get(label) for label in labels] for record in records]
    return TablePage(
        _batch(filled, columns, settings, texts, where),
        tuple(range(1, len(records) + 1)),
        labels,
        tuple(AsideRow("heading", ALONE, row + 1, {"": text}) for row, text in alone),
        columns.notes,
        as_faults(texts.faults),
    )


def _read_text(text: str, settings: TableSettings, where: str) -> TablePage:
    # Its formats load data frames, which most screens need not.
    from legacy_adapters.sources.screen.table.text import rows_of_text

    found = rows_of_text(text.replace("\xa0", " ") if settings.nbsp == "space" else text, settings.text, where)
    names = tuple(found.rows.schema.names)
    return TablePage(found.rows, found.numbers, names, faults=found.faults)


def _with_faults(grid: Grid, body: Body, kept: Sequence[int], width: int, texts: Texts) -> list[Sequence[Cell | None]]:
    """The rows with as many cells as there are columns; one that has not is null, and a fault."""
    fitting: list[Sequence[Cell | None]] = []
    for number, row in enumerate(kept):
        cells = body.rows[row]
        fits = len(cells) == width and row not in body.over
        fitting.append(cells if fits else (None,) * width)
        if not fits:
            texts.row(number, grid.rows[body.first + row])
    return fitting


def _batch(
    rows: Sequence[Sequence[Cell | None]], columns: Columns, settings: TableSettings, texts: Texts, where: str
) -> pa.RecordBatch:
    by_place: Sequence[Sequence[Cell | None]] = list(zip(*rows, strict=True)) if rows else [()] * columns.width
    names = list(columns.names)
    arrays = [texts.column(name, by_place[place]) for name, place in zip(names, columns.places, strict=True)]
    for column, extras in settings.take.items():
        place = columns.place(column, where)
        for extra in extras:
            names.append(unique_names([*names, f"{columns.name(place)} {extra}"])[-1])
            arrays.append(texts.extra(names[-1], by_place[place], extra))
    return pa.record_batch(arrays, names=names)


def _aside(kind: RowKind, rule: str, number: int, row: Sequence[Cell], columns: Columns) -> AsideRow:
    texts = {columns.name(at): without_nbsp(text_of(cell)) for at, cell in enumerate(row)}
    return AsideRow(kind, rule, number, {name: text for name, text in texts.items() if text})


def _said_empty(grid: Grid, settings: TableSettings) -> Sequence[Cell] | None:
    """The row that says that there are none, in a table that then shows nothing else, not even its header."""
    if settings.empty is None or len(grid.rows) > _SAYING or any(len(row) > 1 for row in grid.rows):
        return None
    return next((row for row in grid.rows if row and settings.empty.text in without_nbsp(text_of(row[0]))), None)


def _empty(said: Sequence[Cell], settings: TableSettings) -> TablePage:
    columns = Columns.all(settings.header or ())
    aside = _aside("other", EMPTY, 1, said, columns)
    return TablePage(_batch((), columns, settings, Texts(), ""), (), (), (aside,), says_empty=True)
