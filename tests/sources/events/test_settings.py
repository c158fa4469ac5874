"""What all sources of events have in common."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.events.settings import EventSource, EventStream, filled


def test_the_defaults() -> None:
    """A run ends after a second without events, or with twenty thousand."""
    found = EventSource()
    assert (found.idle, found.max_events, found.takes_once) == (1.0, 20_000, "events")


def test_paths_start_from_the_folder_of_the_pipeline(tmp_path: Path) -> None:
    """As the loader of the file says."""
    assert EventSource.model_validate({}, context={"folder": tmp_path}).folder == tmp_path
    assert EventSource().folder == Path.cwd()


@pytest.mark.parametrize("wrong", [{"idle": -1}, {"max_events": 0}, {"hours": "always"}, {"idel": 1}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    """Also what is only misspelt."""
    with pytest.raises(ValidationError):
        EventSource.model_validate(wrong)


def test_a_stream_is_of_one_entity() -> None:
    """Without a mapping nothing else would say of which."""
    with pytest.raises(ValidationError, match="entity"):
        EventStream.model_validate({})


def test_an_address_has_places() -> None:
    """For the stream and its entity; anything else stays."""
    assert filled("a.{entity}.{stream}.{x}", "gl", "gl_line") == "a.gl_line.gl.{x}"
