"""Lines that are rows by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.regular import line_breaks
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.simple_lines import Lines, simple_lines

SEMICOLON = Signs(b";")


def _simple(data: bytes, begin: int = 0) -> tuple[int, list[int]]:
    view = np.frombuffer(data, np.uint8)[begin:]
    return simple_lines(Lines(data, begin, line_breaks(view, True), np.flatnonzero(view == 34)), True, SEMICOLON)


@pytest.mark.parametrize(
    ("line", "exact"),
    [
        (b'5" pipe;2', False),
        (b'a "b" c";"', True),
        (b'"a;b";"c""d"', False),
        (b'"a;b";5"', True),
        (b'"a"b', True),
        (b'""', False),
        (b"", False),
    ],
)
def test_quotes_count_where_a_field_begins_with_one(line: bytes, exact: bool) -> None:
    """Others are characters; a line with both kinds, or a broken one, is for the exact parser, and a row too."""
    ends_in_line = line != b'a "b" c";"'
    assert _simple(line + b"\n") == ((1, [0] if exact else []) if ends_in_line else (0, []))
    assert _simple(b'x"\n' + line + b'\ny"\n') == ((3, [1] if exact else []) if ends_in_line else (1, []))


@pytest.mark.parametrize("rest", [b'"a\nb"\n', b'"a\n"b"\n', b'"a\n', b'"b";"a\nb'])
def test_it_stops_where_a_row_goes_over_its_line(rest: bytes) -> None:
    """Also where a quote is not closed: what follows lies in its shadow."""
    assert _simple(b'x"\n' + rest) == (1, [])


def test_it_begins_at_a_line() -> None:
    """What lies before does not count."""
    assert _simple(b'"a\n5"\n"c"d\ne\n', 3) == (3, [1])


@given(st.text(st.sampled_from('a;"\n\r='), max_size=60))
def test_simple_lines_are_rows_of_the_exact_parser(text: str) -> None:
    """Each is one row over one line, and has no fault but those that are told."""
    data = (text + "\n").encode()
    last = line_breaks(np.frombuffer(data, np.uint8), True)
    starts = [0, *(int(end) + 1 for end in last)]
    count, exact = _simple(data)
    for line in range(count):
        row = read_row(data, starts[line], True, SEMICOLON)
        assert row is not None
        assert row.next == starts[line + 1]
        assert not row.code or line in exact
