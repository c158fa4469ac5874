"""The AMQP 1.0 sink against RabbitMQ's plugin, and that broken on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cloudevents.core.bindings.amqp import AMQPMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from proton import Message
from proton.utils import BlockingConnection

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.protocols import Answering, Sink, SinkSettings
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from legacy_adapters.testing.answers import REFUSED
from legacy_adapters.testing.queues import QueueConformance
from tests.service.certificates import Certificate
from tests.service.proxy import Proxy
from tests.service.rabbitmq import LARGEST_MESSAGE, PASSWORD, READER, READERS_PASSWORD, USER, RabbitServer
from tests.sinks.events.samples import delivery, lines


@pytest.fixture
def queue(rabbitmq: RabbitServer) -> Iterator[str]:
    """The name of a queue that is made by attaching, or not at all."""
    name = f"q{uuid4().hex}"
    yield name
    with rabbitmq.channel() as channel:
        channel.queue_delete(name)


def sink(server: RabbitServer, queue: str, **settings: object) -> Amqp1Sink:
    """One that sends to a queue of this name."""
    given: dict[str, object] = {"url": server.url(), "address": f"/queue/{queue}"}
    return Amqp1Sink.model_validate(given | settings)


def opened(settings: Amqp1Sink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


def take_all(server: RabbitServer, queue: str) -> list[tuple[Any, bytes]]:
    """Every message with its properties, as AMQP 0.9.1 hands it out; they stay where they are."""
    with server.channel() as channel:
        found = []
        while (got := channel.basic_get(queue))[0] is not None:
            found.append((got[1], got[2]))
        return found


def take_one(server: RabbitServer, queue: str) -> Any:
    """The first message as a receiver of AMQP 1.0 has it."""
    url = server.url().rstrip("/")
    connection = BlockingConnection(url, timeout=20, allowed_mechs="PLAIN", allow_insecure_mechs=True)
    try:
        receiver = connection.create_receiver(f"/amq/queue/{queue}", credit=1)
        found: Message = receiver.receive(timeout=20)
        receiver.accept()
        return found
    finally:
        connection.close()


class _Amqp1(QueueConformance):
    @pytest.fixture(autouse=True)
    def _server(self, rabbitmq: RabbitServer) -> None:
        self.server = rabbitmq

    def received(self, place: str) -> Sequence[str]:
        bodies = [json.loads(body) for _, body in take_all(self.server, place)]
        return [json.dumps(event) for body in bodies for event in (body if isinstance(body, list) else [body])]


class TestSingly(_Amqp1):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place)

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        rows[REFUSED]["description"] = "x" * 20_000
        return sink(self.server, place, max_message_bytes=20_000)


class TestInBatches(_Amqp1):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place, batch=7)

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        rows[REFUSED]["description"] = "x" * 20_000
        return sink(self.server, place, max_message_bytes=20_000, batch=7)


def test_a_message_lasts_and_says_what_it_is(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """Durable, with content type, id, address and the key as its group; still there after a restart in order."""
    with opened(sink(rabbitmq, queue), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    rabbitmq.stop()
    rabbitmq.start()
    message = take_one(rabbitmq, queue)
    event = JSONFormat().read(None, bytes(message.body))
    assert message.durable
    assert message.content_type == "application/cloudevents+json"
    assert message.id == event.get_id()
    assert message.address == f"/queue/{queue}"
    assert message.group_id == "sage hq/C0:line:0%2F1"


def test_binary_mode_is_read_by_the_cncf_library(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """The attributes are application properties."""
    with opened(sink(rabbitmq, queue, mode="binary", group=False), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    message = take_one(rabbitmq, queue)
    event = from_binary(
        AMQPMessage({"content-type": message.content_type}, dict(message.properties), bytes(message.body)), JSONFormat()
    )
    assert event.get_id() == message.id
    assert event.get_data()["amount"] == "12345678901234567890.1234"  # type: ignore[index,call-overload]
    assert message.group_id is None


def test_each_company_has_a_queue(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """The address has values of the record; each is attached to when it first comes, more than are held open."""
    with opened(sink(rabbitmq, f"{queue}.{{company_id}}"), tmp_path) as out:
        out.write(lines(230, companies=2))
        out.commit()
    for company in ("C0", "C1"):
        assert len(take_all(rabbitmq, f"{queue}.{company}")) == 115
        with rabbitmq.channel() as channel:
            channel.queue_delete(f"{queue}.{company}")


def test_more_than_the_window_is_sent(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """It waits until messages are settled, then goes on; with the smallest window too."""
    with opened(sink(rabbitmq, queue, window=1), tmp_path) as out:
        out.write(lines(50))
        out.commit()
        assert isinstance(out, Answering)
        [receipt] = out.receipts()
    assert len(take_all(rabbitmq, queue)) == 50
    assert (receipt.entity, receipt.records, receipt.last - receipt.first) == ("line", 50, 49)
    assert receipt.answer == f"/queue/{queue} accepted delivery tags 2 to 51"


class TestRefused:
    """What the server does not take, each with what to do."""

    def refused(self, settings: Amqp1Sink, folder: Path, description: str = "x") -> LegacyAdaptersError:
        with pytest.raises(LegacyAdaptersError) as raised, opened(settings, folder) as out:  # noqa: PT012 - any step
            out.write(lines(1, description=description))
            out.commit()
        assert PASSWORD not in str(raised.value)
        return raised.value

    def test_wrong_credentials(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Never tried again, as that may lock an account; the password is not told."""
        error = self.refused(sink(rabbitmq, queue, url=rabbitmq.url(USER, "wrong-secret")), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "login refused" in error.message
        assert "wrong-secret" not in str(error)

    def test_nobody_is_not_let_in(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Without a user."""
        error = self.refused(sink(rabbitmq, queue, url=f"amqp://127.0.0.1:{rabbitmq.port}"), tmp_path)
        assert isinstance(error, AccessDenied)

    def test_a_way_to_log_in_that_is_not_offered(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """By a certificate, which this server does not take for a login."""
        certificate = Certificate.make(tmp_path)
        own = {"ca_file": str(certificate.certificate), "cert_file": str(certificate.certificate)}
        with Proxy(rabbitmq.port, certificate.server_context) as proxy:
            url = f"amqps://127.0.0.1:{proxy.port}"
            settings = sink(rabbitmq, queue, url=url, key_file=str(certificate.key), mechanism="EXTERNAL", **own)
            assert isinstance(self.refused(settings, tmp_path), AccessDenied)

    def test_no_such_vhost(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The login is good, and not for there."""
        error = self.refused(sink(rabbitmq, queue, virtual_host="vhost:books"), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "virtual host" in error.hint

    def test_no_right_to_write(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The login is good, what it may do is too little."""
        error = self.refused(sink(rabbitmq, queue, url=rabbitmq.url(READER, READERS_PASSWORD)), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "Let the user send to the address" in error.hint

    def test_a_queue_with_other_settings(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Attaching to it would make it with others."""
        with rabbitmq.channel() as channel:
            channel.queue_declare(queue, durable=False)
        error = self.refused(sink(rabbitmq, queue), tmp_path)
        assert isinstance(error, ConfigError)
        assert "inequivalent" in error.message

    @pytest.mark.parametrize("address", ["/exchange/nowhere/x", "/exchange/amq.topic", "/amq/queue/nothing", "nothing"])
    def test_where_messages_would_be_dropped(self, address: str, rabbitmq: RabbitServer, tmp_path: Path) -> None:
        """RabbitMQ 3 says that it accepted what no queue takes: nothing is sent to where that may be so."""
        error = self.refused(Amqp1Sink(url=rabbitmq.url(), address=address), tmp_path)
        assert isinstance(error, ConfigError)
        assert address in error.message
        assert "kind: amqp" in error.hint

    def test_a_message_that_is_too_large_for_the_server(
        self, rabbitmq: RabbitServer, queue: str, tmp_path: Path
    ) -> None:
        """It does not say how much it takes, and ends the session: what to set is said."""
        error = self.refused(sink(rabbitmq, queue), tmp_path, description="x" * (LARGEST_MESSAGE + 1))
        assert isinstance(error, OutputError)
        assert "max_message_bytes" in error.hint


@pytest.mark.parametrize("batch", [1, 10])
def test_one_that_is_too_large_does_not_stop_the_others(
    batch: int, rabbitmq: RabbitServer, queue: str, tmp_path: Path
) -> None:
    """Where the largest message is stated, the record is refused by itself."""
    settings = sink(rabbitmq, queue, batch=batch, max_message_bytes=LARGEST_MESSAGE)
    with opened(settings, tmp_path) as out:
        out.write(lines(2))
        out.write(lines(1, description="x" * LARGEST_MESSAGE))
        out.write(lines(3))
        assert json.loads(out.commit())["events"] == 5
        assert isinstance(out, Answering)
        [refusal] = out.refusals()
        assert [receipt.records for receipt in out.receipts()] == [5]
        assert (out.receipts(), out.refusals()) == ([], [])
    assert refusal.record.count == 1
    assert "bytes" in refusal.words


class TestBroken:
    """A connection or a server that goes away."""

    def test_a_connection_cut_in_the_middle(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The run ends with an error that may pass, and gone on with nothing is missing."""
        with Proxy(rabbitmq.port, cut_after=100_000) as proxy:
            settings = sink(rabbitmq, queue, url=rabbitmq.url(port=proxy.port))
            with opened(settings, tmp_path) as out, pytest.raises(Unavailable):  # noqa: PT012 - any step
                out.write(lines(1_000))
                out.commit()
            proxy.mend()
            with opened(settings, tmp_path) as out:
                out.write(lines(1_000))
                out.commit()
        assert len({properties.message_id for properties, _ in take_all(rabbitmq, queue)}) == 1_000

    def test_an_error_is_told_again(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """By every later call, until the sink is closed."""
        with Proxy(rabbitmq.port) as proxy:
            settings = sink(rabbitmq, queue, url=rabbitmq.url(port=proxy.port))
            with opened(settings, tmp_path) as out:
                proxy.cut()
                for _ in range(2):
                    with pytest.raises(Unavailable):  # noqa: PT012 - any step
                        out.write(lines(100))
                        out.commit()

    def test_a_server_that_is_killed_and_started_again(
        self, rabbitmq: RabbitServer, queue: str, tmp_path: Path
    ) -> None:
        """The run that was disturbed says that it may pass; gone on with, all arrives."""
        settings = sink(rabbitmq, queue)
        with opened(settings, tmp_path) as out:
            out.write(lines(100))
            token = out.commit()
            killing = threading.Thread(target=rabbitmq.kill)
            killing.start()
            with pytest.raises(Unavailable):  # noqa: PT012 - any of them
                while True:
                    out.write(lines(100))
                    out.commit()
            killing.join()
        with pytest.raises(Unavailable, match="Is it running"):
            settings.open(delivery(tmp_path), token)
        rabbitmq.start()
        with closing(settings.open(delivery(tmp_path), token)) as out:
            out.write(lines(200))
            out.commit()
        assert len({properties.message_id for properties, _ in take_all(rabbitmq, queue)}) == 200

    def test_a_server_that_stands_still(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """After the time that was stated the run ends with an error that may pass."""
        with rabbitmq.stands_still() as stand, opened(sink(rabbitmq, queue, timeout=1.0), tmp_path) as out:
            stand()
            with pytest.raises(Unavailable):  # noqa: PT012 - any step
                out.write(lines(10))
                out.commit()


class TestTls:
    """Behind a proxy that shows a certificate."""

    def url(self, proxy: Proxy) -> str:
        return f"amqps://{USER}:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{proxy.port}"

    def test_one_that_is_trusted(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """By a file of one's own."""
        certificate = Certificate.make(tmp_path)
        with Proxy(rabbitmq.port, certificate.server_context) as proxy:
            settings = sink(rabbitmq, queue, url=self.url(proxy), ca_file=str(certificate.certificate))
            with opened(settings, tmp_path) as out:
                out.write(lines(3_000))
                out.commit()
        with rabbitmq.channel() as channel:
            assert channel.queue_declare(queue, passive=True).method.message_count == 3_000

    @pytest.mark.parametrize("given", [{}, {"expired": True}, {"host": "elsewhere.example"}], ids=repr)
    def test_others_are_not(self, given: dict[str, Any], rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Of nobody known, expired, of another host."""
        certificate = Certificate.make(tmp_path, **given)
        trusted = {"ca_file": str(certificate.certificate)} if given else {}
        with Proxy(rabbitmq.port, certificate.server_context) as proxy:
            settings = sink(rabbitmq, queue, url=self.url(proxy), **trusted)
            with pytest.raises(ConfigError, match="certificate is not trusted"):
                settings.open(delivery(tmp_path), None)

    def test_a_server_without_tls(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Says so, and does not send a password."""
        settings = sink(rabbitmq, queue, url=rabbitmq.url().replace("amqp:", "amqps:"))
        with pytest.raises(Unavailable, match="amqp://"):
            settings.open(delivery(tmp_path), None)
