"""A queue as a source, at the example of the embedded one, and what every reader has to keep to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sources.events.connection import EventConnection
from legacy_adapters.sources.queue.settings import QueueSource, QueueStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.events.samples import postings, send

ROWS = 2_500


def filled(folder: Path, rows: int = ROWS) -> QueueSource:
    send(QueueSink(path="q.db"), folder, postings(range(rows)))
    return QueueSource.model_validate({"path": "q.db", "idle": 0}, context={"folder": folder})


class _Looked:
    """The source, whose readers only look: what was taken could not be read again."""

    def __init__(self, source: QueueSource) -> None:
        self._source = source

    @contextmanager
    def connect(self) -> Iterator[Any]:
        with self._source.connect() as connection:
            connection.reader = connection.peek  # type: ignore[method-assign, assignment]
            yield connection


class TestConformance(ReaderConformance):
    """Everything that holds for all readers."""

    expected_rows = ROWS
    resumable = False

    @pytest.fixture
    def source(self, tmp_path: Path) -> Any:
        return _Looked(filled(tmp_path))

    @pytest.fixture
    def stream(self) -> Any:
        return QueueStream(entity="gl_line")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[EventConnection]:
    with filled(tmp_path, 3).connect() as connection:
        yield connection


def test_streams_are_the_entities_of_the_queue(connection: EventConnection) -> None:
    """With how many events there are."""
    assert connection.streams(count=True) == [StreamInfo("gl_line", "entity", 3)]


def test_two_streams_cannot_take_from_one_place(connection: EventConnection) -> None:
    """Each would miss what the other has."""
    stream = QueueStream(entity="gl_line")
    connection.reader("one", stream)
    with pytest.raises(ConfigError, match="one and two both take from gl_line"):
        connection.reader("two", stream)


def test_an_entity_that_there_is_not(connection: EventConnection) -> None:
    """With the nearest one."""
    with pytest.raises(ConfigError, match="gl_lin"):
        connection.schema("gl", QueueStream(entity="gl_lin"))


def test_nothing_can_be_changed_but_what_is_wanted(connection: EventConnection) -> None:
    """To take events is what a run is for."""
    assert connection.privileges() == ()
