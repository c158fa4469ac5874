"""Rows of a list, with what the page of each shows behind them: once, several times, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.sources.files.faults import Fault, as_faults
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.table.reading import TablePage

pc: Any = pyarrow.compute


def joined(
    recipe: Recipe, table: TablePage, origin: Sequence[str], pages: Sequence[TablePage | None]
) -> tuple[TablePage, tuple[str, ...]]:
    """The list's rows, each as often as its page has rows, and once where that has none, or was not read."""
    assert recipe.details is not None
    own = table.rows.schema.names
    counts = [0 if page is None else page.rows.num_rows for page in pages]
    rows = [row for row, count in enumerate(counts) for _ in range(max(count, 1))]
    lines = [line for count in counts for line in range(max(count, 1))]
    taken = table.rows.take(pa.array(rows, pa.int64()))
    behind = [
        pa.concat_arrays([_cells(page, name) for page in pages] or [pa.nulls(0, pa.string())])
        for name in recipe.detail_names
    ]
    batch = pa.RecordBatch.from_arrays([*taken.columns, *behind], names=[*own, *recipe.columns[len(own) :]])
    where = tuple(
        f"{origin[row]} line {line + 1}" if counts[row] > 1 else origin[row]
        for row, line in zip(rows, lines, strict=True)
    )
    numbers = tuple(table.numbers[row] for row in rows)
    faults = as_faults(_faults(recipe, table, pages, counts))
    return replace(table, rows=batch, numbers=numbers, faults=faults), where


def _cells(page: TablePage | None, name: str) -> Any:
    if page is None or not page.rows.num_rows:
        return pa.nulls(1, pa.string())
    return page.rows.column(name)


def _faults(recipe: Recipe, table: TablePage, pages: Sequence[TablePage | None], counts: Sequence[int]) -> list[Fault]:
    """The faults of both, at the rows as they are now."""
    names = dict(zip(recipe.detail_names, recipe.columns[len(table.rows.schema.names) :], strict=True))
    first = [0]
    for count in counts:
        first.append(first[-1] + max(count, 1))
    found: list[Fault] = []
    for fault in table.faults.to_pylist() if table.faults is not None else ():
        rows = range(first[fault["row"]], first[fault["row"] + 1])
        found += [(row, fault["column"], fault["code"], fault["text"]) for row in rows]
    for number, page in enumerate(pages):
        for fault in page.faults.to_pylist() if page is not None and page.faults is not None else ():
            column = names.get(fault["column"], WHOLE_ROW)
            found.append((first[number] + fault["row"], column, fault["code"], fault["text"]))
    return found
