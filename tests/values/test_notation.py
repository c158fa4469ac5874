"""Which signs a notation has, and which texts are usual in it."""

from __future__ import annotations

import re

import polars as pl
import pytest

from legacy_adapters.values.notation import PLAIN, Notation, reading, usual_number, usual_reading


@pytest.mark.parametrize(
    ("decimal", "thousands", "part"),
    [(";", None, "decimal sign"), (",", ",", "both"), (".", "_", "between thousands"), ("", None, "decimal sign")],
)
def test_signs_that_cannot_be_are_refused(decimal: str, thousands: str | None, part: str) -> None:
    """Unknown signs, and one sign for two purposes, are errors that name them."""
    with pytest.raises(ValueError, match=part):
        Notation(decimal, thousands)


@pytest.mark.parametrize(
    ("notation", "decimals"),
    [
        (Notation(), (".", ",")),
        (Notation(","), (",",)),
        (Notation(None, "."), (",",)),
        (Notation(None, ","), (".",)),
        (Notation(None, "'"), (".", ",")),
        (PLAIN, (".",)),
    ],
    ids=str,
)
def test_decimal_sign_follows_from_what_is_stated(notation: Notation, decimals: tuple[str, ...]) -> None:
    """A sign that separates thousands is no decimal sign; where nothing is said, both are possible."""
    assert notation.decimals == decimals


def test_only_a_notation_without_any_sign_is_open() -> None:
    """One stated sign is enough for a single reading."""
    assert Notation().is_open
    assert not any(notation.is_open for notation in (Notation(","), Notation(None, "'"), PLAIN))


@pytest.mark.parametrize("sign", [" ", "\u00a0", "\u202f", "\u2009"])
def test_blanks_between_thousands_are_one_sign(sign: str) -> None:
    """Whichever blank is stated, all of them are understood."""
    groupers = Notation(",", sign).groupers(",")
    assert groupers == (" ",)
    for blank in " \u00a0\u202f\u2009":
        assert re.search(reading(Notation(",", sign), ","), f"1{blank}234,5")


@pytest.mark.parametrize("text", ["1234,56", "1.234,56", "12,5", "0", "1.234", "012", "001.234"])
def test_numbers_in_groups_of_three_are_read(text: str) -> None:
    """With both signs stated numbers may be grouped or not."""
    assert re.search(reading(Notation(",", "."), ","), text)


@pytest.mark.parametrize(
    "text", ["12.34,5", "1.2345", ".234", "1..234", "1234.567", "0.125", "1,", ",5", "", "1,2,3", "1.234.56"]
)
def test_groups_of_another_length_are_no_numbers(text: str) -> None:
    """Two, four or no digits in a group, a lone zero as group, or a dangling sign make no number."""
    assert not re.search(reading(Notation(",", "."), ","), text)


@pytest.mark.parametrize("scale", [0, 1, 2, 3, 4, 12])
@pytest.mark.parametrize(
    "notation", [PLAIN, Notation(), Notation(","), Notation(",", "."), Notation(None, " ")], ids=str
)
def test_usual_numbers_are_numbers_of_the_notation_that_fit(notation: Notation, scale: int) -> None:
    """What is taken for usual has no more decimals than fit, and is a number in the notation."""
    bodies = [
        "0",
        "7",
        "12",
        "1234",
        "1.234",
        "1,234",
        "12.345,6",
        "1.5",
        "0,5",
        "0.125",
        "1.2340",
        "1,00000",
        "1.123456",
    ]
    for decimal in notation.decimals:
        for text in (sign + body for sign in ("", "-", "+") for body in bodies):
            if re.search(usual_reading(notation, decimal, scale), text):
                assert re.search(reading(notation, decimal), text.lstrip("+-")), text
                fraction = text.partition(decimal)[2]
                assert len(fraction.rstrip("0")) <= scale, text


@pytest.mark.parametrize("text", ["1.234", "12,345", "123.456"])
def test_an_ambiguous_number_is_not_usual(text: str) -> None:
    """Where no sign is stated, a text with two readings is left to those who look closely."""
    assert not any(re.search(usual_reading(Notation(), sign, 4), text) for sign in (".", ","))


def test_usual_numbers_get_a_point_and_lose_their_groups() -> None:
    """A comma becomes a point, groups are joined, and what is not usual is null."""
    texts = pl.Series(["-1.234.567,5", "12,50", "1,5 kr.", "1e3", None])
    assert usual_number(texts, Notation(",", "."), ",", 2).to_list() == ["-1234567.5", "12.50", None, None, None]
    assert usual_number(pl.Series(["1,234.5", "1.5"]), Notation(), ".", 2).to_list() == ["1234.5", "1.5"]
