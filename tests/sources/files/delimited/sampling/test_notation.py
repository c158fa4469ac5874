"""How numbers and dates are written."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.delimited.sampling.notation import Hint, notation
from legacy_adapters.sources.files.delimited.sampling.rows import Row


def hints(*cells: str) -> tuple[Hint, ...]:
    return notation([Row([cell], at) for at, cell in enumerate(cells)])


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["12,50", "1.234,56"], 'locale: {decimal: ",", thousands: "."}'),
        (["12.50", "1,234.56"], 'locale: {decimal: ".", thousands: ","}'),
        (["12,50", "-7,1"], 'locale: {decimal: ","}'),
        (["0.123456"], 'locale: {decimal: "."}'),
        (["1 234,50"], 'locale: {decimal: ",", thousands: " "}'),
        (["1'234.50"], 'locale: {decimal: ".", thousands: "\'"}'),
    ],
)
def test_decimal_signs(cells: list[str], what: str) -> None:
    """The sign before one, two or more than three digits is the decimal one; the other groups."""
    (hint,) = hints(*cells)
    assert hint.what == what
    assert hint.example in cells


def test_three_digits_say_nothing() -> None:
    """`1.234` may be either: it is left to a person."""
    assert hints("1.234", "12") == ()


def test_mixed_notations_are_said() -> None:
    """Where both signs are found, the rarer one is shown too."""
    (hint,) = hints("12,50", "13,50", "14.50")
    assert "14.50" in hint.doubt


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["2024-01-31"], 'date: "%Y-%m-%d"'),
        (["31.12.2025 10:00:00", "01.02.2025"], 'date: "%d.%m.%Y"'),
        (["31.12.25"], 'date: "%d.%m.%y"'),
        (["01/02/2024", "16/07/2010"], 'date: "%d/%m/%Y"'),
        (["01/02/24", "07/16/10"], 'date: "%m/%d/%y"'),
    ],
)
def test_dates(cells: list[str], what: str) -> None:
    """A number above twelve tells day from month."""
    (hint,) = hints(*cells)
    assert (hint.what, hint.doubt) == (what, "")


def test_day_and_month_may_be_untold() -> None:
    """Without one, both orders are named, and that a person has to ask."""
    (hint,) = hints("01/02/2024", "03/04/2024")
    assert hint.what == 'date: "%d/%m/%Y" or "%m/%d/%Y"'
    assert "cannot be told apart" in hint.doubt


def test_texts_give_no_hint() -> None:
    """Nothing is said of what is neither number nor date, nor of Excel's protected codes."""
    assert hints("Müller", '="0012,5"', "", "Mar-87") == ()
