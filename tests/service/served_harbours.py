"""Receivers with a server, for runs that something happens to: to the process, the server, or the connection."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from tests.service.chaos import Arrival, Harbour
from tests.service.mariadb import MariadbServer
from tests.service.nats_server import PASSWORD, USER, NatsServer
from tests.service.postgres import PostgresServer
from tests.service.proxy import Proxy
from tests.service.rabbitmq import RabbitServer
from tests.service.redis_server import RedisServer
from tests.sinks.database.places import Place
from tests.sinks.http.receiver import Receiver
from tests.sinks.kafka.cluster import running

_SETTLED = 3.0
"""Seconds after which RabbitMQ has written down which queues there are: it does so behind its answer."""

_SLOW = 0.05
"""How often a server is killed that takes many seconds to start, where the process dies once."""


class _Server(Protocol):
    def kill(self) -> None: ...

    def start(self) -> None: ...


@contextmanager
def postgresql(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """A row for each change, in a database that is the same for all places: the schema is another."""
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database(f"d{secrets.token_hex(4)}")
    place = Place(url, url.replace("postgresql:", "postgresql+psycopg:"), Path())
    with Proxy(server.port) as proxy:
        yield _database("postgresql", place, proxy, server)


@contextmanager
def mariadb(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """The same."""
    server: MariadbServer = request.getfixturevalue("mariadb")
    url = server.url(server.create_database())
    place = Place(url, url.replace("mariadb:", "mysql+pymysql:") + "?charset=utf8mb4", Path())
    with Proxy(server.port) as proxy:
        yield _database("mariadb", place, proxy, server)


def _database(name: str, found: Place, proxy: Proxy, server: _Server) -> Harbour:
    url = re.sub(r":\d+/", f":{proxy.port}/", found.url)

    def arrived(folder: Path, place: str) -> list[Arrival]:
        tables = [table for table in found.tables() if table.startswith(f"{place}_")]
        # Only what was published is left: nothing staged by a run that was killed.
        assert tables == [f"{place}_gl_line"]
        return [(str(r), int(s)) for r, s in found.rows(f"SELECT record_id, sequence FROM {tables[0]} ORDER BY 2")]

    return Harbour(
        name,
        lambda place: f'sink: {{kind: database, url: "{url}", table: "{place}_{{entity}}", mode: insert}}',
        arrived,
        {_restart(server): 1.0, _cut(proxy): 1.0},
        away=lambda: _down(server),
    )


@contextmanager
def rabbitmq(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """A queue of messages with one event each."""
    with _rabbit(request) as (server, proxy):
        yield Harbour(
            "rabbitmq",
            lambda place: (
                f'sink: {{kind: amqp, url: "{server.url(port=proxy.port)}", routing_key: {place}, window: 300}}'
            ),
            lambda folder, place: _taken(server, place),
            {_restart_settled(server): _SLOW, _cut(proxy): 1.0},
            begin=lambda place: _make_queue(server, place),
            away=lambda: _unreachable(proxy),
            repeats=True,
        )


@contextmanager
def amqp1(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """The same queue by AMQP 1.0."""
    with _rabbit(request) as (server, proxy):
        url = server.url(port=proxy.port)
        yield Harbour(
            "amqp1",
            lambda place: f'sink: {{kind: amqp1, url: "{url}", address: /queue/{place}, window: 300}}',
            lambda folder, place: _taken(server, place),
            {_restart_settled(server): _SLOW, _cut(proxy): 1.0},
            begin=lambda place: _make_queue(server, place),
            away=lambda: _unreachable(proxy),
            repeats=True,
        )


@contextmanager
def _rabbit(request: pytest.FixtureRequest) -> Iterator[tuple[RabbitServer, Proxy]]:
    server: RabbitServer = request.getfixturevalue("rabbitmq")
    with Proxy(server.port) as proxy:
        yield server, proxy


@contextmanager
def jetstream(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """A stream that knows ids for an hour."""
    server: NatsServer = request.getfixturevalue("nats_server")
    with Proxy(server.port) as proxy:
        login = f'servers: ["{server.url(proxy.port)}"], user: {USER}, password: "{PASSWORD}"'
        yield Harbour(
            "jetstream",
            lambda place: f"sink: {{kind: nats, {login}, stream: {place}, subject: {place}, declare: true, batch: 4}}",
            lambda folder, place: _events(body for _, _, body in server.messages(place)),
            {_restart(server): 1.0, _cut(proxy): 1.0},
            away=lambda: _down(server),
        )


@contextmanager
def redis(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """A stream of entries with one event each."""
    server: RedisServer = request.getfixturevalue("redis_server")
    with Proxy(server.port) as proxy:
        url = server.url(port=proxy.port)
        yield Harbour(
            "redis",
            lambda place: f'sink: {{kind: redis, url: "{url}", stream: {place}, pipeline: 50}}',
            lambda folder, place: _events(entry[b"event"] for entry in server.entries(place)),
            {_restart(server): 1.0, _cut(proxy): 1.0},
            away=lambda: _down(server),
            repeats=True,
        )


@contextmanager
def http(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """An API that is asked by four at once; a server that is away is one that takes no connection."""
    with Receiver() as receiver, Proxy(receiver.port) as proxy:
        options = "batch: 10, patience: 0.2, pause: 0.1, timeout: 5"

        def arrived(folder: Path, place: str) -> list[Arrival]:
            asked = [one for one in receiver.asked if one.path == f"/{place}"]
            bodies = {one.key: one.body for one in asked}
            assert all(bodies[one.key] == one.body for one in asked)
            return _events(one.body for one in asked)

        yield Harbour(
            "http",
            lambda place: f'sink: {{kind: http, url: "http://127.0.0.1:{proxy.port}/{place}", {options}}}',
            arrived,
            {_cut(proxy): 1.0, _cut(proxy, 0.1): 1.0},
            away=lambda: _unreachable(proxy),
            repeats=True,
            in_order=False,
        )


@contextmanager
def kafka(request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """The client's own cluster for tests, of one broker: it may be away, and loses all when it is killed."""
    with running() as cluster:

        def broker_away() -> None:
            with cluster.down():
                time.sleep(0.1)

        def arrived(folder: Path, place: str) -> list[Arrival]:
            return _events(message.value() or b"" for message in cluster.messages(place))

        yield Harbour(
            "kafka",
            lambda place: (
                f'sink: {{kind: kafka, brokers: "{cluster.brokers}", topic: {place}, tls: false, timeout: 10}}'
            ),
            arrived,
            {broker_away: 1.0},
            begin=cluster.make,
            away=cluster.down,
            repeats=True,
        )


