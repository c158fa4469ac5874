"""The Redis sink against a server that is real, and that is broken on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cloudevents.core.formats.json import JSONFormat

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.core.protocols import Sink, SinkSettings
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.redis.settings import RedisSink
from legacy_adapters.testing.answers import REFUSED, Accounts, answers
from legacy_adapters.testing.queues import QueueConformance
from tests.service.certificates import Certificate
from tests.service.proxy import Proxy
from tests.service.redis_server import (
    LARGEST_PIECE,
    PASSWORD,
    READER,
    READERS_PASSWORD,
    USER,
    RedisServer,
    redis_program,
)
from tests.service.require import require
from tests.sinks.events.samples import delivery, lines


@pytest.fixture
def stream() -> str:
    """The name of a stream that is not there yet."""
    return f"s:{uuid4().hex}"


def sink(server: RedisServer, stream: str, **settings: object) -> RedisSink:
    return RedisSink.model_validate({"url": server.url(), "stream": stream} | settings)


def opened(settings: RedisSink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


class _Redis(QueueConformance):
    @pytest.fixture(autouse=True)
    def _server(self, redis_server: RedisServer) -> None:
        self.server = redis_server

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        """One is larger than the server takes."""
        rows[REFUSED]["description"] = "x" * LARGEST_PIECE
        return self.declare(place)

    def received(self, place: str) -> Sequence[str]:
        entries = self.server.entries(place)
        found = [event for fields in entries for event in json.loads(fields.get(b"events", b"[]"))]
        found += [json.loads(fields[b"event"]) for fields in entries if b"event" in fields]
        return list(map(json.dumps, found))


class TestSingly(_Redis):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place)


class TestInBatches(_Redis):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place, batch=7)


def test_an_entry_has_id_and_event(redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
    """And is still there after the server was killed."""
    with opened(sink(redis_server, stream), tmp_path) as out:
        out.write(lines(2))
        out.commit()
    redis_server.kill()
    redis_server.start()
    first, _ = redis_server.entries(stream)
    assert first[b"id"].decode() == JSONFormat().read(None, first[b"event"]).get_id()


def test_binary_mode_has_a_field_for_each_attribute(redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
    """And the data as they are."""
    with opened(sink(redis_server, stream, mode="binary"), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    [fields] = redis_server.entries(stream)
    assert fields[b"ce-type"] == b"accounting.line.upserted.v1"
    assert json.loads(fields[b"data"])["amount"] == "12345678901234567890.1234"


def test_a_stream_has_the_values_of_the_record_in_its_name(
    redis_server: RedisServer, stream: str, tmp_path: Path
) -> None:
    """Here, the company."""
    with opened(sink(redis_server, f"{stream}:{{entity}}:{{company_id}}"), tmp_path) as out:
        out.write(lines(3, companies=2))
        out.commit()
    assert [len(redis_server.entries(f"{stream}:line:C{n}")) for n in (0, 1)] == [2, 1]


def test_a_stream_keeps_as_much_as_is_stated(redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
    """Or a little more, as Redis removes whole nodes."""
    with opened(sink(redis_server, stream, max_length=100, pipeline=50), tmp_path) as out:
        out.write(lines(2_000))
        out.commit()
    assert 100 <= len(redis_server.entries(stream)) < 400


class TestRefused:
    """What the server does not take, each with what to do."""

    def refused(self, settings: RedisSink, folder: Path, records: int = 1) -> LegacyAdaptersError:
        with pytest.raises(LegacyAdaptersError) as raised, opened(settings, folder) as out:  # noqa: PT012 - any step
            out.write(lines(records))
            out.commit()
        assert PASSWORD not in str(raised.value)
        return raised.value

    def test_wrong_credentials(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """Never tried again, as that may lock an account."""
        error = self.refused(sink(redis_server, stream, url=redis_server.url(USER, "wrong-secret")), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "wrong-secret" not in str(error)

    def test_no_right_to_write(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """The login is good, what it may do is too little."""
        error = self.refused(sink(redis_server, stream, url=redis_server.url(READER, READERS_PASSWORD)), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "XADD" in error.hint

    def test_no_such_stream(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """Where none is to be made."""
        error = self.refused(sink(redis_server, stream, declare=False), tmp_path)
        assert isinstance(error, ConfigError)
        assert stream in error.message
        assert redis_server.entries(stream) == []

    def test_something_else_of_that_name(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """It is left alone."""
        with redis_server.client() as client:
            client.set(stream, "text")
        error = self.refused(sink(redis_server, stream), tmp_path)
        assert isinstance(error, ConfigError)
        assert "no stream" in error.message

    def test_a_server_without_memory(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """It was told to refuse more, rather than to drop what it has."""
        with redis_server.client() as client:
            client.config_set("maxmemory", "1mb")
            try:
                error = self.refused(sink(redis_server, stream), tmp_path, records=5_000)
            finally:
                client.config_set("maxmemory", "0")
        assert isinstance(error, Unavailable)
        assert "memory" in error.message

    def test_replicas_that_are_not_there(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """No checkpoint is saved without them; the server is given half of the time to wait for them."""
        error = self.refused(sink(redis_server, stream, replicas=1, timeout=2), tmp_path)
        assert isinstance(error, Unavailable)
        assert "1 replicas, only 0" in error.message

    def test_a_server_that_keeps_nothing(self, stream: str, tmp_path: Path) -> None:
        """Its events would be gone when it is restarted, and the checkpoint would say that they are there."""
        program = require(redis_program(), "Redis' server", "`make setup`, or: apt-get install redis-server")
        server = RedisServer.create(tmp_path, program, kept=False)
        server.start()
        try:
            error = self.refused(sink(server, stream), tmp_path)
        finally:
            server.stop()
        assert isinstance(error, ConfigError)
        assert "appendonly yes" in error.hint

    def test_a_server_that_is_just_being_started(self, stream: str, tmp_path: Path) -> None:
        """It still reads its file, and says by then that it has none: that passes."""
        program = require(redis_program(), "Redis' server", "`make setup`, or: apt-get install redis-server")
        server = RedisServer.create(tmp_path, program)
        server.start()
        try:
            with server.client() as client, client.pipeline(transaction=False) as pipeline:
                for _ in range(10_000):
                    pipeline.xadd("much", {"a": "x" * 50})
                pipeline.execute()
            server.kill()
            with (tmp_path / "redis.conf").open("a", encoding="ascii") as config:
                # Microseconds for each command, and bytes until it looks at connections.
                config.write("key-load-delay 200\nloading-process-events-interval-bytes 1024\n")
            starting = threading.Thread(target=server.start)
            starting.start()
            said = set()
            while starting.is_alive():
                try:
                    with opened(sink(server, stream), tmp_path):
                        break
                except Unavailable as error:
                    said.add(error.message)
            starting.join()
        finally:
            server.stop()
        assert "the server still reads what it has kept" in said


class TestAnswered:
    """What the server says of each record."""

    def answered(self, settings: RedisSink, folder: Path, *batches: Records) -> Accounts:
        with opened(settings, folder) as out:
            return answers(out, [[batch] for batch in batches])

    def test_receipts_have_the_ids_of_the_entries(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """The first and the last of each stream."""
        settings = sink(redis_server, f"{stream}:{{company_id}}")
        accounts = self.answered(settings, tmp_path, lines(4, companies=2), lines(1))
        with redis_server.client() as client:
            found: list[Any] = [client.xrange(f"{stream}:{company}") for company in ("C0", "C1")]
        first, second = ([entry.decode() for entry, _ in entries] for entries in found)
        assert [one.answer for one in accounts.receipts] == [
            f"stream {stream}:C0, {first[0]} – {first[1]}; stream {stream}:C1, {second[0]} – {second[1]}",
            f"stream {stream}:C0, {first[2]}",
        ]

    def test_an_event_that_is_too_large(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """The server would close the connection: it is not sent, and what the server takes is told."""
        large = lines(1, description="x" * LARGEST_PIECE)
        accounts = self.answered(sink(redis_server, stream), tmp_path, lines(2), large)
        assert accounts.taken == 2
        assert f"a message may have {LARGEST_PIECE:,}" in accounts.refusals[0].words

    def test_one_who_may_not_ask_for_the_limit_may_deliver(
        self, redis_server: RedisServer, stream: str, tmp_path: Path
    ) -> None:
        """The limit is then that of a server as it is installed."""
        with redis_server.client() as client:
            client.acl_setuser(
                "plain", enabled=True, passwords=["+plain-secret"], keys=["*"], commands=["+@all", "-config"]
            )
            try:
                accounts = self.answered(
                    sink(redis_server, stream, url=redis_server.url("plain", "plain-secret")), tmp_path, lines(2)
                )
            finally:
                client.acl_deluser("plain")
        assert accounts.taken == 2


class TestBroken:
    """A connection or a server that goes away."""

    def test_a_connection_cut_in_the_middle(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """Gone on with, nothing is missing, and a repeat has the same id."""
        with Proxy(redis_server.port, cut_after=100_000) as proxy:
            settings = sink(redis_server, stream, url=redis_server.url(port=proxy.port), pipeline=10)
            with opened(settings, tmp_path) as out, pytest.raises(Unavailable):
                out.write(lines(1_000))
            proxy.mend()
            with opened(settings, tmp_path) as out:
                out.write(lines(1_000))
                out.commit()
        assert len({fields[b"id"] for fields in redis_server.entries(stream)}) == 1_000

    def test_a_server_that_is_killed_and_started_again(
        self, redis_server: RedisServer, stream: str, tmp_path: Path
    ) -> None:
        """What was committed before is there, and the rest comes after."""
        settings = sink(redis_server, stream)
        with opened(settings, tmp_path) as out:
            out.write(lines(100))
            token = out.commit()
            redis_server.kill()
            with pytest.raises(Unavailable):
                out.write(lines(100))
        with pytest.raises(Unavailable, match="Is it running"):
            settings.open(delivery(tmp_path), token)
        redis_server.start()
        with closing(settings.open(delivery(tmp_path), token)) as out:
            out.write(lines(120))
            out.commit()
        assert len({fields[b"id"] for fields in redis_server.entries(stream)}) == 120

    def test_a_server_that_says_nothing(self, redis_server: RedisServer, stream: str, tmp_path: Path) -> None:
        """After as long as one waits it counts as gone."""
        with redis_server.stands_still() as still, opened(sink(redis_server, stream, timeout=0.5), tmp_path) as out:
            still()
            with pytest.raises(Unavailable):
                out.write(lines(10))


class TestSecured:
    """Over TLS, behind a proxy that shows a certificate."""

    @pytest.fixture
    def secured(self, redis_server: RedisServer, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
        """The URL of the proxy."""
        made = Certificate.make(tmp_path, **getattr(request, "param", {}))
        with Proxy(redis_server.port, made.server_context) as proxy:
            yield redis_server.url(port=proxy.port).replace("redis:", "rediss:")

    def test_a_good_certificate(self, redis_server: RedisServer, secured: str, stream: str, tmp_path: Path) -> None:
        """That a file vouches for."""
        with opened(sink(redis_server, stream, url=secured, ca_file="certificate.pem"), tmp_path) as out:
            out.write(lines(3))
            out.commit()
        assert len(redis_server.entries(stream)) == 3

    @pytest.mark.parametrize(
        ("secured", "trusted"),
        [
            ({"expired": True}, {"ca_file": "certificate.pem"}),
            ({"host": "elsewhere"}, {"ca_file": "certificate.pem"}),
            ({}, {}),
        ],
        indirect=["secured"],
        ids=str,
    )
    def test_a_bad_certificate(
        self, redis_server: RedisServer, secured: str, trusted: dict[str, Any], stream: str, tmp_path: Path
    ) -> None:
        """Nothing is sent, not even the password."""
        with pytest.raises(ConfigError, match="not trusted"):
            sink(redis_server, stream, url=secured, **trusted).open(delivery(tmp_path), None)
