"""Connections that come to nothing; with a real server it is tested in ``tests/service``."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.sinks.redis.delivery import entries
from legacy_adapters.sinks.redis.settings import RedisSink
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery


def test_nobody_listens(tmp_path: Path) -> None:
    """Said with the server, what to look at, and without the password."""
    url = f"redis://u:secret-word@127.0.0.1:{free_port()}/0"
    with pytest.raises(Unavailable, match="Is it running") as raised:
        RedisSink(url=url, stream="s").open(delivery(tmp_path), None)
    assert raised.value.where.startswith("redis://127.0.0.1:")
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"url": "redis://host:port/0"}, "url"),
        ({"url": "rediss://127.0.0.1", "ca_file": "missing.pem"}, "missing.pem"),
        ({"url": "redis://127.0.0.1", "stream": "{nothing}"}, "stream"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_is_sent(
    settings: dict[str, object], where: str, tmp_path: Path
) -> None:
    """No server is needed for that."""
    with pytest.raises(ConfigError) as raised:
        RedisSink.model_validate({"stream": "s"} | settings).open(delivery(tmp_path), None)
    assert raised.value.where == where


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ({"a": (b"1-0", b"1-0")}, "stream a, 1-0"),
        ({"a": (b"1-0", b"2-4"), "b": (b"1-1", b"1-1")}, "stream a, 1-0 – 2-4; stream b, 1-1"),
        ({"a": ("1-0", "2-4")}, "stream a, 1-0 – 2-4"),
    ],
)
def test_entries_are_told_by_their_first_and_last_id(ids: dict[str, tuple[object, object]], said: str) -> None:
    """Of each stream; the client may give them as text."""
    assert entries(ids) == said


def test_of_many_streams_some_are_told() -> None:
    """And how many others there are."""
    told = entries({f"s{n}": (b"1-0", b"1-0") for n in range(20)})
    assert told.endswith("stream s4, 1-0; and 15 more streams")
