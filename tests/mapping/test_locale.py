"""The defaults of a mapping's fields."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from legacy_adapters.mapping.locale import Locale


def test_nothing_is_assumed_about_numbers() -> None:
    """Without stated signs every way of writing is tried, and ambiguous numbers are rejects."""
    locale = Locale()
    assert (locale.decimal, locale.thousands, locale.date, locale.zone) == (None, None, ("%Y-%m-%d",), None)


def test_lists_and_single_values_are_the_same() -> None:
    """A list of one needs no brackets."""
    locale = Locale.model_validate({"date": "%d.%m.%Y", "null_dates": "1900-01-01", "true": "J", "pivot": "50"})
    assert locale.date == ("%d.%m.%Y",)
    assert locale.null_dates == (date(1900, 1, 1),)
    assert (locale.true, locale.pivot) == (("J",), 50)


@pytest.mark.parametrize("wrong", [{"decimal": ";"}, {"thousands": ".."}, {"pivot": "100"}, {"date": []}])
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """Signs are single and known, a pivot has two digits, there is a format."""
    with pytest.raises(ValidationError):
        Locale.model_validate(wrong)
