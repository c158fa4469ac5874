"""Events read from a RabbitMQ that is real, and that is broken on purpose."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, TakenOver, Unavailable
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.request import Request
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sources.amqp.settings import AmqpSource, AmqpStream
from tests.service.certificates import Certificate
from tests.service.proxy import Proxy
from tests.service.rabbitmq import RabbitServer
from tests.sources.events.draining import Draining
from tests.sources.events.samples import numbers, pipeline, postings, send


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, rabbitmq: RabbitServer) -> None:
        self.server = rabbitmq

    @pytest.fixture
    def place(self) -> Iterator[str]:
        name = f"t{uuid4().hex[:12]}"
        yield name
        with self.server.channel() as channel:
            channel.queue_delete(name)

    def sink(self, place: str, folder: Path) -> SinkSettings:
        return AmqpSink(url=self.server.url(), queue=place, routing_key=place, declare=True)

    def source(self, place: str, folder: Path, **more: object) -> str:
        return f"kind: amqp, url: '{self.server.url()}', queue: {place}, idle: 0.5"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        with self.server.channel() as channel:
            channel.basic_publish("", place, body)


def source(server: RabbitServer, place: str, **settings: object) -> AmqpSource:
    given: dict[str, object] = {"url": server.url(), "queue": place, "idle": 0.3}
    return AmqpSource.model_validate(given | settings)


def refused(settings: AmqpSource) -> LegacyAdaptersError:
    """What is raised by the time that something would be taken."""
    stream = AmqpStream(entity="gl_line")
    with pytest.raises(LegacyAdaptersError) as raised, settings.connect() as connection:
        list(connection.reader("gl", stream).read({}))
    return raised.value


@pytest.fixture
def queue(rabbitmq: RabbitServer) -> Iterator[str]:
    """A queue that is there and empty."""
    name = f"q{uuid4().hex[:12]}"
    with rabbitmq.channel() as channel:
        channel.queue_declare(name, durable=True)
    yield name
    with rabbitmq.channel() as channel:
        channel.queue_delete(name)


def wait_for(server: RabbitServer, queue: str, count: int) -> None:
    """Until so many messages can be taken: the server has to notice first that a connection is gone."""
    end = time.monotonic() + 30.0
    with server.channel() as channel:
        while channel.queue_declare(queue, passive=True).method.message_count != count:
            assert time.monotonic() < end, f"never {count}"
            time.sleep(0.05)


def sink(server: RabbitServer, queue: str) -> AmqpSink:
    return AmqpSink(url=server.url(), queue=queue, routing_key=queue)


def test_a_queue_that_is_not_there(rabbitmq: RabbitServer) -> None:
    """It is named, and none is made."""
    error = refused(source(rabbitmq, "no-such-queue"))
    assert isinstance(error, ConfigError)
    assert "no-such-queue" in error.message


def test_a_wrong_password(rabbitmq: RabbitServer, queue: str) -> None:
    """It is not tried again, and not shown."""
    error = refused(source(rabbitmq, queue, url=rabbitmq.url(password="wrong-one")))
    assert isinstance(error, AccessDenied)
    assert "wrong-one" not in str(error)


def test_a_certificate_that_nobody_vouches_for(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """Nothing is sent to whom one does not know."""
    with Proxy(rabbitmq.port, Certificate.make(tmp_path).server_context) as proxy:
        error = refused(source(rabbitmq, queue, url=f"amqps://u:p@127.0.0.1:{proxy.port}/"))
    assert isinstance(error, ConfigError)
    assert "not trusted" in error.message


def test_a_connection_that_is_lost_in_the_middle(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """Nothing can be published then; the next run gets all of it."""
    send(sink(rabbitmq, queue), tmp_path, postings(range(700)))
    with Proxy(rabbitmq.port) as proxy:
        broken = source(rabbitmq, queue, url=rabbitmq.url(port=proxy.port))
        with broken.connect() as connection:
            reader = connection.reader("gl", AmqpStream(entity="gl_line"))
            [*_, end] = reader.read({})
            proxy.cut()
            with pytest.raises((TakenOver, Unavailable)):
                reader.hold({"": end.position or ""})
    wait_for(rabbitmq, queue, 700)
    with source(rabbitmq, queue).connect() as connection:
        batches = list(connection.reader("gl", AmqpStream(entity="gl_line")).read({}))
    assert sum(batch.rows.num_rows for batch in batches) == 700


def test_a_server_that_is_killed_while_a_run_reads(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """It may come back."""
    with source(rabbitmq, queue, idle=5).connect() as connection:
        reader = connection.reader("gl", AmqpStream(entity="gl_line")).read({})
        killer = threading.Timer(0.3, rabbitmq.kill)
        killer.start()
        try:
            with pytest.raises(Unavailable):
                list(reader)
        finally:
            killer.join()
            rabbitmq.start()


def test_more_than_a_window_is_taken(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """By one channel after the other, and what a run leaves is there at once for the next."""
    send(sink(rabbitmq, queue), tmp_path, postings(range(1_300)))
    path = pipeline(tmp_path, f"kind: amqp, url: '{rabbitmq.url()}', queue: {queue}, idle: 0.3, max_events: 1200")
    assert [execute(Request(path)).streams["gl"].rows.read for _ in range(3)] == [1_200, 100, 0]
    assert numbers(tmp_path) == list(range(1_300))


def test_what_is_in_the_queue_is_listed(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """The queue that is named, with its messages."""
    send(sink(rabbitmq, queue), tmp_path, postings(range(3)))
    with source(rabbitmq, queue).connect() as connection:
        assert [(one.name, one.rows) for one in connection.streams(count=True)] == [(queue, 3)]
