"""Rows that are no records."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError, SourceChanged
from tests.sources.screen.table.given import HEADER, aside, faults, read, rows

ROW = "<tr><td>2025-01-01<td>0012<td>x<td>1.00"
SUM = "<tr class='sub odd'><td colspan=3>Subtotal<td>1.00"


@pytest.mark.parametrize(
    "rule",
    [
        {"class": "sub"},
        {"cells": 2},
        {"where": {"Date": "^Sub"}},
        {"where": {"Date": "total$", "Amount": r"^[\d.]+$"}},
        {"class": "odd", "cells": 2, "where": {"date": "Sub"}},
    ],
)
def test_each_way_to_say_which_rows(rule: dict[str, Any]) -> None:
    """By class, by number of cells, by texts of columns, and by all of them together."""
    page = read(HEADER + ROW + SUM + ROW, skip=[{"name": "sums", "as": "subtotal", **rule}])
    assert len(rows(page)) == 2
    assert aside(page) == [("subtotal", "sums", 2)]
    assert page.aside[0].texts == {"Date": "Subtotal", "Amount": "1.00"}
    assert page.numbers == (1, 3)


@pytest.mark.parametrize(
    "rule",
    [{"class": "su"}, {"cells": 3}, {"where": {"Date": "^sub"}}, {"class": "sub", "cells": 4}, {"spans_all": True}],
)
def test_rule_that_does_not_apply(rule: dict[str, Any]) -> None:
    """All that a rule states must apply, a class as a whole word; what no rule takes is not dropped."""
    page = read(HEADER + ROW + SUM, skip=[{"name": "sums", **rule}])
    assert aside(page) == []
    assert len(rows(page)) == 2


def test_class_of_a_cell() -> None:
    """Old pages mark the cells, not the row."""
    page = read(HEADER + ROW + "<tr><td class='total x'>a<td>b<td>c<td>d", skip=[{"name": "sum", "class": "total"}])
    assert aside(page) == [("other", "sum", 2)]


def test_first_rule_names_the_row() -> None:
    """A row belongs to one rule, so that the counts add up."""
    rules = [{"name": "first", "cells": 2}, {"name": "second", "class": "sub"}]
    assert aside(read(HEADER + SUM, skip=rules)) == [("other", "first", 1)]


def test_heading_over_all_columns() -> None:
    """A cell over the whole width is a heading by rule, and otherwise a row that is wrong."""
    html = HEADER + "<tr><td colspan=4>Account 1000" + ROW
    page = read(html, skip=[{"name": "accounts", "as": "heading", "spans_all": True}])
    assert aside(page) == [("heading", "accounts", 1)]
    assert faults(read(html)) == [(0, "", "wrong_field_count", "Account 1000")]


def test_rows_with_nothing_in_them() -> None:
    """Spacers are no records: no cells, or one over all columns that is blank. A row of blank cells is one."""
    html = HEADER + "<tr></tr><tr><td colspan=4>&nbsp;" + ROW + "<tr><td><td><td><td>"
    page = read(html)
    assert [number for _, rule, number in aside(page) if rule == "nothing in it"] == [1, 2]
    assert len(rows(page)) == 2


def test_foot_of_the_table() -> None:
    """What is in the `tfoot` is a total, wherever that stands in the page, unless a rule says otherwise."""
    html = f"<thead>{HEADER}<tfoot><tr><td>Total<td><td><td>1.00<tbody>{ROW}"
    assert aside(read(html)) == [("total", "foot of the table", 2)]
    rules = [{"name": "pages", "as": "other", "where": {"Date": "Total"}}]
    assert aside(read(html, skip=rules)) == [("other", "pages", 2)]


def test_header_again() -> None:
    """Long lists repeat their header for every page on paper."""
    again = HEADER.replace("th", "td")
    page = read(f"<thead>{HEADER}<tbody>{ROW}{again}{ROW}{HEADER}")
    assert aside(page) == [("heading", "header again", 2), ("heading", "header again", 4)]
    assert len(rows(page)) == 2


@pytest.mark.parametrize(
    "html",
    [
        HEADER + "<tr><td colspan=4>No records found.",
        HEADER + "<tr><td>No records found.",
        "<tr><td>No records found.",
        "<tr><th>Journal<tr><td colspan=4>&nbsp;No&nbsp;records found.",
    ],
)
def test_table_that_says_that_it_is_empty(html: str) -> None:
    """No rows, with the columns that are stated, and it is known that the table says so itself."""
    page = read(html, header=["Date", "Voucher", "Text", "Amount"], empty="No records")
    assert page.says_empty
    assert page.rows.num_rows == 0
    assert page.rows.schema.names == ["Date", "Voucher", "Text", "Amount"]
    assert page.faults is None


def test_changed_table_does_not_say_that_it_is_empty() -> None:
    """Where the stated header is gone, rows of which one reads like an empty table are still a changed source."""
    with pytest.raises(SourceChanged):
        read("<tr><th>Note<tr><td>No records<tr><td>x<tr><td>y", header=["Text"], empty="No records")


def test_table_without_rows_says_nothing() -> None:
    """A header alone is no statement that there are no rows."""
    page = read(HEADER, empty="No records")
    assert (page.rows.num_rows, page.says_empty) == (0, False)


def test_data_that_reads_like_the_text_of_an_empty_table() -> None:
    """Among other rows of one column the text is a value."""
    page = read("<tr><th>Text<tr><td>No records<tr><td>x", empty="No records")
    assert rows(page) == [["No records"], ["x"]]


def test_rule_of_a_column_that_is_not_read() -> None:
    """A rule may look at any column of the table, and what is set apart has the names of all of them."""
    rules = [{"name": "sums", "where": {"Date": "Sub"}}]
    page = read(HEADER + ROW + SUM, header=["Voucher"], columns="by_header", skip=rules, take={"Text": "link"})
    assert page.rows.to_pylist() == [{"Voucher": "0012", "Text link": None}]
    assert page.aside[0].texts == {"Date": "Subtotal", "Amount": "1.00"}


def test_rule_of_an_unknown_column() -> None:
    """The nearest name is offered."""
    with pytest.raises(ConfigError, match="Did you mean Voucher") as error:
        read(HEADER + ROW, skip=[{"name": "x", "where": {"Vouchers": "x"}}])
    assert error.value.where == "http://ledger.test/list.asp"
