"""The sink of a dry run."""

from __future__ import annotations

from legacy_adapters.runs.discard import Discard


def test_it_takes_everything_and_shows_nothing() -> None:
    """Whatever it is told, there is nothing to look at afterwards."""
    sink = Discard()
    assert sink.commit() == ""
    assert sink.publish() == ""
    assert list(sink.outputs()) == []
    sink.close()
