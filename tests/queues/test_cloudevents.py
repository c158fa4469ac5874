"""The words that both ends of a queue have in common."""

from __future__ import annotations

import pytest

from legacy_adapters.queues.cloudevents import event_type, major, read_event_type, source_uri


@pytest.mark.parametrize(("version", "number"), [("1.2", "1"), ("12.0", "12"), ("", "1")])
def test_a_type_has_the_major_version(version: str, number: str) -> None:
    """Fields are added in minor ones, which breaks no receiver."""
    assert event_type("line", "upsert", version) == f"accounting.line.upserted.v{number}"
    assert major(version) == number


@pytest.mark.parametrize("operation", ["upsert", "delete"])
def test_a_type_is_read_as_it_was_written(operation: str) -> None:
    """Entity, operation and version."""
    assert read_event_type(event_type("gl_line", operation, "3.1")) == ("gl_line", operation, "3")


@pytest.mark.parametrize("text", ["", "accounting.gl_line.changed.v1", "accounting.gl_line.upserted.v1.x", "a.b.c.v1"])
def test_another_type_is_none_of_ours(text: str) -> None:
    """Whatever it looks like."""
    assert read_event_type(text) is None


def test_a_uri_stays_what_it_is() -> None:
    """Only what no URI may hold is quoted."""
    assert source_uri("urn:x:1/é?") == "urn:x:1/%C3%A9?"
