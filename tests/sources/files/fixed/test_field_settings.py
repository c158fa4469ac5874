"""One field of a layout by hand."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.field_settings import FixedField

PAGE = Dialect(charset("cp1252"))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"width": 3}, "Text"),
        ({"width": "3", "type": "zoned", "decimals": "2"}, "Zoned"),
        ({"width": 3, "type": "packed", "sign": "none"}, "Packed"),
        ({"width": 4, "type": "binary", "byte_order": "little"}, "Binary"),
        ({"width": 8, "type": "float"}, "Floating"),
        ({"width": 4, "type": "national"}, "National"),
        ({"pic": "S9(7)V99 COMP-3."}, "Packed"),
    ],
)
def test_kinds(given: dict[str, Any], kind: str) -> None:
    """Every type, and pictures."""
    assert type(FixedField.model_validate({"name": "A"} | given).kind(PAGE)).__name__ == kind


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"width": 3, "pic": "X"}, "state it or these"),
        ({"type": "packed"}, "needs a width"),
        ({"width": 9, "type": "binary"}, "cannot have 9 bytes"),
        ({"width": 3, "type": "national"}, "two bytes"),
        ({"width": 3, "decimals": 2}, "neither decimals nor sign"),
        ({"width": 0}, "greater than"),
    ],
)
def test_what_contradicts_itself(given: dict[str, Any], message: str) -> None:
    """The error says what to state."""
    with pytest.raises(ValueError, match=message):
        FixedField.model_validate({"name": "A"} | given)


@pytest.mark.parametrize("pic", ["Q", "X OCCURS 3", "X. 05 B PIC X", "S9(3) COMP-9"])
def test_pictures_that_are_none(pic: str) -> None:
    """The field is named."""
    with pytest.raises(ValueError, match="A: pic"):
        FixedField.model_validate({"name": "A", "pic": pic}).kind(PAGE)


def test_a_sign_alone_is_no_number() -> None:
    """One byte with a separate sign has no digit."""
    field = FixedField.model_validate({"name": "A", "width": 1, "type": "zoned", "sign": "leading separate"})
    with pytest.raises(ValueError, match="0 digits"):
        field.kind(PAGE)
