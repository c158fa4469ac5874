"""What a pipeline file says of such a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.kafka.settings import KafkaSource, KafkaStream
from legacy_adapters.sources.registry import declare_source

GIVEN: dict[str, object] = {"kind": "kafka", "brokers": "b1:9093", "topic": "accounting.{entity}", "group": "w"}


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    """As the registry makes it from a pipeline file; its streams have topics, and so groups, of their own."""
    made = declare_source(GIVEN, folder=tmp_path)
    assert isinstance(made, KafkaSource)
    assert made.topic_of("gl", KafkaStream(entity="gl_line")) == "accounting.gl_line"
    assert made.topic_of("gl", KafkaStream(entity="gl_line", topic="own")) == "own"
    assert made.group_of("accounting.gl_line") == "w.accounting.gl_line"


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(declare_source(GIVEN | {"user": "u", "password": "hidden"}, folder=tmp_path))


@pytest.mark.parametrize("wrong", [{"user": "u"}, {"qeue": "x"}, {"lease": 10, "session": 20}], ids=repr)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    """Naming the setting."""
    with pytest.raises(ConfigError):
        declare_source(GIVEN | wrong, folder=tmp_path)
