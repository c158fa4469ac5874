"""What a field looks like."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.sampling.kinds import (
    CODE,
    DATE,
    EMPTY,
    NUMBER,
    ODD,
    TEXT,
    TIME,
    TRUTH,
    kind_of,
)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (NUMBER, "12|1,5|1.234,56|1,533.50|-33.50|(12.00)|12.5-|1e5|€ 12|12 EUR|1'234.50|+31070,11|1 234,50|0012|,5"),
        (DATE, "2024-01-31|31.12.2025|1/2/24|09.07.2013 12:00:00|2004-01-05T00:00:00Z|Mar-87|12 Jan 2024|3. März 2024"),
        (TIME, "12:30|12:30:15|9:05 PM"),
        (TRUTH, "true|No|JA"),
        (CODE, 'A1|RE-00017|K/12.3|="0012"|1.2.3.4'),
        (TEXT, "Löhne & Gehälter|a b|(see note)!"),
        (EMPTY, " |-|NULL|n/a|\\N"),
        (ODD, "####|_|***"),
    ],
)
def test_kinds(kind: str, cells: str) -> None:
    """Numbers in any notation, dates in any order, times, truth values, codes, texts, nothing, scribbles."""
    assert {cell: kind_of(cell) for cell in cells.split("|")} == dict.fromkeys(cells.split("|"), kind)


def test_control_characters_and_delimiters_are_odd() -> None:
    """A field does not hold what stands between fields."""
    assert kind_of("a b;c") == kind_of("a\tb c") == kind_of("a\x01 b") == ODD


@given(st.text(max_size=300))
def test_every_text_has_a_kind(text: str) -> None:
    """Blanks around a field change nothing."""
    assert kind_of(text[:100]) == kind_of(f" {text[:100]} ")


@pytest.mark.parametrize("piece", ["1", "1,", "1 ", "1.", "111 ", "1-", "jan", " "])
def test_no_field_takes_long(piece: str) -> None:
    """No pattern tries every way of matching."""
    start = time.perf_counter()
    kind_of(piece * 5000 + "x")
    assert time.perf_counter() - start < 0.5
