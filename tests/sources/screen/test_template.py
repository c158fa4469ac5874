"""Names in the texts of a recipe, filled in."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.template import filled, filled_address, names

VALUES = {"year": "2025", "No link": "/entry?no=1", "from": "01.01.2025", "odd": "a/b ä&c=d"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/journal?year={year}", "/journal?year=2025"),
        ("{year}-{year}", "2025-2025"),
        ("{No link}", "/entry?no=1"),
        (r"\d{2}\.\d{2,4}", r"\d{2}\.\d{2,4}"),
        ("{}", "{}"),
        ("none", "none"),
    ],
)
def test_names_are_replaced(text: str, expected: str) -> None:
    """Each by its value; the braces of a regular expression are no name."""
    assert filled(text, VALUES) == expected


def test_a_value_is_not_filled_in_again() -> None:
    """A name in a value stays what it is: data is no template."""
    assert filled("{a}", {"a": "{b}", "b": "c"}) == "{b}"


def test_names_are_listed_in_order() -> None:
    """As often as they are there."""
    assert names("{from} to {to}, {from}") == ["from", "to", "from"]


def test_values_are_quoted_in_an_address() -> None:
    """Whatever stands in a row cannot change what is asked for."""
    assert filled_address("/find?text={odd}", VALUES) == "/find?text=a%2Fb%20%C3%A4%26c%3Dd"


def test_an_address_may_be_a_value_itself() -> None:
    """What an address begins with is taken as it is: a link that the table holds, or the application's address."""
    assert filled_address("{No link}", VALUES) == "/entry?no=1"
    assert filled_address("{base}/list?q={odd}", {**VALUES, "base": "http://h/app"}) == (
        "http://h/app/list?q=a%2Fb%20%C3%A4%26c%3Dd"
    )


@given(st.text())
def test_every_value_comes_back_out_of_an_address(value: str) -> None:
    """Quoting loses nothing."""
    value = value.encode("utf-8", "replace").decode()
    address = filled_address("/find?text={value}", {"value": value})
    assert unquote(address.removeprefix("/find?text=")) == value


def test_an_unknown_name_is_an_error_with_the_nearest() -> None:
    """Text and name are shown, and which names there are."""
    with pytest.raises(ConfigError, match=r"\{yaer\} in '/j\?y=\{yaer\}' is no parameter") as caught:
        filled("/j?y={yaer}", VALUES)
    assert "Did you mean {year}?" in caught.value.hint
    assert "There are No link, from, odd, year." in caught.value.hint


def test_a_recipe_without_parameters_says_so() -> None:
    """The hint tells that there are none."""
    with pytest.raises(ConfigError) as caught:
        filled_address("/j?y={year}", {})
    assert caught.value.hint == "The recipe has no `params`."
