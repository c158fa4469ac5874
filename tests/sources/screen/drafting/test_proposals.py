"""What a page shows of its list."""

from __future__ import annotations

import json
import re

import pytest

from legacy_adapters.sources.screen.drafting.actions import SeenTable, Spot
from legacy_adapters.sources.screen.drafting.proposals import count_in, listed, page_in
from tests.sources.screen.drafting.recordings import HEAD, ROWS, table


def _spot(text: str, *, sure: bool = True) -> Spot:
    return Spot("#x", (), text, sure)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1,486 records found", "1,486"),
        ("12 Einträge", "12"),
        ("Datensätze: 1.234", "1.234"),
        ("1-100 of 1,234", "1,234"),
        ("Records 1 - 100 of 1,234", "1,234"),
        ("101–200 von 1.234 Treffern", "1.234"),
        ("Found 7 rows", "7"),
    ],
)
def test_the_count_is_found(text: str, count: str) -> None:
    """The expression has one group, and that is the number of all rows."""
    found = count_in([_spot("Year 2003"), _spot(text)])
    assert found is not None
    match = re.search(found.matches, text)
    assert match is not None
    assert match.groups() == (count,)


@pytest.mark.parametrize(
    "text", ["Year 2003", "Page 3 of 51", "01.02.2003", "Records 1-100", "User 7", "12 recordsets"]
)
def test_other_figures_are_no_count(text: str) -> None:
    """Neither years nor pages nor the rows of one page."""
    assert count_in([_spot(text)]) is None


def test_what_has_an_id_is_preferred() -> None:
    """Of two counts the one that is found again for sure; of two pages too."""
    unsure, sure = _spot("5 rows", sure=False), Spot("#y", (), "5 rows", True)
    found = count_in([unsure, sure])
    assert found is not None
    assert found.spot is sure
    pages = page_in([_spot("Page 1 of 2", sure=False), Spot("#y", (), "Page 1 of 2", True)])
    assert pages is not None
    assert pages[0].spot.at == "#y"


@pytest.mark.parametrize("text", ["Page 3 of 51", "Seite 3 von 51", "side 3/51", "Page: 3 of 51"])
def test_the_page_is_found(text: str) -> None:
    """One expression for the page's number, one for how many there are."""
    pages = page_in([_spot("3 of 4 is no page"), _spot(text)])
    assert pages is not None
    groups = [re.search(found.matches, text) for found in pages]
    assert [match and match.groups() for match in groups] == [("3",), ("51",)]
    assert page_in([_spot("51 records")]) is None


def test_a_list_is_told_by_its_cells() -> None:
    """Its header, and a column with a number's name that is different in every row."""
    found = listed(table(ROWS))
    assert (found.header, found.key, found.key_sure, found.rows) == (HEAD, "No.", True, 3)
    assert (found.header_rows, found.sums, found.problem) == (None, (), "")


def test_rows_of_sums_are_no_records() -> None:
    """Their class says so; then they do not count against the key."""
    rows = [*ROWS[:2], ["", "", "5,00"]]
    found = listed(table(rows, classes=["", "odd", "even", "grid-total bold"]))
    assert found.sums == ("grid-total",)
    assert (found.key, found.rows) == ("No.", 2)


def test_a_key_by_another_name_is_not_sure() -> None:
    """Without two rows that are alike it is only proposed; with them there is none."""
    rows = [["1", "a", "5"], ["1", "b", "5"]]
    found = listed(table(rows))
    assert (found.key, found.key_sure) == ("Date", False)
    assert listed(table([["1", "a", "5"]] * 2)).key == ""
    assert listed(table([["1", "a", "5"]])).key == ""


def test_a_header_of_two_rows() -> None:
    """Cells that reach down tell how many rows the header has."""
    head: list[list[object]] = [[{"text": "No.", "rowspan": 2}, {"text": "Amount", "colspan": 2}], ["Debit", "Credit"]]
    found = listed(SeenTable("#t", (), _grid([*head, ["1", "2", ""], ["2", "", "3"]])))
    assert found.header_rows == 2
    assert found.header == ("No.", "Amount / Debit", "Amount / Credit")


def _grid(rows: list[list[object]]) -> str:
    return json.dumps({"kind": "grid", "rows": rows, "parts": [["body", len(rows)]]})
