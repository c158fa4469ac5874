"""Events read from a Redis that is real, and that is broken on purpose."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, TakenOver, Unavailable
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.redis.settings import RedisSink
from legacy_adapters.sources.redis.settings import RedisSource, RedisStream
from tests.service.redis_server import READER, READERS_PASSWORD, RedisServer
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, redis_server: RedisServer) -> None:
        self.server = redis_server

    def sink(self, place: str, folder: Path) -> SinkSettings:
        return RedisSink(url=self.server.url(), stream=f"{place}:{{entity}}")

    def source(self, place: str, folder: Path, **more: object) -> str:
        where = f"stream: '{place}:{{entity}}', consumer: all"
        return f"kind: redis, url: '{self.server.url()}', {where}, idle: 0.1, lease: 1"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        with self.server.client() as client:
            client.xadd(f"{place}:gl_line", {"event": body})


def source(server: RedisServer, place: str, **settings: object) -> RedisSource:
    given: dict[str, object] = {"url": server.url(), "stream": place, "idle": 0.1, "consumer": "all"}
    return RedisSource.model_validate(given | settings)


def refused(settings: RedisSource) -> LegacyAdaptersError:
    """What is raised by the time that something would be taken."""
    stream = RedisStream(entity="gl_line")
    with pytest.raises(LegacyAdaptersError) as raised, settings.connect() as connection:
        list(connection.reader("gl", stream).read({}))
    return raised.value


@pytest.fixture
def stream(redis_server: RedisServer) -> str:
    """A stream with one event that is none."""
    name = f"t{uuid4().hex[:12]}"
    with redis_server.client() as client:
        client.xadd(name, {"event": "x"})
    return name


def test_a_stream_that_is_not_there(redis_server: RedisServer) -> None:
    """It is named, and none is made."""
    error = refused(source(redis_server, "no-such-stream"))
    assert isinstance(error, ConfigError)
    assert "no-such-stream" in error.message


def test_a_group_that_is_not_there(redis_server: RedisServer, stream: str) -> None:
    """Where none is to be made."""
    error = refused(source(redis_server, stream, declare=False))
    assert isinstance(error, ConfigError)
    assert "no group all" in error.message


def test_something_else_of_that_name(redis_server: RedisServer) -> None:
    """It is left alone."""
    with redis_server.client() as client:
        client.set("a-text", "text")
    error = refused(source(redis_server, "a-text"))
    assert isinstance(error, ConfigError)
    assert "no stream" in error.message


def test_a_wrong_password(redis_server: RedisServer, stream: str) -> None:
    """It is not tried again, and not shown."""
    error = refused(source(redis_server, stream, url=redis_server.url(password="wrong-one")))
    assert isinstance(error, AccessDenied)
    assert "wrong-one" not in str(error)


def test_a_user_without_rights(redis_server: RedisServer, stream: str) -> None:
    """The hint says which it needs."""
    error = refused(source(redis_server, stream, url=redis_server.url(READER, READERS_PASSWORD)))
    assert isinstance(error, AccessDenied)
    assert "@stream" in error.hint


def test_what_another_has_taken_over_is_not_held(redis_server: RedisServer, stream: str) -> None:
    """Before anything is published."""
    with source(redis_server, stream).connect() as connection:
        reader = connection.reader("gl", RedisStream(entity="gl_line"))
        [*_, end] = reader.read({})
        reader.hold({"": end.position or ""})
        with redis_server.client() as client:
            client.xautoclaim(stream, "all", "other", 0)
        with pytest.raises(TakenOver):
            reader.hold({"": end.position or ""})


def test_a_server_that_is_killed_while_a_run_reads(redis_server: RedisServer, stream: str) -> None:
    """It may come back."""
    with source(redis_server, stream, idle=5).connect() as connection:
        reader = connection.reader("gl", RedisStream(entity="gl_line")).read({})
        killer = threading.Timer(0.3, redis_server.kill)
        killer.start()
        try:
            with pytest.raises(Unavailable):
                list(reader)
        finally:
            killer.join()
            redis_server.start()


def test_streams_of_the_database_are_listed(redis_server: RedisServer, stream: str) -> None:
    """With how many entries each has."""
    with source(redis_server, stream).connect() as connection:
        assert (stream, 1) in [(one.name, one.rows) for one in connection.streams(count=True)]
