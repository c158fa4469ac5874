"""Events read from a JetStream that is real, and that is broken on purpose."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from nats.js import JetStreamContext

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, TakenOver, Unavailable
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.nats.settings import NatsSink
from legacy_adapters.sources.nats.settings import NatsSource, NatsStream
from tests.service.nats_server import PASSWORD, USER, NatsServer
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, nats_server: NatsServer) -> None:
        self.server = nats_server

    @pytest.fixture
    def place(self) -> Iterator[str]:
        name = f"t{uuid4().hex[:12]}"
        yield name
        self.server.do(lambda js: js.delete_stream(name))

    def sink(self, place: str, folder: Path) -> SinkSettings:
        given = {"stream": place, "subject": f"{place}.{{entity}}", "declare": True}
        return NatsSink.model_validate({"servers": [self.server.url()], "user": USER, "password": PASSWORD} | given)

    def source(self, place: str, folder: Path, **more: object) -> str:
        login = f"servers: ['{self.server.url()}'], user: {USER}, password: {PASSWORD}"
        return (
            f"kind: nats, {login}, stream: {place}, subject: '{place}.{{entity}}', idle: 0.1, lease: 1, consumer: all"
        )

    def put(self, place: str, folder: Path, body: bytes) -> None:
        async def publish(js: JetStreamContext) -> None:
            await js.publish(f"{place}.gl_line", body)

        self.server.do(publish)


def source(server: NatsServer, place: str, **settings: object) -> NatsSource:
    given: dict[str, object] = {
        "servers": [server.url()], "user": USER, "password": PASSWORD,
        "stream": place, "subject": f"{place}.*", "idle": 0.1,
    }  # fmt: skip
    return NatsSource.model_validate(given | settings)


def refused(settings: NatsSource) -> LegacyAdaptersError:
    """What is raised by the time that something would be taken."""
    stream = NatsStream(entity="gl_line")
    with pytest.raises(LegacyAdaptersError) as raised, settings.connect() as connection:
        list(connection.reader("gl", stream).read({}))
    return raised.value


@pytest.fixture
def stream(nats_server: NatsServer) -> Iterator[str]:
    """A stream with ten postings."""
    name = f"t{uuid4().hex[:12]}"
    nats_server.do(lambda js: js.add_stream(name=name, subjects=[f"{name}.*"]))
    yield name
    nats_server.do(lambda js: js.delete_stream(name))


def test_a_stream_that_is_not_there(nats_server: NatsServer) -> None:
    """It is named, and none is made."""
    error = refused(source(nats_server, "NOSUCH"))
    assert isinstance(error, ConfigError)
    assert "NOSUCH" in error.message


def test_a_consumer_that_is_not_there(nats_server: NatsServer, stream: str) -> None:
    """Where none is to be made."""
    error = refused(source(nats_server, stream, declare=False, consumer="none"))
    assert isinstance(error, ConfigError)
    assert "no consumer none" in error.message


def test_a_wrong_password(nats_server: NatsServer, stream: str) -> None:
    """It is not tried again, and not shown."""
    error = refused(source(nats_server, stream, password="wrong-one"))
    assert isinstance(error, AccessDenied)
    assert "wrong-one" not in str(error)


def test_what_the_server_had_to_give_to_others_is_not_held(nats_server: NatsServer, stream: str) -> None:
    """Another process cannot know whether it still has it."""
    with source(nats_server, stream).connect() as connection:
        reader = connection.reader("gl", NatsStream(entity="gl_line"))
        [end] = reader.read({})
        reader.hold({"": end.position or ""})
        with pytest.raises(TakenOver):
            reader.hold({"": (end.position or "").replace("[]", '["1-5"]')})


def test_a_server_that_is_killed_while_a_run_reads(nats_server: NatsServer, stream: str) -> None:
    """It may come back."""
    with source(nats_server, stream, idle=5).connect() as connection:
        reader = connection.reader("gl", NatsStream(entity="gl_line")).read({})
        killer = threading.Timer(0.3, nats_server.kill)
        killer.start()
        try:
            with pytest.raises(Unavailable):
                list(reader)
        finally:
            killer.join()
            nats_server.start()


def test_subjects_of_the_stream_are_listed(nats_server: NatsServer, stream: str) -> None:
    """With how many messages each has."""
    nats_server.do(lambda js: js.publish(f"{stream}.x", b"1"))
    with source(nats_server, stream).connect() as connection:
        assert [(one.name, one.rows) for one in connection.streams(count=True)] == [(f"{stream}.x", 1)]
