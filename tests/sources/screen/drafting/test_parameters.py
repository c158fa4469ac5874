"""What becomes a parameter."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.drafting.parameters import Parameters, variable
from tests.sources.screen.drafting.recordings import acts


def test_years_and_dates() -> None:
    """A year and two dates that were filled in; other texts, and what was clicked, are none."""
    found = Parameters.found_in(
        acts(("choose", "#y", "2003"), ("fill", "#a", "01.02.2003"), ("fill", "#b", "2003-03-01"), ("fill", "#c", "12"))
    )
    assert found.of == {1: "year", 2: "from", 3: "to"}
    assert found.defaults == {"year": "2003", "from": "01.02.2003", "to": "2003-03-01"}


def test_one_date_and_several_years() -> None:
    """One date alone is no range, and names are told apart by a number."""
    found = Parameters.found_in(acts(("choose", "#y", "2003"), ("fill", "#a", "1/2/03"), ("choose", "#z", "2004")))
    assert found.defaults == {"year": "2003", "date": "1/2/03", "year2": "2004"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://ledger.example.com/x", "LEDGER_PASSWORD"),
        ("https://www.my-books.de", "MY_BOOKS_PASSWORD"),
        ("http://127.0.0.1:8080", "SCREEN_PASSWORD"),
        ("http://[::1]:8080", "SCREEN_PASSWORD"),
    ],
)
def test_the_variable_of_the_password(url: str, name: str) -> None:
    """It is called by the application's host, where that has a name."""
    assert variable(url) == name
