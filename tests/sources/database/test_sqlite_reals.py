"""Doubles as decimals: plain, shortest, and the same double when read back."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.database.sqlite_reals import is_infinite, plain_real, plain_reals

REALS = st.floats(allow_nan=False, allow_infinity=False)


def as_sqlite(value: float) -> str:
    """How SQLite 3.53 writes a real: 17 digits where 15 do not do, an exponent where it is far from 0."""
    short = f"{value:.15g}"
    text = short if float(short) == value else f"{value:.17g}"
    mantissa, e, exponent = text.partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.0") + e + exponent


@given(st.lists(REALS))
def test_every_double_is_plain_and_shortest(values: list[float]) -> None:
    """No exponent, a decimal point, no digit more than Python needs, and the same double."""
    text = plain_reals(pa.array([as_sqlite(v) for v in values], pa.string()), np.ones(len(values), np.bool_))
    for value, cell in zip(values, text.to_pylist(), strict=True):
        assert isinstance(cell, str)
        assert float(cell) == value
        assert Decimal(cell) == Decimal(repr(value))
        assert "e" not in cell
        assert "." in cell


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("0.30000000000000004", "0.30000000000000004"),
        ("-66926478731690.961", "-66926478731690.96"),
        ("1.0e-05", "0.00001"),
        ("1.0e+20", "100000000000000000000.0"),
        ("12.5", "12.5"),
        ("9223372036854775807", "9223372036854775807"),
    ],
)
def test_examples(text: str, plain: str) -> None:
    """Whole numbers, which are no doubles, stay as they are to the last digit."""
    assert plain_reals(pa.array([text]), np.array([True])).to_pylist() == [plain]


def test_only_numbers_are_touched() -> None:
    """A text that looks like a number is a text."""
    cells = pa.array(["1.0e+20", "1.0e+20", None, "eleven and a half", "0.12345678901234567890"])
    assert plain_reals(cells, np.array([False, True, False, False, False])).to_pylist() == [
        "1.0e+20",
        "100000000000000000000.0",
        None,
        "eleven and a half",
        "0.12345678901234567890",
    ]


@given(REALS)
def test_one_real_is_written_in_the_same_way(value: float) -> None:
    """Positions have the same text as cells."""
    assert [plain_real(as_sqlite(value))] == plain_reals(pa.array([as_sqlite(value)]), np.array([True])).to_pylist()
    assert math.copysign(1, float(plain_real(repr(value)))) == math.copysign(1, value)


def test_infinities_are_told() -> None:
    """They stand for no number."""
    assert is_infinite(pa.array(["Inf", "-Inf", "1.0", None])).to_pylist() == [True, True, False, None]
