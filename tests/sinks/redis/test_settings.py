"""The settings of the Redis sink."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.redis.settings import RedisSink
from legacy_adapters.sinks.registry import declare

GIVEN = {"kind": "redis", "url": "redis://host", "stream": "accounting:{entity}"}


def test_the_example_of_the_documentation() -> None:
    """As the registry makes it from a pipeline file."""
    made = declare(GIVEN)
    assert isinstance(made, RedisSink)
    assert (made.declare, made.max_length, made.pipeline, made.replicas) == (True, None, 1_000, 0)


def test_a_password_is_not_shown() -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(RedisSink(url="redis://u:hidden@host", stream="s"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://host"}, "url"),
        ({"stream": ""}, "stream"),
        ({"max_length": 0}, "max_length"),
        ({"replicas": -1}, "replicas"),
        ({"maxlen": 5}, "maxlen"),
        ({"mode": "binary", "batch": 5}, "one event in a message"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    """Naming the setting, or what does not go together."""
    with pytest.raises(ConfigError, match=said):
        declare(GIVEN | wrong)
