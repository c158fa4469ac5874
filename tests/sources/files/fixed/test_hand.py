"""Layouts by hand."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.field_settings import FixedField
from legacy_adapters.sources.files.fixed.hand import hand_layout
from legacy_adapters.sources.files.fixed.layout import FlatLayout

PAGE = Dialect(charset("cp037"))


def layout(*fields: dict[str, Any], length: int | None = None) -> FlatLayout:
    return hand_layout([FixedField.model_validate(field) for field in fields], PAGE, length)


def test_places() -> None:
    """Stated, or behind the field before; fields may overlap."""
    found = layout({"name": "A", "width": 3}, {"name": "B", "width": 2}, {"name": "C", "at": 1, "pic": "S9(5) COMP-3"})
    assert found.placed.spans == ((0, 0), (1, 3), (2, 0))
    assert found.size == 5
    assert layout({"name": "A", "width": 3}, length=80).size == 80


def test_the_rest_of_a_line() -> None:
    """A last text without a width."""
    found = layout({"name": "A", "width": 3}, {"name": "B"})
    assert found.columns[1].rest
    assert found.size == 3


@pytest.mark.parametrize(
    ("fields", "length", "message"),
    [
        ([{"name": "A", "width": 1}, {"name": "A", "width": 1}], None, "two fields are called A"),
        ([{"name": "A"}, {"name": "B", "width": 1}], None, "only the last field"),
        ([{"name": "A", "width": 9}], 8, "the fields take 9 bytes"),
    ],
)
def test_what_does_not_fit(fields: list[dict[str, Any]], length: int | None, message: str) -> None:
    """The error says what."""
    with pytest.raises(ValueError, match=message):
        layout(*fields, length=length)
