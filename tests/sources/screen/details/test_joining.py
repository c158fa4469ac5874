"""Rows with what their pages show."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS, WHOLE_ROW
from legacy_adapters.sources.files.faults import as_faults
from legacy_adapters.sources.screen.details.joining import joined
from legacy_adapters.sources.screen.table.reading import TablePage
from tests.sources.screen.reading import DETAILS, recipe

RECIPE = recipe(details=DETAILS)
COLUMNS = ["No", "Date", "Amount", "Entry Line", "Entry No"]


def table(*rows: tuple[str | None, ...], names: tuple[str, ...], faults: object = None) -> TablePage:
    """A page; its rows are numbered 2, 4, 6 …, as if every other was set apart."""
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(names))]
    numbers = tuple(2 * number + 2 for number in range(len(rows)))
    return TablePage(pa.record_batch(columns, names=list(names)), numbers, names, faults=faults)  # type: ignore[arg-type]


def listed(count: int, faults: object = None) -> TablePage:
    return table(*[(f"{n}", "d", "a") for n in range(count)], names=("No", "Date", "Amount"), faults=faults)


def lines(*texts: str, faults: object = None) -> TablePage:
    return table(*[(text, "n") for text in texts], names=("Line", "No"), faults=faults)


def join(page: TablePage, *pages: TablePage | None) -> tuple[TablePage, tuple[str, ...]]:
    return joined(RECIPE, page, [f"row {n}" for n in range(page.rows.num_rows)], pages)


def test_none_one_and_many() -> None:
    """A row is repeated for each line of its page, and stays once where there is none, or where it was not read."""
    page, origin = join(listed(4), lines("x"), lines(), lines("y", "z"), None)
    assert page.rows.schema.names == COLUMNS
    assert [tuple(row.values()) for row in page.rows.to_pylist()] == [
        ("0", "d", "a", "x", "n"),
        ("1", "d", "a", None, None),
        ("2", "d", "a", "y", "n"),
        ("2", "d", "a", "z", "n"),
        ("3", "d", "a", None, None),
    ]
    assert origin == ("row 0", "row 1", "row 2 line 1", "row 2 line 2", "row 3")
    assert page.numbers == (2, 4, 6, 6, 8)


def test_a_page_without_rows() -> None:
    """Has the columns all the same."""
    page, origin = join(listed(0))
    assert (page.rows.num_rows, page.rows.schema.names, origin) == (0, COLUMNS, ())
    assert page.rows.schema.types == [pa.string()] * 5


def test_faults_are_at_the_rows_as_they_are_now() -> None:
    """A fault of a row is one of each of its lines; that of a line is its own, under the column's name with prefix."""
    own = as_faults([(1, "Amount", "not_a_number", "?"), (2, WHOLE_ROW, "wrong_number_of_fields", "short")])
    theirs = as_faults([(1, "No", "not_a_number", "!"), (0, WHOLE_ROW, "wrong_number_of_fields", "long")])
    page, _ = join(listed(3, own), lines("a", "b", "c"), lines("d", "e", faults=theirs), None)
    assert page.faults is not None
    assert page.faults.schema.equals(FAULTS)
    assert sorted((fault["row"], fault["column"], fault["text"]) for fault in page.faults.to_pylist()) == [
        (3, "", "long"),
        (3, "Amount", "?"),
        (4, "Amount", "?"),
        (4, "Entry No", "!"),
        (5, "", "short"),
    ]


def test_no_faults_stay_none() -> None:
    """Nothing is made of nothing."""
    assert join(listed(1), lines("x"))[0].faults is None


@given(st.lists(st.none() | st.integers(0, 4), max_size=12))
def test_every_row_and_every_line_once(counts: list[int | None]) -> None:
    """In their order, whatever pages there are, and each with an origin of its own."""
    pages = [None if count is None else lines(*[f"{n}.{i}" for i in range(count)]) for n, count in enumerate(counts)]
    page, origin = join(listed(len(counts)), *pages)
    wanted = [
        (str(n), line)
        for n, count in enumerate(counts)
        for line in ([f"{n}.{i}" for i in range(count)] if count else [None])
    ]
    assert [(row["No"], row["Entry Line"]) for row in page.rows.to_pylist()] == wanted
    assert len(set(origin)) == len(origin) == len(page.numbers) == page.rows.num_rows


def test_a_name_that_is_there_already_gets_a_number() -> None:
    """Without a prefix both are kept."""
    plain = recipe(details={**DETAILS, "prefix": ""})
    page, _ = joined(plain, listed(1), ["row"], [lines("x")])
    assert page.rows.schema.names == ["No", "Date", "Amount", "Line", "No_2"]
    assert page.rows.to_pylist()[0]["No_2"] == "n"


def test_faults_of_a_renamed_column_are_at_it() -> None:
    """A column that got a number has its faults under that name."""
    plain = recipe(details={**DETAILS, "prefix": ""})
    page, _ = joined(plain, listed(1), ["row"], [lines("x", faults=as_faults([(0, "No", "not_a_number", "!")]))])
    assert page.faults is not None
    assert page.faults.column("column").to_pylist() == ["No_2"]


@pytest.mark.parametrize("count", [1, 3])
def test_all_pages_without_rows(count: int) -> None:
    """The columns are text, and null."""
    page, _ = join(listed(count), *[lines()] * count)
    assert page.rows.column("Entry Line").to_pylist() == [None] * count
