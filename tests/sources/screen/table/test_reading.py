"""Cells to rows."""

from __future__ import annotations

import gc
import json
import time

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.table.reading import read_table
from tests.sources.screen.table.given import HEADER, aside, cells, faults, read, rows, settings


def test_text_stays_text() -> None:
    """Leading zeros, signs, blanks between words and numbers of any notation are what they were."""
    page = read("<tr><th>A<th>B<th>C<th>D<tr><td>0012<td> 1.234,50- <td>1e3<td>NaN<tr><td>-<td>00:10<td>TRUE<td>null")
    assert rows(page) == [["0012", "1.234,50-", "1e3", "NaN"], ["-", "00:10", "TRUE", "null"]]
    assert all(kind == pa.string() for kind in page.rows.schema.types)
    assert page.faults is None


def test_hostile_cells_are_data() -> None:
    """Scripts, formulas, control characters, right-to-left marks and JSON are handed on as they stand."""
    found = rows(
        read(
            "<tr><th>A<th>B<th>C<th>D<th>E<tr><td>&lt;script&gt;x&lt;/script&gt;<td>=cmd|' /C calc'!A0<td>a&#1;&#27;[2J"
            '<td>&#x202e;abc&#x200f;<td>"],[{"text":"x","rowspan":9}]'
        )
    )
    assert found == [
        [
            "<script>x</script>",
            "=cmd|' /C calc'!A0",
            "a\x01\x1b[2J",
            "\u202eabc\u200f",
            '"],[{"text":"x","rowspan":9}]',
        ]
    ]


def test_line_breaks_and_no_break_spaces() -> None:
    """Line breaks stay; no-break spaces are blanks, and nothing at the ends, unless they are to be kept."""
    html = "<tr><th>A<th>B<tr><td>Street 1<br>10115 Berlin<td>&nbsp;1&nbsp;234,50&nbsp;"
    assert rows(read(html)) == [["Street 1\n10115 Berlin", "1 234,50"]]
    assert rows(read(html, nbsp="keep")) == [["Street 1\n10115 Berlin", "\xa01\xa0234,50\xa0"]]


def test_what_is_taken_besides_the_text() -> None:
    """Targets of links, titles of images, checkboxes and values of fields are columns of their own."""
    page = read(
        "<tr><th>Voucher<th>Status<th>Paid<th>Amount<tr><td><a href='v.asp?id=7'>0012</a><td><img title='posted'>"
        "<td><input type=checkbox checked><td><input value='1,00'> EUR<tr><td>0013<td><td><td>",
        take={"Voucher": "link", "status": ["image"], "Paid": "checked", "Amount": ["value", "link"]},
    )
    assert page.rows.to_pylist() == [
        {
            "Voucher": "0012",
            "Status": "",
            "Paid": "true",
            "Amount": "EUR 1,00",
            "Voucher link": "http://ledger.test/v.asp?id=7",
            "Status image": "posted",
            "Paid checked": "true",
            "Amount value": "1,00",
            "Amount link": None,
        },
        dict.fromkeys(["Voucher link", "Status image", "Paid checked", "Amount value", "Amount link"])
        | {"Voucher": "0013", "Status": "", "Paid": "", "Amount": ""},
    ]


def test_extra_of_an_unknown_column() -> None:
    """The recipe is wrong, and the nearest column is offered."""
    with pytest.raises(ConfigError, match="Did you mean Voucher"):
        read(HEADER, take={"Vouchr": "link"})


def test_extra_column_does_not_hide_another() -> None:
    """A column that has the name already keeps it."""
    page = read("<tr><th>A<th>A link<tr><td><a href=x>1</a><td>2", take={"A": "link"})
    assert page.rows.to_pylist() == [{"A": "1", "A link": "2", "A link_2": "http://ledger.test/x"}]


def test_row_with_a_wrong_number_of_cells() -> None:
    """It is never dropped: the row is there, without values, and a fault of the whole row keeps its texts."""
    page = read(f"{HEADER}<tr><td>1<td>2<td>3<td>4<tr><td>a<td>b<tr><td>1<td>2<td>3<td>4<td>5")
    assert rows(page) == [["1", "2", "3", "4"], [None] * 4, [None] * 4]
    assert faults(page) == [(1, "", "wrong_field_count", "a | b"), (2, "", "wrong_field_count", "1 | 2 | 3 | 4 | 5")]
    assert page.numbers == (1, 2, 3)
    assert page.faults is not None
    assert page.faults.schema == FAULTS


def test_row_that_is_wrong_is_kept_as_it_stands() -> None:
    """However wide its cells are, and however many."""
    page = read(f"{HEADER}<tr><td colspan=9>1<td>2<td>3<td>4<td>5<td>6")
    assert faults(page) == [(0, "", "wrong_field_count", "1 | 2 | 3 | 4 | 5 | 6")]


