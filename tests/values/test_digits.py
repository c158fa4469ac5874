"""How a number's text becomes a sign and plain digits."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.digits import digits, ornamented, without_exponent
from legacy_adapters.values.notation import PLAIN, Notation
from tests.values.oracle import bare_number, machine_number
from tests.values.reading import EXACT

GERMAN, OPEN = Notation(",", "."), Notation()


@pytest.mark.parametrize(
    ("text", "notation", "expected"),
    [
        ("  -1.234,50 ", GERMAN, (True, "1234.50", None)),
        ("1 234 567,5", Notation(",", " "), (False, "1234567.5", None)),
        ("1\u202f234,5 €", Notation(",", " "), (False, "1234.5", None)),
        ("1’234.50", Notation(".", "'"), (False, "1234.50", None)),
        (",50-", GERMAN, (True, "0.50", None)),
        ("kr.,50", GERMAN, (False, "0.50", None)),
        ("1.234", OPEN, (False, None, "ambiguous_number")),
        ("-1,234 kr.", OPEN, (True, None, "ambiguous_number")),
        ("1.234,5", OPEN, (False, "1234.5", None)),
        ("1'234.5", OPEN, (False, "1234.5", None)),
        ("1e3", OPEN, (False, None, "not_a_number")),
        ("12 50", GERMAN, (False, None, "not_a_number")),
        ("abc", GERMAN, (False, None, "not_a_number")),
        ("12 Stk", GERMAN, (False, None, "not_a_number")),
        ("-5 CR", GERMAN, (True, "5", "ambiguous_number")),
        ("\u00a0 ", GERMAN, (False, None, None)),
        ("1.5E3", PLAIN, (False, "1500.0", None)),
        ("-.5", PLAIN, (True, ".5", None)),
        ("1.", PLAIN, (False, None, "not_a_number")),
        ("1,5", PLAIN, (False, None, "not_a_number")),
        ("NaN", PLAIN, (False, None, "not_a_number")),
        ("", PLAIN, (False, None, None)),
    ],
)
def test_examples(text: str, notation: Notation, expected: tuple[bool, str | None, str | None]) -> None:
    """Signs, groups, currencies and exponents as people and programs write them."""
    negative, number, fault = digits(pl.Series([text]), notation).select("negative", "digits", "fault").row(0)
    assert (number, fault) == expected[1:]
    assert negative == expected[0] or number is None


_NOTATIONS = [Notation(d, t) for d in (None, ".", ",") for t in (None, ".", ",", "'", " ") if d is None or d != t]


@given(
    st.lists(st.text("0123456789.,' \u00a0’", max_size=12) | st.text("012.,", max_size=9), min_size=1),
    st.sampled_from(_NOTATIONS),
)
def test_bare_numbers_mean_what_their_notation_says(texts: list[str], notation: Notation) -> None:
    """Any mixture of digits and signs is the one number that the notation allows, ambiguous, or no number."""
    numbers = ["1" + text + "1" for text in texts]
    read = digits(pl.Series(numbers), notation).select("digits", "fault").rows()
    expected = [bare_number(number, notation) for number in numbers]
    assert [Decimal(text) if fault is None else fault for text, fault in read] == expected


@given(
    st.lists(
        st.from_regex(r"\A[+-]?[0-9]{0,9}\.?[0-9]{0,9}([eE][+-]?[1-7]?[0-9])?\Z") | st.text(max_size=6), min_size=1
    )
)
def test_machine_numbers_mean_what_python_reads(texts: list[str]) -> None:
    """Digits, points and exponents are read as Python's decimals read them, or are no number."""
    rows = digits(pl.Series(texts), PLAIN).select("negative", "digits", "fault").rows()
    for text, (negative, number, fault) in zip(texts, rows, strict=True):
        expected = machine_number(text)
        if expected is None:
            assert number is None
            assert (fault is None) == (not text.strip(" \t\u00a0\u2007\u2009\u202f"))
        else:
            assert (Decimal(number).copy_negate() if negative else Decimal(number)) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=0, max_value=10**9), st.integers(-60, 60))
def test_an_exponent_moves_the_point(number: Decimal, exponent: int) -> None:
    """A number with an exponent becomes the same number without one."""
    assert Decimal(without_exponent(f"{number:f}e{exponent}")) == number.scaleb(exponent, EXACT)


@pytest.mark.parametrize("number", ["1e999999999999999999999", "0.001E+999999", "9" * 200 + "e-1"])
def test_huge_exponents_stay_huge_and_short(number: str) -> None:
    """What is beyond every decimal stays so, without ever being written out."""
    assert 90 < len(without_exponent(number).partition(".")[0]) < 300


@pytest.mark.parametrize("number", ["1e-999999999999999999999", "1000E-999999"])
def test_tiny_exponents_stay_more_than_nothing(number: str) -> None:
    """What is below every decimal is still not zero."""
    assert 0 < Decimal(without_exponent(number)) < Decimal("1e-90")


@pytest.mark.parametrize("number", ["0e99999999999999999999999", "0.00e-5", ".0E9"])
def test_zero_with_an_exponent_is_zero(number: str) -> None:
    """Nothing times anything is nothing."""
    assert Decimal(without_exponent(number)) == 0


def test_a_number_is_taken_out_of_its_ornaments() -> None:
    """The digits are told from what stands around them, in each row."""
    parts = ornamented(pl.Series(["€ 1.234,5", "12-", "(7)", "x1", None, "-1 H"]))
    assert parts["core"].to_list() == ["1.234,5", "12", "7", "1", None, "1"]
    assert parts["negative"].to_list() == [False, True, True, None, None, True]
    assert parts["ambiguous"].to_list() == [False, False, False, False, False, True]
