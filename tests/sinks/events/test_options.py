"""The options that all sinks of events share."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.sinks.events.options import EventOptions


def test_an_event_is_one_json_document_unless_stated() -> None:
    """Structured, one in a message, decimals exact for every receiver."""
    options = EventOptions()
    assert (options.mode, options.batch, options.decimals) == ("structured", 1, "string")


def test_numbers_may_be_text() -> None:
    """As YAML without types has them."""
    assert EventOptions.model_validate({"batch": "500"}).batch == 500


@pytest.mark.parametrize("wrong", [{"batch": 0}, {"batch": 100_001}, {"mode": "avro"}, {"decimals": "float"}, {"x": 1}])
def test_what_is_not_known_is_refused(wrong: dict[str, object]) -> None:
    """Each wrong value by itself."""
    with pytest.raises(ValidationError):
        EventOptions.model_validate(wrong)


def test_headers_hold_the_attributes_of_one_event() -> None:
    """Binary mode and batches do not go together."""
    with pytest.raises(ValidationError, match="one event in a message"):
        EventOptions(mode="binary", batch=2)