def test_cells_over_several_rows() -> None:
    """A value over rows is that of each of them; with rules and faults the numbers are those on the screen."""
    page = read(
        f"{HEADER}<tr><td rowspan=2>d<td>1<td>a<td>1<tr><td>2<td>b<td>2<tr><td colspan=3>Sum<td>3"
        "<tr><td>e<td>3<td>c<td>3",
        skip=[{"name": "sum", "as": "subtotal", "where": {"Date": "Sum"}}],
    )
    assert rows(page) == [["d", "1", "a", "1"], ["d", "2", "b", "2"], ["e", "3", "c", "3"]]
    assert page.numbers == (1, 2, 4)
    assert aside(page) == [("subtotal", "sum", 3)]


def test_faults_count_the_rows_that_are_left() -> None:
    """A fault's row is its place in the batch, behind what was set apart."""
    page = read(
        f"{HEADER}<tr class=x><td>1<td>2<td>3<td>4<tr><td>1<td>\ufffd<td>3<td>4<tr><td>1",
        skip=[{"name": "x", "class": "x"}],
    )
    assert faults(page) == [(0, "Voucher", "undecodable", "\ufffd"), (1, "", "wrong_field_count", "1")]
    assert page.numbers == (2, 3)


def test_what_is_above_the_header() -> None:
    """Titles are set apart with what they say."""
    page = read(f"<tr><td colspan=4>Journal 2025{HEADER}<tr><td>1<td>2<td>3<td>4")
    assert aside(page) == [("heading", "above the header", 0)]
    assert page.aside[0].texts == {"Date": "Journal 2025"}
    assert page.numbers == (1,)


def test_hidden_rows_and_cells() -> None:
    """What is not shown is not read, unless the recipe wants it."""
    html = "<tr><th>A<th hidden>id<tr><td>1<td hidden>17<tr style='display:none'><td>2<td hidden>18"
    assert read(html).rows.to_pylist() == [{"A": "1"}]
    assert read(html, hidden="keep").rows.to_pylist() == [{"A": "1", "id": "17"}, {"A": "2", "id": "18"}]


def test_table_without_anything() -> None:
    """An element without rows has none, and no columns."""
    page = read("")
    assert (page.rows.num_rows, page.rows.num_columns, page.header, page.aside) == (0, 0, (), ())


def test_table_without_a_header() -> None:
    """Every row is a record."""
    page = read("<tr><td>1<td>2<tr><td>3<td>4", header_rows=0, header=["A", "B"])
    assert page.rows.to_pylist() == [{"A": "1", "B": "2"}, {"A": "3", "B": "4"}]


@pytest.mark.parametrize(("tag", "layout"), [("table", "text"), ("pre", "grid"), ("pre", "labels")])
def test_element_of_another_kind(tag: str, layout: str) -> None:
    """A layout that the element cannot have is a wrong recipe."""
    with pytest.raises(ConfigError, match=f"`layout` is {layout}, and #t is a"):
        read("", tag, layout=layout)


def test_header_of_row_headers() -> None:
    """Rows may begin with a `th`; it is a value."""
    page = read("<tr><th>A<th>B<tr><th>1<td>2<tr><th>3<td>4")
    assert rows(page) == [["1", "2"], ["3", "4"]]


CELL = st.text(st.sampled_from("a0 \xa0\n=\u202e\x01é€"), max_size=6)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_quick_and_general_way_give_the_same(table: list[list[str]]) -> None:
    """Cells with nothing but text are read the same whether or not other cells make the general way necessary."""
    names = ["A", "B", "C"]
    plain = {"kind": "grid", "parts": [["head", 1], ["body", len(table)]], "rows": [names, *table]}
    general = [[{"text": text, "colspan": 1, "rowspan": 1} for text in row] for row in plain["rows"]]
    quick = read_table(json.dumps(plain), settings())
    slow = read_table(json.dumps({**plain, "rows": general}), settings())
    assert quick.rows.equals(slow.rows)
    assert quick == slow or quick.aside == slow.aside
    assert quick.rows.num_rows + len(quick.aside) == len(table)


@given(st.lists(st.lists(st.sampled_from(["x", "A", ""]), max_size=4), max_size=8))
def test_every_row_is_accounted_for(table: list[list[str]]) -> None:
    """Rows of whatever shape: each is a row, with or without a fault, or set apart, under its own number."""
    document = {"kind": "grid", "parts": [["head", 1], ["body", len(table)]], "rows": [["A", "B"], *table]}
    page = read_table(json.dumps(document), settings())
    assert sorted([*page.numbers, *(row.number for row in page.aside)]) == list(range(1, len(table) + 1))
    wrong = {fault[0] for fault in faults(page)}
    assert all((len(table[number - 1]) != 2) == (row in wrong) for row, number in enumerate(page.numbers))


def test_large_table_is_read_by_columns() -> None:
    """5,000 rows of ten columns take hundredths of a second: nothing is done for each cell in Python."""
    line = "".join(f"<td>{number:04d}" for number in range(10))
    text = cells("<tr>" + "".join(f"<th>C{number}" for number in range(10)) + f"<tr>{line}" * 5_000)
    gc.collect()
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        read_table(text, settings())
        took.append(time.perf_counter() - begin)
    page = read_table(text, settings())
    assert page.rows.num_rows == 5_000
    assert rows(page)[4_999] == [f"{number:04d}" for number in range(10)]
    # Ten times what it takes on an idle machine.
    assert min(took) < 0.1
