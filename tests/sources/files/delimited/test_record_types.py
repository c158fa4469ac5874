"""Several kinds of records in one file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.cutting import Cutter
from legacy_adapters.sources.files.delimited.record_types import IGNORED, UNKNOWN, RecordCodes
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.window import Window

FAST = Signs(b";")
EXACT = Signs(b";", blanks=False, escape=b"%")


def _tables(data: bytes, field: int, signs: Signs) -> list[int]:
    window = Window(BytesIO(data), charset_of("utf-8", b""), 0, len(data))
    found: list[int] = []
    for run in Cutter(window, signs).cut(100).runs:
        codes = RecordCodes(signs, field, {b"01": 0, b"02": 1, b"0": 2, b"99": IGNORED})
        found += codes.of(run, data, np.arange(len(run.starts))).tolist()
    return found


@pytest.mark.parametrize("end", [b"", b"%\n"], ids=["fast", "exact"])
def test_codes_in_the_first_field(end: bytes) -> None:
    """Plain, in quotes, alone on the line, with blanks; a code that begins like another is not taken for it."""
    data = b'01;a\n"02";b\n0;c\n01\n 02 ;d\n99;e\n011;f\n;g\n' + end
    expected = [0, 1, 2, 0, 1, IGNORED, UNKNOWN, UNKNOWN]
    assert _tables(data, 0, EXACT if end else FAST)[:8] == expected


def test_codes_in_another_field() -> None:
    """The delimiter may stand within the quotes of a field before it."""
    assert _tables(b'a;01;x\n"b;02";99\nc\n', 1, FAST) == [0, IGNORED, UNKNOWN]


def test_broken_rows_are_told_by_what_they_look_like() -> None:
    """So that a row of another table is not a fault of every one."""
    assert _tables(b'01;"a"b\n"02";"a"b\n"03"x;1\n', 0, FAST) == [0, 1, UNKNOWN]


def test_a_row_without_a_line_break() -> None:
    """The code may end with the file."""
    assert _tables(b"01;a\n02", 0, FAST) == [0, 1]
