"""Regular rows by Arrow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.fast_lane import Parsed, parse
from legacy_adapters.sources.files.delimited.regular import regular_rows
from legacy_adapters.sources.files.delimited.signs import Signs

SEMICOLON = Signs(b";")


def _parse(data: bytes, width: int, wanted: list[int], signs: Signs = SEMICOLON) -> Parsed | None:
    rows = regular_rows(data, 0, True, signs, 1000)
    assert not rows.stopped
    filled = rows.starts < rows.ends
    return parse(data, rows.starts[filled], rows.nexts[filled], signs, width=width, wanted=wanted)


def _columns(parsed: Parsed | None) -> list[list[Any]]:
    assert parsed is not None
    return [column.to_pylist() for column in parsed.columns]


def test_fields_are_bytes_as_they_stand() -> None:
    """Nothing is trimmed, null, true or a number; NULs and foreign bytes stay."""
    data = b' a ;NULL;\\N\r\n"";"x;y";true\r\n\0;\xe4\x81;0012\r\n'
    assert _columns(_parse(data, 3, [0, 1, 2])) == [
        [b" a ", b"", b"\0"],
        [b"NULL", b"x;y", b"\xe4\x81"],
        [b"\\N", b"true", b"0012"],
    ]


def test_only_wanted_columns_in_the_order_asked_for() -> None:
    """One may also be asked for twice."""
    assert _columns(_parse(b"a;b;c\n", 3, [2, 0, 2])) == [[b"c"], [b"a"], [b"c"]]


def test_rows_with_another_number_of_fields_are_set_aside() -> None:
    """Delimiters within quotes do not count."""
    parsed = _parse(b'a;b\nc\n"d;e";f\ng;h;i\n', 2, [1])
    assert _columns(parsed) == [[b"b", b"f"]]
    assert parsed is not None
    assert parsed.odd.tolist() == [1, 3]
    nothing = _parse(b"a\nb\n", 2, [0, 1])
    assert _columns(nothing) == [[], []]
    assert nothing is not None
    assert nothing.odd.tolist() == [0, 1]


def test_rows_between_which_something_is_left_out() -> None:
    """Empty lines are not handed to Arrow, which has a mind of its own about them."""
    assert _columns(_parse(b"a\n\nb\n\n\nc", 1, [0])) == [[b"a", b"b", b"c"]]


def test_a_byte_order_mark_within_a_file_is_not_taken_away() -> None:
    """Arrow would drop it."""
    assert _parse(b"\xef\xbb\xbfa;b\n", 2, [0]) is None


def test_blanks_that_do_not_count() -> None:
    """Blanks before a field go, those behind it stay."""
    assert _columns(_parse(b" a ;  b\n", 2, [0, 1], Signs(b";", blanks=True))) == [[b"a "], [b"b"]]


@pytest.mark.parametrize("signs", [SEMICOLON, Signs(b";", quote=None), Signs(b"\t", quote=b"'"), Signs(b" ")])
@given(text=st.text(st.sampled_from("ab;\"'\t \n\r\0é\x1a=#"), max_size=60), width=st.integers(1, 3))
def test_it_reads_what_the_exact_parser_reads(signs: Signs, text: str, width: int) -> None:
    """Whatever text: every cell of every regular row is the same, and rows with other numbers of fields are told."""
    data = text.encode()
    if not data:
        return
    rows = regular_rows(data, 0, True, signs, 1000)
    filled = rows.starts < rows.ends
    starts = rows.starts[filled]
    if not len(starts):
        return
    exact = [read_row(data, start, True, signs) for start in starts.tolist()]
    parsed = parse(data, starts, rows.nexts[filled], signs, width=width, wanted=list(range(width)))
    assert parsed is not None
    good = [row.fields for row in exact if row is not None and len(row.fields) == width]
    assert [tuple(cells) for cells in zip(*_columns(parsed), strict=True)] == good
    odd = [i for i, row in enumerate(exact) if row is not None and len(row.fields) != width]
    assert np.array_equal(parsed.odd, odd)
