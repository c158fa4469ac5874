"""The settings of the NATS sink."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.nats.settings import NatsSink
from legacy_adapters.sinks.registry import declare

GIVEN = {"kind": "nats", "servers": ["nats://host:4222"], "stream": "ACCOUNTING", "subject": "accounting.{entity}"}


def test_the_example_of_the_documentation() -> None:
    """As the registry makes it from a pipeline file."""
    made = declare(GIVEN)
    assert isinstance(made, NatsSink)
    assert (made.servers, made.window, made.declare) == (("nats://host:4222",), 5_000, False)


def test_a_password_is_not_shown() -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(NatsSink.model_validate(GIVEN | {"user": "u", "password": "hidden"}))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"servers": []}, "servers"),
        ({"servers": ["http://host"]}, "looks like nats://"),
        ({"stream": "a.b"}, "stream"),
        ({"subject": "accounting.*"}, "subject"),
        ({"subject": "two words"}, "subject"),
        ({"user": "u"}, "go together"),
        ({"user": "u", "password": "p", "auth_token": "t"}, "or auth_token"),
        ({"windo": 1}, "windo"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    """Naming the setting, or what does not go together."""
    with pytest.raises(ConfigError, match=said):
        declare(GIVEN | wrong)
