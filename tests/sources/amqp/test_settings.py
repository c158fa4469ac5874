"""What a pipeline file says of such a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.amqp.settings import AmqpSource, AmqpStream
from legacy_adapters.sources.registry import declare_source

GIVEN: dict[str, object] = {"kind": "amqp", "url": "amqp://host/", "queue": "accounting.{entity}"}


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    """As the registry makes it from a pipeline file; its streams have places of their own."""
    made = declare_source(GIVEN, folder=tmp_path)
    assert isinstance(made, AmqpSource)
    assert made.queue_of("gl", AmqpStream(entity="gl_line")) == "accounting.gl_line"
    assert made.queue_of("gl", AmqpStream(entity="gl_line", queue="own")) == "own"


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(declare_source(GIVEN | {"url": "amqp://u:hidden@host/"}, folder=tmp_path))


@pytest.mark.parametrize("wrong", [{"url": "http://host"}, {"qeue": "x"}])
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    """Naming the setting."""
    with pytest.raises(ConfigError):
        declare_source(GIVEN | wrong, folder=tmp_path)
