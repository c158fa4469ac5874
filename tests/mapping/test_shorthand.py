"""Short forms and scalars of the pipeline file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from legacy_adapters.mapping.shorthand import Dates, Names, Scalar, Scalars, Settings


class _Sample(Settings):
    one: Scalar = ""
    many: Scalars = ()
    names: Names = ()
    days: Dates = ()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("x", "x"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (Decimal("1E+2"), "100"),
        (date(2024, 1, 2), "2024-01-02"),
    ],
)
def test_scalars_become_the_text_that_a_file_would_have(given: object, text: str) -> None:
    """Python code may hand over values, the pipeline file has texts: both mean the same."""
    assert _Sample.model_validate({"one": given}).one == text
    assert _Sample.model_validate({"many": [given, "y"]}).many == (text, "y")


def test_a_list_of_one_needs_no_brackets() -> None:
    """A single text stands for a list of it."""
    sample = _Sample.model_validate({"many": "a", "names": "b", "days": "1753-01-01"})
    assert (sample.many, sample.names, sample.days) == (("a",), ("b",), (date(1753, 1, 1),))


def test_a_float_is_no_scalar() -> None:
    """A number that passed through binary is not what was written."""
    with pytest.raises(ValidationError):
        _Sample.model_validate({"one": 1.1})


@pytest.mark.parametrize("text", ["01.01.1753", "1753-13-01", "0"])
def test_dates_are_iso(text: str) -> None:
    """Other ways of writing a date are refused, with the right one."""
    with pytest.raises(ValidationError, match="1753-01-01"):
        _Sample.model_validate({"days": [text]})
