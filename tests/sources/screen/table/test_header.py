"""Headers: where they are, what columns are called, and which are read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.table.header import Header, choose_columns, find_header, without_header
from tests.sources.screen.table.given import HEADER, cells, read, rows, settings

NAMES = ("Date", "Voucher", "Text", "Amount")
ROW = "<tr><td>1<td>2<td>3<td>4"


def header_of(html: str, **stated: Any) -> Header:
    document = json.loads(cells(html))
    head = sum(count for part, count in document["parts"] if part == "head")
    return find_header(document["rows"], head, settings(**stated))


@pytest.mark.parametrize(
    ("html", "place"),
    [
        (f"<thead>{HEADER}<tbody>{ROW}", (0, 1)),
        (f"{HEADER}{ROW}", (0, 1)),
        (f"{HEADER.replace('th', 'td')}{ROW}", (0, 1)),
        (f"<tr><td colspan=4>Journal{HEADER}{ROW}", (1, 2)),
        (f"<tr><th colspan=4>Journal<tr><td colspan=4>2025{HEADER.replace('th', 'td')}{ROW}", (2, 3)),
    ],
)
def test_place_of_the_header(html: str, place: tuple[int, int]) -> None:
    """`thead`, rows of `th`, or the first row that is no title."""
    found = header_of(html)
    assert found.texts == NAMES
    assert (found.first, found.end) == place


def test_header_that_is_stated_is_looked_for() -> None:
    """In a table without `th`, boxes above the list do not hide the header that the recipe states."""
    html = f"<tr><td>Year<td>2025<tr><td>a<td>b<td>c<td>d{HEADER.replace('th', 'td')}{ROW}"
    assert header_of(html, header=NAMES) == Header(NAMES, 2, 3)


def test_header_of_several_rows() -> None:
    """Texts are joined from the top; one over several rows is there once, one over several columns for each."""
    html = (
        "<thead><tr><th rowspan=2>Date<th colspan=2>Amount<th>Text<tr><th>Debit<th>Credit<th>Text<tbody><tr>"
        + "<td>1" * 4
    )
    assert header_of(html).texts == ("Date", "Amount / Debit", "Amount / Credit", "Text")
    assert header_of(html, header_separator=".").texts[1] == "Amount.Debit"


def test_title_over_all_columns_is_no_name() -> None:
    """A title in the `thead` is not repeated in every column's name."""
    html = f"<thead><tr><th colspan=4>Journal 2025{HEADER}<tbody>{ROW}"
    assert header_of(html).texts == NAMES


def test_number_of_header_rows_that_is_stated() -> None:
    """It is taken as stated, whatever the rows look like."""
    html = "<tr><td>A<td>B<tr><td>1<td>2<tr><td>x<td>y"
    assert header_of(html, header_rows=2) == Header(("A / 1", "B / 2"), 0, 2)


def test_texts_are_compared_without_line_breaks() -> None:
    """A header's line breaks, no-break spaces and fields of a filter are no part of its name."""
    html = "<tr><th>Voucher<br>No.<th>Net&nbsp;amount<th>Year <input value=2025><tr><td>1<td>2<td>3"
    assert header_of(html).texts == ("Voucher No.", "Net amount", "Year")


def test_columns_without_a_name() -> None:
    """Blank headers are named by their places, and repeated ones are numbered, as in files."""
    page = read("<tr><th><th>A<th>A<tr><td>1<td>2<td>3", header=["", "A", "A"])
    assert page.rows.schema.names == ["column_1", "A", "A_2"]
    assert page.header == ("", "A", "A")


def test_changed_header_is_named() -> None:
    """As stated means as stated: the differences are said, and where."""
    with pytest.raises(SourceChanged, match="the columns are not those") as error:
        read(f"<tr><th>Voucher<th>Date<th>Text<th>Total{ROW}", header=NAMES)
    assert "column 'Date' moved from 1 to 2" in str(error.value)
    assert "column 'Amount' is called 'Total' now (at 4)" in str(error.value)
    assert str(error.value).startswith("http://ledger.test/list.asp: ")


@pytest.mark.parametrize(
    "found",
    [
        ["Date", "Voucher", "Text"],
        [*NAMES, "Currency"],
        ["Datum", "Beleg", "Text", "Betrag"],
        ["date", "Voucher", "Text", "Amount"],
        [],
    ],
)
def test_header_as_stated_is_exact(found: list[str]) -> None:
    """A column less or more, another language and another case are a changed source."""
    with pytest.raises(SourceChanged):
        choose_columns(Header(tuple(found), 0, 1), settings(header=NAMES), "")


def test_columns_by_header() -> None:
    """They are read from where they are now, in the order stated, and both is noted."""
    page = read(
        f"<tr><th>Amount<th>New<th>Voucher<th>Date{ROW}", header=["Date", "Voucher", "Amount"], columns="by_header"
    )
    assert page.rows.schema.names == ["Date", "Voucher", "Amount"]
    assert rows(page) == [["4", "3", "1"]]
    assert len(page.notes) == 3
    assert all("and is read from there" in note for note in page.notes[:2])
    assert "'New'" in page.notes[2]


def test_column_without_a_name_keeps_what_it_is_called() -> None:
    """By header, a column is called as it is stated, wherever it is found."""
    page = read("<tr><th>New<th>A<th><tr><td>1<td>2<td>3", header=["", "A"], columns="by_header")
    assert page.rows.to_pylist() == [{"column_1": "3", "A": "2"}]


def test_column_that_is_gone_is_a_change_also_by_header() -> None:
    """What is not there cannot be found."""
    with pytest.raises(SourceChanged, match="'Text' is gone"):
        read("<tr><th>Date<th>Voucher<tr><td>1<td>2", header=["Date", "Voucher", "Text"], columns="by_header")


def test_rows_without_a_header() -> None:
    """Columns are called as stated, or by their places; another number of them is a change."""
    assert without_header(2, settings(header=["A", "B"]), "").names == ("A", "B")
    assert without_header(2, settings(), "").names == ("column_1", "column_2")
    with pytest.raises(SourceChanged, match="have 3 cells, and the recipe states 2"):
        without_header(3, settings(header=["A", "B"]), "")


@given(st.permutations(["A", "B", "C", "D", "", "E"]), st.data())
def test_columns_by_header_are_those_of_that_name(shuffled: list[str], data: st.DataObject) -> None:
    """Wherever columns are, each is read from under its own header."""
    wanted = data.draw(st.lists(st.sampled_from(shuffled), min_size=1, unique=True))
    columns = choose_columns(Header(tuple(shuffled), 0, 1), settings(header=wanted, columns="by_header"), "")
    assert [shuffled[place] for place in columns.places] == wanted
