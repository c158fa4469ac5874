"""What becomes of the rows of a stream of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.runs.event_mapping import EventMapping, records_of
from legacy_adapters.runs.lanes import declare_streams, watched_entities
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.sources.events.settings import EventStream
from tests.sources.events.samples import GL_LINE, pipeline

SOURCE = "kind: queue, path: q.db"


def test_records_that_go_on_have_the_columns_of_their_entity(tmp_path: Path) -> None:
    """And `extra` where they had it before."""
    plain = records_of(EventStream(entity="gl_line"), tmp_path)[1]["gl_line"]
    extra = records_of(EventStream(entity="gl_line", keep_extra=True), tmp_path)[1]["gl_line"]
    assert (plain.names, extra.names) == (list(GL_LINE.names), [*GL_LINE.names, "extra"])


def test_all_of_the_envelope_is_read(tmp_path: Path) -> None:
    """A record that goes on keeps all that it has."""
    stream = EventStream(entity="gl_line")
    made = EventMapping.of(stream, records_of(stream, tmp_path)[1], None)
    assert {*ENVELOPE.names} <= {*made.columns}
    assert "as they are" in made.explain()


def test_a_map_is_optional_and_keys_may_come_again(tmp_path: Path) -> None:
    """A record that changed twice is two events, not a duplicate."""
    [stream] = streams = declare_streams(load_pipeline(pipeline(tmp_path, SOURCE)))
    assert list(stream.entities) == ["gl_line"]
    assert watched_entities(streams) == []


def test_an_unknown_entity_is_named_with_its_line(tmp_path: Path) -> None:
    """As a wrong mapping would be."""
    loaded = load_pipeline(pipeline(tmp_path, SOURCE, stream="entity: gl_lien"))
    with pytest.raises(ConfigError, match="gl_lien") as raised:
        declare_streams(loaded)
    assert "way-back.yaml:5" in raised.value.where


def test_events_cannot_replace_what_earlier_runs_delivered(tmp_path: Path) -> None:
    """A run has only what is new."""
    path = pipeline(tmp_path, SOURCE, sink="{kind: file, path: 'out/{entity}.csv', mode: replace}")
    with pytest.raises(ConfigError, match="events that are taken once cannot replace"):
        load_pipeline(path)
