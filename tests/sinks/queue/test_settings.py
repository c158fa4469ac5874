"""The settings of the embedded queue."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sinks.registry import declare


def test_a_path_is_all_that_is_needed() -> None:
    """As the registry makes it from a pipeline file."""
    assert declare({"kind": "queue", "path": "outbox.db"}) == QueueSink(path="outbox.db")


@pytest.mark.parametrize("wrong", [{}, {"path": ""}, {"path": "a\nb"}, {"path": "a", "keep_days": -1}, {"url": "a"}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    """Naming the setting."""
    with pytest.raises(ValidationError):
        QueueSink.model_validate(wrong)


def test_an_unknown_setting_is_named() -> None:
    """It may be a slip of the pen."""
    with pytest.raises(ConfigError, match="keep"):
        declare({"kind": "queue", "path": "a", "keep": "3"})
