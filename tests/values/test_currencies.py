"""Currencies as ISO 4217 knows them."""

from __future__ import annotations

from legacy_adapters.values.currencies import CODES, MINOR_UNITS, SIGNS


def test_codes_are_three_capital_letters() -> None:
    """No code is misspelt in length or case."""
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CODES)


def test_currencies_of_today_and_of_old_books_are_known() -> None:
    """The money of the countries our users are in has a code, also what the euro replaced."""
    assert {"EUR", "DKK", "SEK", "NOK", "CHF", "GBP", "USD", "JPY", "KWD", "DEM", "ATS", "FRF", "NLG"} <= CODES


def test_decimals_are_known_for_currencies_only() -> None:
    """Each currency with other than two decimals is a currency, and has zero, three or four."""
    assert set(MINOR_UNITS) <= CODES
    assert set(MINOR_UNITS.values()) == {0, 3, 4}
    assert (MINOR_UNITS["JPY"], MINOR_UNITS["KWD"], MINOR_UNITS["CLF"]) == (0, 3, 4)


def test_signs_are_no_sides_of_an_account() -> None:
    """No sign of a currency could be taken for debit or credit, nor has a digit in it."""
    assert not {sign.casefold() for sign in SIGNS} & {"s", "h", "d", "c", "dr", "cr", "dr.", "cr."}
    assert not any(character.isdigit() for sign in SIGNS for character in sign)
