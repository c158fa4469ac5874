"""Which lines are rows."""

from __future__ import annotations

from io import BytesIO

import pytest

from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.cutting import Cutter, Run
from legacy_adapters.sources.files.delimited.record_types import RecordCodes
from legacy_adapters.sources.files.delimited.selection import Chosen, Selection
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.window import Window


def _run(data: bytes, signs: Signs | None = None) -> Run:
    window = Window(BytesIO(data), charset_of("utf-8", b""), 0, len(data))
    (run,) = Cutter(window, signs or Signs(b";")).cut(100).runs
    return run


def _chosen(data: bytes, selection: Selection, any_before: bool = False) -> Chosen:
    return selection.of(_run(data), data, any_before)


def test_comments_and_empty_lines_are_no_rows() -> None:
    """A prefix counts at the beginning of a line only."""
    chosen = _chosen(b"# no\n1\n\n-- no\n2#\n", Selection(comments=(b"#", b"--")))
    assert chosen.rows.tolist() == [1, 4]
    assert chosen.rows_seen == 2


def test_empty_lines_may_be_rows() -> None:
    """Where they are said to be."""
    assert _chosen(b"1\n\n2\n", Selection(blank_lines="row")).rows.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("any_before", "rows", "ended"), [(False, [1], 2), (True, [], 0)], ids=["first piece", "later piece"]
)
def test_an_empty_line_may_end_the_table(any_before: bool, rows: list[int], ended: int) -> None:
    """The first one behind a row does; those before the first row do not."""
    chosen = _chosen(b"\n1\n\n2\n99\n", Selection(blank_lines="end", trailer=b"99"), any_before)
    assert (chosen.rows.tolist(), chosen.ended, chosen.trailers) == (rows, ended, ())


def test_trailers_are_set_apart() -> None:
    """They are no rows."""
    chosen = _chosen(b"1;2\n99;1\n", Selection(trailer=b"99;"))
    assert (chosen.rows.tolist(), chosen.trailers) == ([0], (1,))


def test_a_header_that_comes_again() -> None:
    """Also behind a form feed and between blanks; a row that only begins like it is a row."""
    chosen = _chosen(b"a;b\n1;2\n\x0ca;b\n a;b  \na;bc\n", Selection(header=b"a;b"))
    assert chosen.rows.tolist() == [1, 4]


def test_rows_of_one_of_several_tables() -> None:
    """Those of the wanted table, and those that nobody stated; all are counted but those that are ignored."""
    codes = RecordCodes(Signs(b";"), 0, {b"1": 0, b"2": 1, b"8": -2})
    chosen = _chosen(b"1;a\n2;b\n3;c\n8;d\n1;e\n", Selection(codes=codes, table=1))
    assert (chosen.rows.tolist(), chosen.unknown.tolist(), chosen.rows_seen) == ([1, 2], [2], 4)
