"""PICTURE strings."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.copybook.picture import Picture, PictureFault, parse_picture


@pytest.mark.parametrize(
    ("text", "characters", "digits", "scale", "shift", "signed"),
    [
        ("X(5)", 5, None, 0, 0, False),
        ("a(2)X", 3, None, 0, 0, False),
        ("S9(7)V99", 9, 9, 2, 0, True),
        ("99v999", 5, 5, 3, 0, False),
        ("9(3)P(3)", 3, 3, 0, 3, False),
        ("VPP99", 2, 2, 4, 0, False),
        ("PP9", 1, 1, 3, 0, False),
        ("SV9(4)", 4, 4, 4, 0, True),
        ("-ZZ,ZZ9.99", 10, None, 0, 0, False),
        ("9(8).9(2)", 11, None, 0, 0, False),
        ("ZZ9CR", 5, None, 0, 0, False),
        ("ZZ9V99", 5, None, 0, 0, False),
    ],
)
def test_pictures(  # noqa: PLR0917
    text: str, characters: int, digits: int | None, scale: int, shift: int, signed: bool
) -> None:
    """What a field holds, and how much."""
    assert parse_picture(text) == Picture(text, characters, digits, scale, shift, signed)


def test_national() -> None:
    """Characters of two bytes."""
    assert parse_picture("N(3)").national


@pytest.mark.parametrize("text", ["9(", "Q", "", "G(3)", "V", "9(40)", "X(999999999)", "9P9", "(3)"])
def test_what_is_no_picture(text: str) -> None:
    """It is refused with a reason."""
    with pytest.raises(PictureFault):
        parse_picture(text)


@given(st.text(alphabet="X9SVPZ()123-+.,", max_size=12))
def test_any_text_is_a_picture_or_a_fault(text: str) -> None:
    """Nothing crashes or fills the memory."""
    with contextlib.suppress(PictureFault):
        assert parse_picture(text).characters >= 1
