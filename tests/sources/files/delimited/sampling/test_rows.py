"""Splitting a sample into rows."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, split_rows

CSV = Dialect(",", '"')


def test_rows_know_their_lines() -> None:
    """A row begins on a line and may go on over several; empty lines are no rows but count as lines."""
    rows = split_rows('a,b\n\n"x\ny",2\n3,4\n', CSV, 10)
    assert [(row.cells, row.line, row.lines, row.quoted) for row in rows] == [
        (["a", "b"], 0, 1, 0),
        (["x\ny", "2"], 2, 2, 1),
        (["3", "4"], 4, 1, 0),
    ]


@pytest.mark.parametrize(
    ("text", "dialect", "cells"),
    [
        ('"say ""x""",1\n', CSV, ['say "x"', "1"]),
        ('"say \\"x\\"",1\n', Dialect(",", '"', "\\"), ['say \\"x\\"', "1"]),
        ('a, "b,c" , d\n', Dialect(",", '"', skip_blanks=True), ["a", "b,c", "d"]),
        ('5" tube,1\n', CSV, ['5" tube', "1"]),
        ("a||b\n", Dialect("||", '"'), ["a", "b"]),
        ("'a;b';c\n", Dialect(";", "'"), ["a;b", "c"]),
    ],
)
def test_quotes_and_escapes(text: str, dialect: Dialect, cells: list[str]) -> None:
    """Doubled and escaped quotes, blanks around quotes, quotes within fields, signs of several characters."""
    (row,) = split_rows(text, dialect, 10)
    assert (row.cells, row.faults) == (cells, 0)


@pytest.mark.parametrize("text", ['"never closed,1\n2,3\n', '"a" b,1\n2,3\n', '"never closed,1\n2,"x"\n'])
def test_odd_quotes_are_faults_of_one_row(text: str) -> None:
    """A quote that is not closed, or closed within a field, does not swallow the rows that follow."""
    first, second = split_rows(text, CSV, 10)
    assert first.faults == 1
    assert second.cells[0] == "2"


@given(
    st.lists(
        st.lists(st.text("ab1 ,\"'\n", min_size=1, max_size=8).filter(str.strip), min_size=2, max_size=4), max_size=8
    )
)
def test_what_python_writes_is_read(table: list[list[str]]) -> None:
    """Rows written by Python's module come back."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    assert [row.cells for row in split_rows(written.getvalue(), CSV, 100)] == table


@given(st.text(st.sampled_from('ab",\\\n '), max_size=300), st.booleans(), st.booleans())
def test_no_line_is_lost(text: str, escape: bool, blanks: bool) -> None:
    """Whatever stands there, rows follow each other, and every line with something in it is part of one."""
    rows = split_rows(text, Dialect(",", '"', "\\" if escape else None, blanks), 1000)
    covered = {line for row in rows for line in range(row.line, row.line + row.lines)}
    assert sum(row.lines for row in rows) == len(covered)
    assert {at for at, line in enumerate(text.split("\n")) if line.strip()} <= covered


def test_only_so_many_rows() -> None:
    """No more rows are made than are asked for."""
    assert len(split_rows("a,b\n" * 100, CSV, 7)) == 7


@pytest.mark.parametrize("piece", ['"a,b\n', '\\"', '"",', "x,", '",'])
def test_no_text_takes_long(piece: str) -> None:
    """Quotes that never close are followed only so far, and only so many of them."""
    start = time.perf_counter()
    split_rows(piece * 30_000, Dialect(",", '"', "\\"), 300)
    assert time.perf_counter() - start < 2
