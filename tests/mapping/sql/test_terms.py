"""Pieces of an expression."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.terms import (
    Kind,
    Term,
    literal_moment,
    literal_number,
    literal_text,
    nowhere,
    of_one_kind,
    of_one_scale,
)


def value_of(term: Term) -> object:
    """The value of a term without columns."""
    return pl.select(term.value).item()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_literal_is_exactly_what_is_written(number: Decimal) -> None:
    """With the decimals that it was written with."""
    term = literal_number(format(number, "f"), "here")
    assert (value_of(term), term.scale) == (number, 6)
    assert pl.select(term.at_scale(9)).item() == number


@pytest.mark.parametrize(("written", "scale"), [("1", 0), ("1.", 0), (".5", 1), ("1e3", 0), ("1.50", 2), ("5e-3", 3)])
def test_the_scale_of_a_literal(written: str, scale: int) -> None:
    """As many decimals as it takes."""
    assert literal_number(written, "here").scale == scale


def test_a_literal_has_at_most_38_digits() -> None:
    """More cannot be held."""
    for written in ("1" * 39, "1e38", "1e-39", "0." + "1" * 39):
        with pytest.raises(ConfigError, match="more than 38 digits"):
            literal_number(written, "here")


def test_a_text_beside_a_date_is_a_date() -> None:
    """In ISO form; a date beside a point in time is its midnight."""
    day = literal_moment("2024-12-31", Kind.DATE, "here")
    terms = of_one_kind([day, literal_text("2024-01-01"), Term(pl.lit(None), Kind.NULL)], "here")
    assert [term.kind for term in terms] == [Kind.DATE, Kind.DATE, Kind.NULL]
    moment = literal_moment("2024-12-31T12:00:00", Kind.DATETIME, "here")
    assert {term.kind for term in of_one_kind([day, moment], "here")} == {Kind.DATETIME}
    with pytest.raises(ConfigError, match="'x' is not a date"):
        of_one_kind([day, literal_text("x")], "here")


def test_kinds_that_differ_are_refused() -> None:
    """The error names both, and what to do."""
    with pytest.raises(ConfigError, match="a number and text") as error:
        of_one_kind([literal_text("1"), literal_number("1", "here")], "here")
    assert "columns: {BETRAG: decimal}" in error.value.hint


def test_numbers_get_one_scale() -> None:
    """What has too many digits for it is a fault, and null."""
    small = literal_number("0.000000000001", "here")
    column = Term(pl.lit(Decimal("9" * 30), dtype=pl.Decimal(38, 0)), Kind.NUMBER)
    wide, same = of_one_scale([column, small])
    assert (wide.scale, same) == (12, small)
    assert value_of(wide) is None
    assert wide.fault is not None
    assert pl.select(wide.fault).item() == "expression_failed"


def test_a_fault_comes_after_those_that_are_there() -> None:
    """The first one counts."""
    once = nowhere(literal_text("x"), pl.lit(True))
    assert once.fault is not None
    assert pl.select(once.fault).item() == "expression_failed"
    assert nowhere(once, pl.lit(False)).fault is not None


def test_blanks_at_the_end_do_not_count_in_comparisons() -> None:
    """For columns and for literals."""
    assert pl.select(literal_text("S  ").comparable()).item() == "S"
    assert pl.select(Term(pl.lit(" S  "), Kind.TEXT).comparable()).item() == " S"
