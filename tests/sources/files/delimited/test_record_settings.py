"""Record types and trailer in a pipeline file."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.files.delimited.record_settings import RecordTypes, Trailer


def test_fields_are_numbered_from_one() -> None:
    """There is no field 0."""
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        Trailer.model_validate({"starts_with": "99", "count": "0"})


def test_a_type_has_a_name_and_columns() -> None:
    """A record type without columns cannot become a table."""
    with pytest.raises(ValidationError, match="at least 1 item"):
        RecordTypes.model_validate({"types": {"01": {"name": "heads", "columns": []}}})


def test_codes_stay_text() -> None:
    """The code 01 is not 1."""
    types = RecordTypes.model_validate({"field": "2", "types": {"01": {"name": "a", "columns": ["x", "y"]}}})
    assert types.field == 2
    assert list(types.types) == ["01"]
