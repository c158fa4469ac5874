"""What people write around a number, and what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.values.ornaments import Ornament, ornament

_POSITIVE, _NEGATIVE = Ornament(negative=False), Ornament(negative=True)


@pytest.mark.parametrize(
    "frame",
    [
        "#",
        "+#",
        "#+",
        " # ",
        "€#",
        "€ #",
        "# €",
        "#kr.",
        "kr. #",
        "kr #",
        "DKK #",
        "# eur",
        "US$ #",
        "#S",
        "# DR",
        "# dr.",
        "#D",
        "€ # S",
    ],
)
def test_positive_numbers(frame: str) -> None:
    """A plus, a currency on either side, and the debit side leave a number as it is."""
    assert ornament(frame) == _POSITIVE


@pytest.mark.parametrize(
    "frame",
    [
        "-#",
        "#-",
        "- #",
        "# -",
        "\u2212#",
        "€ -#",
        "-€#",
        "-# €",
        "#- kr.",
        "# kr.-",
        "(#)",
        "( # )",
        "(€ #)",
        "€ (#)",
        "(#) DKK",
        "#H",
        "# CR",
        "#cr.",
        "# C",
    ],
)
def test_negative_numbers(frame: str) -> None:
    """A minus on either side, parentheses, and the credit side turn a number around."""
    assert ornament(frame) == _NEGATIVE


@pytest.mark.parametrize("frame", ["-# CR", "#- H", "€ -#H"])
def test_minus_on_the_credit_side_is_ambiguous(frame: str) -> None:
    """To some it is a storno and positive, to others the same said twice."""
    found = ornament(frame)
    assert found is not None
    assert found.ambiguous


@pytest.mark.parametrize("frame", ["-# S", "-# DR"])
def test_minus_on_the_debit_side_is_negative(frame: str) -> None:
    """A storno on the debit side has one reading."""
    assert ornament(frame) == _NEGATIVE


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "##",
        "--#",
        "-#-",
        "+#-",
        "(#",
        "#)",
        "-(#)",
        "(-#)",
        "(#)-",
        "(#) CR",
        "((#))",
        "€#€",
        "DKK # DKK",
        "#%",
        "# Stk",
        "x#",
        "#e",
        "#x",
        "\x00#",
        "\u200f#",
        "#\n#",
        "CR #",
        "# KR S x",
    ],
)
def test_what_is_no_way_to_write_a_number(frame: str) -> None:
    """Anything said twice, half said or unknown makes no number."""
    assert ornament(frame) is None


@pytest.mark.parametrize(("frame", "leading"), [(".#", "."), ("-,#", ","), ("(.#)", "."), ("kr.#", ""), ("kr..#", ".")])
def test_a_decimal_sign_before_the_first_digit_is_told(frame: str, leading: str) -> None:
    """``,50`` has a decimal sign in front; the point of ``kr.`` is none."""
    found = ornament(frame)
    assert found is not None
    assert found.leading == leading


def test_long_ornaments_are_not_judged() -> None:
    """What is longer than people write is refused, not searched."""
    assert ornament("-" * 100_000 + "#") is None


@given(st.text(max_size=60))
def test_any_text_is_judged(frame: str) -> None:
    """No text at all raises, and one without the number itself is no number."""
    found = ornament(frame)
    assert found is None or frame.count("#") == 1
