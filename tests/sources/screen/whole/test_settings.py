"""What a screen states of the whole, as it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.whole.settings import Total


def test_a_sum_at_a_place_or_in_a_row() -> None:
    """A selector alone, with what is meant in its text, or the row that is set apart."""
    stated = {"A": "#sum", "B": {"at": "#sum", "matches": "B: (.*)"}, "C": "total", "D": {"row": "subtotal"}}
    total = Total.model_validate({"sum": stated})
    assert [(one.at, one.row) for one in total.sum.values()] == [
        ("#sum", None),
        ("#sum", None),
        ("", "total"),
        ("", "subtotal"),
    ]


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({}, "state `count`, `sum`, or both"),
        ({"sum": {"A": {}}}, "exactly one of `at` and `row`"),
        ({"sum": {"A": {"at": "#a", "row": "total"}}}, "exactly one of `at` and `row`"),
        ({"count": {"at": "#a", "matches": "x"}}, "exactly one group"),
        ({"count": "#a", "decimal": ";"}, "Input should be"),
    ],
)
def test_what_states_nothing(stated: dict[str, Any], what: str) -> None:
    """Is an error that says what to state."""
    with pytest.raises(ValidationError, match=what):
        Total.model_validate(stated)
