"""Rows that are not as wide as the header."""

from __future__ import annotations

from legacy_adapters.sources.files.delimited.sampling.edges import (
    ends_in_delimiters,
    is_cut_short,
    names_instead,
    repeats,
)
from tests.sources.files.delimited.sampling.test_table import table_of


def test_rows_that_end_early_are_cut_short() -> None:
    """Spreadsheets leave out what is empty at the end; one short row is rather damaged."""
    assert is_cut_short(table_of("a;b;c\n" + "1;2;3\n1;2\n" * 5))
    assert not is_cut_short(table_of("a;b;c\n" + "1;2;3\n" * 5 + "1;2\n"))
    assert not is_cut_short(table_of("a;b;c\n" + "1;2;3\n1;2\n1;2;3;4\n" * 5))
    assert not is_cut_short(table_of("a;b;c\n" + "1;2;3\n1;2\n1;2;\n" * 5))
    assert is_cut_short(table_of("a;b;\n" + "1;2;\n1;2\n" * 5))


def test_rows_may_end_in_a_delimiter() -> None:
    """The field behind it is always empty, and has no name."""
    table = table_of("a;b\n1;2;\n3;4;\n")
    assert ends_in_delimiters(table)
    assert names_instead(table) is None
    assert not ends_in_delimiters(table_of("a;b\n1;2\n3;4\n"))


def test_row_names_have_no_header() -> None:
    """Programs of statistics write a field more than names."""
    assert names_instead(table_of("a;b\nx;1;2\ny;3;4\n")) == ("row", "a", "b")
    assert names_instead(table_of("a;b\n1;2\n3;4\n")) is None


def test_headers_may_come_again() -> None:
    """As on top of each page."""
    assert repeats(table_of("a;b\n1;2\na;b\n3;4\na;b\n5;6\n")) == 2
    assert repeats(table_of("a;b\n1;2\n")) == 0
