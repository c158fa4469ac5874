"""Doubles, integers and other decimals as decimals."""

from __future__ import annotations

import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legacy_adapters.values.decimals import Rounding, double_to_decimal, integer_to_decimal, rescale
from tests.values.oracle import MODES, fitted
from tests.values.reading import COLUMN, decimals, faults_of, read, types, values_of


def _shortest(
    double: float, *, precision: int, scale: int, rounding: Rounding | None
) -> tuple[Decimal | None, str | None]:
    if not math.isfinite(double):
        return None, "not_a_number"
    value, fault = fitted(Decimal(repr(double)), precision=precision, scale=scale, rounding=rounding)
    return value, "inexact_double" if fault == "too_many_decimals" else fault


_DOUBLES = st.one_of(
    st.floats(),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.decimals(-(10**12), 10**12, places=4).map(float),
    st.decimals(-(10**3), 10**3, places=12).map(float),
    st.integers(-(10**17), 10**17).map(float),
)


@given(st.lists(_DOUBLES, min_size=1), types(), st.sampled_from([None, *MODES]))
@example([847466.95, 0.1 + 0.2, 1.005, 5e-324, 1.7976931348623157e308, 1e15, 1e16, 2.0**53 + 2, -0.0], (28, 4), None)
@example([1234567890123.4567, 0.00005, 0.000049999999999999996], (38, 12), "half_even")
def test_a_double_is_its_shortest_decimal(
    doubles: list[float], kind: tuple[int, int], rounding: Rounding | None
) -> None:
    """A double is what Python prints for it, at the field's scale; what that cannot hold is a fault."""
    precision, scale = kind
    found = read(double_to_decimal(COLUMN, precision=precision, scale=scale, rounding=rounding), doubles, pl.Float64)
    assert found == [_shortest(one, precision=precision, scale=scale, rounding=rounding) for one in doubles]


def test_the_rest_of_a_calculation_in_binary_is_a_fault() -> None:
    """0.1 + 0.2 is no 0.3 unless the pipeline states how to round."""
    exact, rounded = (double_to_decimal(COLUMN, precision=28, scale=4, rounding=r) for r in (None, "half_up"))
    assert faults_of(exact, [0.1 + 0.2], pl.Float64) == ["inexact_double"]
    assert values_of(rounded, [0.1 + 0.2, 1.005], pl.Float64) == [Decimal("0.3"), Decimal("1.005")]


def test_no_double_is_no_fault() -> None:
    """Null stays null."""
    assert read(double_to_decimal(COLUMN, precision=28, scale=4), [None, None], pl.Float64) == [(None, None)] * 2


@given(
    types().flatmap(lambda kind: st.tuples(st.just(kind), st.lists(decimals(*kind), min_size=1))),
    types(),
    st.sampled_from([None, *MODES]),
)
def test_a_changed_scale_is_exact_or_a_fault(
    source: tuple[tuple[int, int], list[Decimal]], target: tuple[int, int], rounding: Rounding | None
) -> None:
    """From any decimal to any other: the same number, rounded by rule, or the right fault."""
    (from_precision, from_scale), numbers = source
    precision, scale = target
    kind = pl.Decimal(from_precision, from_scale)
    found = read(rescale(COLUMN, kind, precision=precision, scale=scale, rounding=rounding), [*numbers, None], kind)
    assert found == [
        *(fitted(number, precision=precision, scale=scale, rounding=rounding) for number in numbers),
        (None, None),
    ]


def test_polars_would_round_a_strict_cast() -> None:
    """1.239 of decimal(18, 3) is no decimal(18, 2)."""
    assert faults_of(
        rescale(COLUMN, pl.Decimal(18, 3), precision=18, scale=2), [Decimal("1.239")], pl.Decimal(18, 3)
    ) == ["too_many_decimals"]


def test_growing_cannot_fail() -> None:
    """More digits on both sides of the point need no mask of faults."""
    assert rescale(COLUMN, pl.Decimal(18, 2), precision=28, scale=4).fault is None
    assert integer_to_decimal(COLUMN, precision=38, scale=12).fault is None


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1), types(), st.integers(0, 38))
def test_integers_count_their_implied_decimals(numbers: list[int], kind: tuple[int, int], implied: int) -> None:
    """Any 64-bit integer at any scale is exactly itself, moved by its implied decimals, or a fault."""
    precision, scale = kind
    found = read(
        integer_to_decimal(COLUMN, precision=precision, scale=scale, implied_decimals=implied), numbers, pl.Int64
    )
    assert found == [fitted(Decimal(f"{number}e-{implied}"), precision=precision, scale=scale) for number in numbers]


@pytest.mark.parametrize(
    "change",
    [
        lambda: rescale(COLUMN, pl.Decimal(9, 2), precision=0, scale=0),
        lambda: double_to_decimal(COLUMN, precision=9, scale=10),
        lambda: integer_to_decimal(COLUMN, precision=9, scale=2, implied_decimals=40),
    ],
)
def test_impossible_decimals_are_refused(change: object) -> None:
    """A decimal that cannot be is an error at once."""
    assert callable(change)
    with pytest.raises(ValueError, match="decimal"):
        change()
