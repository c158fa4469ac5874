"""Subjects, and streams that are made; the rest is tested with a real server in ``tests/service``."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sinks.nats.delivery import declared, part
from legacy_adapters.sinks.nats.settings import NatsSink
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery


def settings(**given: object) -> NatsSink:
    default: dict[str, object] = {"servers": ("nats://127.0.0.1:1",), "stream": "S", "subject": "a.{entity}"}
    return NatsSink.model_validate(default | given)


@pytest.mark.parametrize(
    ("subject", "taken"),
    [("a.{entity}", "a.*"), ("a.{entity}.{company_id}", "a.*.*"), ("a.x-{entity}", "a.*"), ("all", "all")],
)
def test_a_stream_that_is_made_takes_what_the_template_gives(subject: str, taken: str) -> None:
    """Each place is one part of a subject."""
    made = declared(settings(subject=subject, duplicate_window=60))
    assert (made.name, made.subjects, made.duplicate_window) == ("S", [taken], 60)


def test_a_value_is_one_part_of_a_subject() -> None:
    """Without what has a meaning there."""
    values = {"a": "a", "a.b": "a%2Eb", "a b": "a%20b", "*": "%2A", ">": "%3E", "é": "%C3%A9"}
    assert {value: part(value) for value in values} == values


def test_a_wrong_place_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    """No server is needed for that."""
    with pytest.raises(ConfigError) as raised:
        settings(subject="a.{nothing}").open(delivery(tmp_path), None)
    assert raised.value.where == "subject"


def test_a_password_is_in_no_error(tmp_path: Path) -> None:
    """The server is named without it."""
    server = f"nats://u:secret-word@127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable) as raised:
        settings(servers=(server,), timeout=1).open(delivery(tmp_path), None)
    assert "secret-word" not in str(raised.value)
