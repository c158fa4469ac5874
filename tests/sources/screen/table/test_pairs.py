"""Labels with their values."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.table.pairs import records_of
from tests.sources.screen.table.given import aside, faults, read


def test_list() -> None:
    """A definition list is one row; several values of a label are lines of one."""
    page = read("<dt>Name:<dd>ACME<dt>Phone<dd>1<dd>2", "dl")
    assert page.rows.to_pylist() == [{"Name": "ACME", "Phone": "1\n2"}]
    assert page.numbers == (1,)
    assert page.header == ("Name", "Phone")


def test_list_of_several_records() -> None:
    """Where the first label comes again, another record begins; what it has not is null."""
    page = read("<dt>No<dd>0012<dt>Text<dd>a<dt>No<dd>0013<dt>Note<dd>b", "dl")
    assert page.rows.to_pylist() == [
        {"No": "0012", "Text": "a", "Note": None},
        {"No": "0013", "Text": None, "Note": "b"},
    ]


def test_table_of_labels() -> None:
    """Labels and values side by side, two pairs in a row, headings over all of them, `th` as labels."""
    html = (
        "<tr><td colspan=4>Customer<tr><td>Name:<td>ACME<td>City&nbsp;:<td>Berlin<tr><th>No<td>0012<th>Open<td>"
        "<input type=checkbox checked><tr><td>Street<td>A<br>B"
    )
    page = read(html, layout="labels")
    assert page.rows.to_pylist() == [{"Name": "ACME", "City": "Berlin", "No": "0012", "Open": "true", "Street": "A\nB"}]


def test_form() -> None:
    """What is filled in is the value."""
    page = read(
        "<label>Name <input value=ACME></label><label>Kind <select><option>a<option selected>b</select></label>"
        "<label>Open <input type=checkbox></label>",
        "form",
    )
    assert page.rows.to_pylist() == [{"Name": "ACME", "Kind": "b", "Open": "false"}]


def test_labels_that_are_stated() -> None:
    """The labels are a header: what is stated must be there, and `by_header` reads only that."""
    html = "<dt>Name<dd>ACME<dt>City<dd><a href=b>B</a>"
    page = read(html, "dl", header=["City"], columns="by_header", take={"City": "link"})
    assert page.rows.to_pylist() == [{"City": "B", "City link": "http://ledger.test/b"}]
    with pytest.raises(SourceChanged, match="'City' is called 'Town' now"):
        read("<dt>Name<dd>ACME<dt>Town<dd>B", "dl", header=["Name", "City"])


def test_nothing_is_lost() -> None:
    """A label that comes twice keeps both values, also with what else is in them."""
    (record,), alone = records_of(
        [["A", "1"], ["B", {"text": "2", "links": ["x"]}], ["B", {"text": "3", "links": ["y"]}], ["", "4"], ["", ""]]
    )
    assert alone == []
    assert record == {"A": "1", "B": {"text": "2\n3\n4", "links": ["x", "y"]}}
    assert records_of([["", "x"], ["Customer"], [""], ["A", "1", "note"]]) == (
        [{"A": "1"}],
        [(0, "x"), (1, "Customer"), (3, "note")],
    )


def test_headings_between_labels_are_set_apart() -> None:
    """What is neither label nor value is named with its row."""
    page = read("<tr><th colspan=2>Customer<tr><th>Name<td>ACME<tr><th>City<th>Open<td>yes", layout="labels")
    assert page.rows.to_pylist() == [{"Name": "ACME", "City": "", "Open": "yes"}]
    assert aside(page) == [("heading", "no label and value", 1)]


def test_undecodable_value_is_a_fault() -> None:
    """As in a grid."""
    assert faults(read("<dt>Name<dd>M\ufffdller", "dl")) == [(0, "Name", "undecodable", "M\ufffdller")]
