"""What a pipeline file says of an embedded queue that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.queue.settings import QueueSource, QueueStream
from legacy_adapters.sources.registry import declare_source


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    """As the registry makes it from a pipeline file."""
    made = declare_source({"kind": "queue", "path": "outbox.db"}, folder=tmp_path)
    assert isinstance(made, QueueSource)
    assert (made.lease, made.consumer, made.stream_settings) == (300.0, None, QueueStream)


def test_a_queue_that_is_not_there(tmp_path: Path) -> None:
    """None is made: a slip in the path would give an empty one for ever."""
    source = QueueSource.model_validate({"path": "q.db"}, context={"folder": tmp_path})
    with pytest.raises(ConfigError, match="there is no queue"), source.connect():
        pass
    assert not list(tmp_path.iterdir())
