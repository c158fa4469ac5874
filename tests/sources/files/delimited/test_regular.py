"""Rows that are found without being looked at one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited import regular
from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.regular import begins_with, line_breaks, regular_rows
from legacy_adapters.sources.files.delimited.signs import Signs

SEMICOLON = Signs(b";")


def _lines(data: bytes, ended: bool = True, most: int = 100, signs: Signs = SEMICOLON) -> tuple[list[bytes], bool]:
    found = regular_rows(data, 0, ended, signs, most)
    pairs = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    return [data[start:end] for start, end in pairs], found.stopped


def test_rows_end_at_breaks_outside_of_quotes() -> None:
    """CR LF, LF and CR end rows, but not within quotes; lines are counted through all of them."""
    data = b'a;b\r\n"c\nd";"e""f"\r\rg\n'
    found = regular_rows(data, 0, True, SEMICOLON, 100)
    assert found.starts.tolist() == [0, 5, 18, 19]
    assert found.ends.tolist() == [3, 17, 18, 20]
    assert found.nexts.tolist() == [5, 18, 19, 21]
    assert found.breaks.tolist() == [0, 1, 3, 4, 5]
    assert not found.stopped


@pytest.mark.parametrize(
    ("data", "rows", "stopped"),
    [
        (b'"a"b\nb', [b'"a"b', b"b"], False),
        (b'"a"b\n"c', [b'"a"b'], True),
        (b"a\nb", [b"a", b"b"], False),
        (b'a\n"b"c\nd\n', [b"a", b'"b"c', b"d"], False),
        (b'a\n5" x\nd\n', [b"a", b'5" x', b"d"], False),
        (b'5" x\n"b;c"\n"d\ne"\n', [b'5" x', b'"b;c"'], True),
        (b'a\nx "y" z\nd\n', [b"a", b'x "y" z', b"d"], False),
        (b'a\nx "y;z" z\nd\n', [b"a", b'x "y;z" z', b"d"], False),
        (b'a\n="01";="02"\n', [b"a", b'="01";="02"'], False),
        (b'a\n"b', [b"a"], True),
        (b'a\n"b\nc\n', [b"a"], True),
    ],
)
def test_it_stops_at_the_first_row_that_is_not_regular(data: bytes, rows: list[bytes], stopped: bool) -> None:
    """Quotes that enclose a field, or pairs within an unquoted one, are regular; all else is for the exact parser."""
    assert _lines(data) == (rows, stopped)


def test_a_block_that_does_not_end_with_its_row() -> None:
    """What follows may change it: an unfinished row, a CR that may be half of CR LF, is left for later."""
    assert _lines(b"a\nb", ended=False) == ([b"a"], False)
    assert _lines(b"a\nb\r", ended=False) == ([b"a"], False)
    assert _lines(b"a\nb\r", ended=True) == ([b"a", b"b"], False)
    assert _lines(b'a\n"b"', ended=False) == ([b"a"], False)


def test_no_more_rows_than_asked_for() -> None:
    """The rest is left."""
    assert _lines(b"a\nb\nc\n", most=2) == ([b"a", b"b"], False)


def test_signs_that_only_the_exact_parser_knows() -> None:
    """Rows with an escape, or with a quote where blanks before it do not count, are not regular."""
    assert _lines(b"a\nb\\;c\n", signs=Signs(b";", escape=b"\\")) == ([b"a"], True)
    assert _lines(b'a\n "b"\n', signs=Signs(b";", blanks=True)) == ([b"a"], True)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is too long, or over too many lines, is not regular."""
    assert _lines(b'a\n"b\nc\nd"\n', signs=Signs(b";", quoted_lines=2)) == ([b"a"], True)
    monkeypatch.setattr(regular, "FIELD_BYTES", 5)
    assert _lines(b"a\nbcdefg\n") == ([b"a"], True)


def test_a_comment_that_seems_to_go_over_lines() -> None:
    """Quotes in a comment do not count: the exact parser is asked."""
    assert _lines(b'a\n#;"x\n1";2\n', signs=Signs(b";", not_rows=(b"#",))) == ([b"a"], True)


def test_excels_guard_is_seen() -> None:
    """Whether ``="`` stands anywhere is known without looking for it again."""
    assert regular_rows(b'="01"\n', 0, True, SEMICOLON, 9).guarded
    assert not regular_rows(b'"01"\n=1;\n', 0, True, SEMICOLON, 9).guarded
    assert regular_rows(b'="01"\n', 0, True, Signs(b";", quote=None), 9).guarded


def test_line_breaks_and_beginnings() -> None:
    """A break is given by its last byte; beginnings are compared without reading beyond the end."""
    view = np.frombuffer(b"a\r\nb\rc\n", np.uint8)
    assert line_breaks(view, True).tolist() == [2, 4, 6]
    starts, ends = np.array([0, 3, 5]), np.array([1, 4, 6])
    assert begins_with(view, starts, ends, b"b").tolist() == [False, True, False]
    assert begins_with(view, starts, ends, b"c\nx").tolist() == [False, False, False]


TEXT = st.text(st.sampled_from('a;"\n\r=#'), max_size=60)


@given(TEXT, st.booleans(), st.integers(1, 3))
def test_regular_rows_are_those_of_the_exact_parser(text: str, ended: bool, lines: int) -> None:
    """Start, end, next row and line breaks are the same, for whatever text."""
    data = text.encode()
    signs = Signs(b";", quoted_lines=lines, not_rows=(b"#",))
    if not data:
        return
    found = regular_rows(data, 0, ended, signs, 100)
    for i, start in enumerate(found.starts.tolist()):
        row = read_row(data, start, ended, signs)
        assert row is not None
        assert not row.code or i in found.exact
        assert (row.end, row.next) == (found.ends[i], found.nexts[i])
        if row.next < len(data):
            assert row.breaks == found.breaks[i + 1] - found.breaks[i]
