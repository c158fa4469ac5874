"""Whole numbers from text, doubles and decimals."""

from __future__ import annotations

import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legacy_adapters.values.integers import decimal_to_integer, double_to_integer, parse_integer, parse_mixed_integer
from legacy_adapters.values.notation import PLAIN, Notation
from tests.values.oracle import machine_number
from tests.values.reading import COLUMN, decimals, read

GERMAN = Notation(",", ".")
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def _whole(number: Decimal) -> tuple[int | None, str | None]:
    if number.copy_abs() >= Decimal(10) ** 38:
        return None, "number_too_large"
    if number != number.to_integral_value():
        return None, "not_an_integer"
    return (int(number), None) if _SMALLEST <= number <= _LARGEST else (None, "number_too_large")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, None)), ("-1.234", (-1234, None)), ("12,00", (12, None)), ("12,5", (None, "not_an_integer")),
        ("0012", (12, None)), ("5-", (-5, None)), ("(5)", (-5, None)), (" 7 ", (7, None)),
        ("1e3", (None, "not_a_number")),
        ("x", (None, "not_a_number")), ("", (None, None)), ("9" * 30, (None, "number_too_large")),
        ("9" * 100, (None, "number_too_large")),
    ],
)  # fmt: skip
def test_people_write_whole_numbers(text: str, expected: tuple[int | None, str | None]) -> None:
    """Groups, signs and zero decimals are read; other decimals are no whole number."""
    assert read(parse_integer(COLUMN, GERMAN), [text]) == [expected]


def test_an_ambiguous_number_is_no_whole_number() -> None:
    """1.234 is a thousand or one and a bit, unless the signs are stated."""
    assert read(parse_integer(COLUMN, Notation()), ["1.234", "1234"]) == [(None, "ambiguous_number"), (1234, None)]


@given(st.lists(st.from_regex(r"\A[+-]?[0-9]{1,22}(\.0{0,3}[0-9]?)?(e[0-9])?\Z") | st.text(max_size=8), min_size=1))
@example([str(_SMALLEST), str(_LARGEST), str(_SMALLEST - 1), str(_LARGEST + 1), "1e18", "1e19"])
def test_machine_numbers_are_whole_or_a_fault(texts: list[str]) -> None:
    """A machine's text is the integer that it is, or says why it is none."""
    for text, row in zip(texts, read(parse_integer(COLUMN, PLAIN), texts), strict=True):
        number = machine_number(text)
        if number is not None:
            assert row == _whole(number)
        else:
            assert row == (None, "not_a_number" if text.strip(" \t\u00a0\u2007\u2009\u202f") else None)


def test_mixed_cells_are_read_by_their_kind() -> None:
    """A number of the source is plain, text beside it in the stated notation."""
    frame = pl.DataFrame({"text": ["1.234", "1.234", "12.0", "x"], "number": [False, True, True, False]})
    first, _ = parse_mixed_integer(pl.col("text"), pl.col("number"), GERMAN).staged("read")
    assert frame.select(first)["read"].struct.unnest().rows() == [
        (1234, None), (None, "not_an_integer"), (12, None), (None, "not_a_number")
    ]  # fmt: skip


@given(st.lists(decimals(38, 6) | st.integers(-(10**20), 10**20).map(Decimal), min_size=1))
@example([Decimal(_LARGEST), Decimal(_LARGEST + 1), Decimal(_SMALLEST), Decimal(_SMALLEST - 1), Decimal("0.000001")])
def test_decimals_are_whole_or_a_fault(numbers: list[Decimal]) -> None:
    """A decimal is the integer that it is, or says why it is none."""
    kind = pl.Decimal(38, 6)
    assert read(decimal_to_integer(COLUMN, kind), numbers, kind) == [_whole(number) for number in numbers]


def test_short_decimals_without_decimals_are_integers() -> None:
    """decimal(10, 0), as Oracle delivers its numbers, is read as it is."""
    assert read(decimal_to_integer(COLUMN, pl.Decimal(10, 0)), [Decimal(42), None], pl.Decimal(10, 0)) == [
        (42, None),
        (None, None),
    ]


@given(st.lists(st.floats() | st.integers(-(10**20), 10**20).map(float), min_size=1))
@example([2.0**53, 2.0**53 + 2, 2.0**63, -(2.0**63), 9.223372036854775e18, 0.5, -0.0])
def test_doubles_are_whole_or_a_fault(doubles: list[float]) -> None:
    """A double is the integer that its shortest decimal is, or says why it is none."""
    expected = [_whole(Decimal(repr(one))) if math.isfinite(one) else (None, "not_a_number") for one in doubles]
    assert read(double_to_integer(COLUMN), doubles, pl.Float64) == expected
