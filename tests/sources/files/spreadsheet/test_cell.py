"""Numbers as their plain decimal text, and cells as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.spreadsheet.cell import (
    Cell,
    Number,
    Odd,
    as_text,
    is_filled,
    number_as_written,
    number_of,
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1", "1"),
        ("-12.5", "-12.5"),
        ("0012", "0012"),
        ("1.50", "1.5"),
        ("20.019999999999999", "20.02"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1E3", "1000"),
        ("1e-7", "0.0000001"),
        ("-0", "-0"),
        ("-0.0", "0"),
        ("12345678901234567", "12345678901234567"),
        ("1234567890123.4567", "1234567890123.4567"),
        (" 7 ", "7"),
        ("12345678901234567890.12", "12345678901234567890.12"),
        ("1e21", "1000000000000000000000"),
    ],
)
def test_number_as_written_is_plain(written: str, plain: str) -> None:
    """A double's 17 digits become its shortest decimal, longer numbers stay, exponents are spelt out."""
    assert number_as_written(written) == Number(plain)


@pytest.mark.parametrize("written", ["", "abc", "NaN", "INF", "1e999999999", "1,5", "0x10", "٣e", "1e-99999", "1_0"])
def test_what_is_no_number_is_odd(written: str) -> None:
    """It is kept as it stands, and nothing is made as long as its exponent says."""
    assert number_as_written(written) == Odd("not_a_number", written)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_shortest_decimal_is_the_same_double(value: float) -> None:
    """Read back, the text is the double that it was made of, and it has no exponent and no idle zeros."""
    text = number_of(value)
    assert isinstance(text, Number)
    assert float(text) == value
    assert "e" not in text
    assert "." not in text or not text.endswith(("0", "."))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_program_writes_with_17_digits_is_the_shortest(value: float) -> None:
    """However many of the 17 digits a program wrote, the number is the same."""
    assert number_as_written(f"{value!r}") in {number_of(value), Number("-0")}
    assert float(str(number_as_written(f"{value:.17g}"))) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_decimals_of_amounts_are_kept(value: Decimal) -> None:
    """A number with 15 digits or less is exactly what was written."""
    value = round(value, 15 - max(value.adjusted() + 1, 0)) if value.adjusted() >= 11 else value
    assert Decimal(str(number_as_written(str(value)))) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_at_all_is_odd(value: float) -> None:
    """Infinity is no amount."""
    assert isinstance(number_of(value), Odd)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        ("a", "a"),
        (Number("1.5"), "1.5"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 1, 2), "2024-02-29 01:02:00"),
        (Odd("error_value", "#N/A"), "#N/A"),
    ],
)
def test_every_kind_of_cell_has_a_text(cell: Cell, text: str) -> None:
    """Dates are ISO 8601, truth values words."""
    assert as_text(cell) == text


def test_blanks_are_nothing() -> None:
    """A cell of blanks is empty, one with an error or a zero is not."""
    assert not is_filled(" \t")
    assert not is_filled(None)
    assert is_filled(Number("0"))
    assert is_filled(False)
    assert is_filled(Odd("error_value", ""))