SERVED: Mapping[str, Callable[[pytest.FixtureRequest], AbstractContextManager[Harbour]]] = {
    "postgresql": postgresql,
    "mariadb": mariadb,
    "rabbitmq": rabbitmq,
    "amqp1": amqp1,
    "jetstream": jetstream,
    "redis": redis,
    "http": http,
    "kafka": kafka,
}
"""Each with its server, which is started when it is asked for."""


def _restart(server: _Server) -> Callable[[], None]:
    def server_killed() -> None:
        with _down(server):
            pass

    return server_killed


def _restart_settled(server: RabbitServer) -> Callable[[], None]:
    """Not sooner than the server has written down which queues it has."""
    ready = time.monotonic() + _SETTLED

    def server_killed() -> None:
        time.sleep(max(0.0, ready - time.monotonic()))
        with _down(server):
            pass

    return server_killed


def _cut(proxy: Proxy, seconds: float = 0.0) -> Callable[[], None]:
    """For so many seconds no connection is taken."""

    def connection_cut() -> None:
        with _unreachable(proxy):
            time.sleep(seconds)

    return connection_cut


@contextmanager
def _unreachable(proxy: Proxy) -> Iterator[None]:
    proxy.cut()
    try:
        yield
    finally:
        proxy.mend()


@contextmanager
def _down(server: _Server) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


def _make_queue(server: RabbitServer, name: str) -> None:
    with server.channel() as channel:
        channel.queue_declare(name, durable=True)


def _taken(server: RabbitServer, queue: str) -> list[Arrival]:
    """What the queue has; it is empty then."""
    with server.channel() as channel:
        count = channel.queue_declare(queue, passive=True).method.message_count
        bodies: list[bytes] = []
        for _, _, body in channel.consume(queue, auto_ack=True):
            bodies.append(body)
            if len(bodies) == count:
                break
        channel.cancel()
        channel.queue_delete(queue)
    return _events(bodies)


def _events(bodies: Iterable[bytes]) -> list[Arrival]:
    """Of messages with one event each, or with several."""
    documents = map(json.loads, bodies)
    events = (event for found in documents for event in (found if isinstance(found, list) else [found]))
    return [(event["recordid"], int(event["sequence"])) for event in events]
