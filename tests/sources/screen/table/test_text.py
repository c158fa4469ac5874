"""Text on print screens."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.table.text import rows_of_text
from tests.sources.screen.table.given import faults, read, rows, settings

SCREEN = """
 ACME LEDGER                          PAGE 1
 VOUCHER DATE       TEXT        AMOUNT
 0012    01.02.2025 Büro         10,50
 0013    02.02.2025 =SUM(1)       1,50-
 what is this
 TOTAL                            9,00
"""
REPORT = {
    "kind": "report",
    "detail": r"^ (?<VOUCHER>\d{4}) +(?<DATE>[\d.]{10}) (?<TEXT>.{11}) *(?<AMOUNT>[\d,]+-?)$",
    "skip": ["^ ACME", "^ VOUCHER"],
    "sums": [{"match": r"^ TOTAL +(?<AMOUNT>[\d.,]+)", "of": "report"}],
    "decimal": ",",
}
FIXED = {
    "kind": "fixed",
    "skip": 2,
    "fields": [{"name": "VOUCHER", "at": 2, "width": 8}, {"name": "DATE", "width": 11}, {"name": "TEXT", "width": 10}],
    "long": "ignore",
    "short": "pad",
}


def test_report() -> None:
    """A print screen is read as a report in a file would be: rows, their lines, and what is no row as a fault."""
    page = read(SCREEN, "pre", layout="text", text=REPORT)
    assert rows(page)[:2] == [
        ["0012", "01.02.2025", "Büro       ", "10,50"],
        ["0013", "02.02.2025", "=SUM(1)    ", "1,50-"],
    ]
    assert page.numbers == (3, 4, 5)
    assert [(row, column, text.strip()) for row, column, _, text in faults(page)] == [(2, "", "what is this")]
    assert page.header == ("VOUCHER", "DATE", "TEXT", "AMOUNT")


def test_total_that_lies() -> None:
    """The sum that the screen states is compared with its rows, to the cent."""
    with pytest.raises(SourceChanged, match="states 9,01 as the sum of AMOUNT, and its rows give 9") as error:
        read(SCREEN.replace("9,00", "9,01"), "pre", text=REPORT)
    assert error.value.where == "http://ledger.test/list.asp"


def test_fixed_positions() -> None:
    """Fields at positions, counted in characters, whatever stands around them."""
    page = read(SCREEN.replace("\n what is this", ""), "pre", text=FIXED)
    assert [row[:3] for row in rows(page)][:2] == [
        ["0012    ", "01.02.2025 ", "Büro      "],
        ["0013    ", "02.02.2025 ", "=SUM(1)   "],
    ]


def test_lines() -> None:
    """Text of which nothing is stated is its lines, blank ones too."""
    page = read("a\n\n b&nbsp;c\n", "pre")
    assert page.rows.to_pylist() == [{"line": "a"}, {"line": ""}, {"line": " b c"}]
    assert page.numbers == (1, 2, 3)
    assert rows(read("a&nbsp;", "pre", nbsp="keep")) == [["a\xa0"]]


def test_nothing() -> None:
    """No text, no rows, but the columns."""
    assert rows_of_text("", None, "").rows.num_rows == 0
    found = rows_of_text("", settings(text=FIXED).text, "")
    assert found.rows.schema.names == ["VOUCHER", "DATE", "TEXT"]
    assert found.rows.num_rows == 0


def test_half_a_character() -> None:
    """What cannot be written as UTF-8 is shown as what it is."""
    assert rows_of_text("a\ud800", None, "").rows.to_pylist() == [{"line": "a\\ud800"}]
