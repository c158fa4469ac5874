"""Smaller parts of the settings."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.framing.length_field import LengthField
from legacy_adapters.sources.files.fixed.record_settings import Marked, Rdw, RecordTypes, Span


def test_places_in_short_form() -> None:
    """`[3, 8]` is a first position and a width."""
    marked = Marked.model_validate({"starts_with": "99", "count": ["3", "8"], "totals": {"B": [11, 12]}})
    assert marked.count == Span(at=3, width=8)
    assert marked.totals["B"].field(2).decimals == 2


def test_codes() -> None:
    """A place or a name; one code to ignore needs no list."""
    given = {"types": {"1": {"name": "a", "record": "R"}}, "ignore": "9"}
    assert RecordTypes.model_validate(given | {"field": [1, 2]}).field == Span(at=1, width=2)
    found = RecordTypes.model_validate(given | {"field": "KIND"})
    assert (found.field, found.ignore) == ("KIND", ("9",))


def test_descriptors() -> None:
    """IBM's unless stated; the length lies within."""
    assert Rdw().framing() == LengthField()
    assert Rdw(length=(3, 2), byte_order="little", inclusive=False).framing() == LengthField(
        4, 2, 2, "little", included=False
    )
    with pytest.raises(ValueError, match="within the descriptor"):
        Rdw(length=(4, 2))
