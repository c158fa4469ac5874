"""The settings of the AMQP 1.0 sink."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from legacy_adapters.sinks.registry import declare
from tests.sinks.events.samples import delivery

GIVEN = {"kind": "amqp1", "url": "amqps://u:hidden@host", "address": "accounting.{entity}"}


def test_the_example_of_the_documentation() -> None:
    """As the registry makes it from a pipeline file."""
    made = declare(GIVEN)
    assert isinstance(made, Amqp1Sink)
    assert (made.address, made.window, made.group, made.login) == ("accounting.{entity}", 5_000, True, "PLAIN")


def test_a_password_is_not_shown() -> None:
    """Where the settings are printed."""
    assert "hidden" not in repr(declare(GIVEN))


@pytest.mark.parametrize(
    ("settings", "login"),
    [
        ({"url": "amqps://host"}, "ANONYMOUS"),
        ({"url": "amqps://host", "cert_file": "own.pem"}, "EXTERNAL"),
        ({"cert_file": "own.pem"}, "PLAIN"),
        ({"mechanism": "ANONYMOUS"}, "ANONYMOUS"),
    ],
    ids=repr,
)
def test_how_one_logs_in(settings: dict[str, object], login: str) -> None:
    """By what there is, unless it is stated."""
    made = declare(GIVEN | settings)
    assert isinstance(made, Amqp1Sink)
    assert made.login == login


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://host"}, "url"),
        ({"url": "amqps://host/queue"}, "url"),
        ({"address": ""}, "address"),
        ({"url": "amqps://host", "mechanism": "PLAIN"}, "needs user and password"),
        ({"mechanism": "EXTERNAL"}, "needs a cert_file"),
        ({"url": "amqp://host", "cert_file": "own.pem"}, "with TLS only"),
        ({"mode": "binary", "batch": 2}, "one event in a message"),
        ({"windo": 1}, "windo"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, object], said: str) -> None:
    """Naming the setting, or what does not go together."""
    with pytest.raises(ConfigError, match=said):
        declare(GIVEN | wrong)


def test_the_package_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What to install is said, and that it may need a compiler."""
    monkeypatch.setitem(sys.modules, "proton", None)
    for name in [name for name in sys.modules if name.startswith("legacy_adapters.sinks.amqp1.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(DriverMissing) as raised:
        declare(GIVEN).open(delivery(tmp_path), None)
    assert "legacy-adapters[amqp1]" in raised.value.hint
    assert "compiler" in raised.value.hint
