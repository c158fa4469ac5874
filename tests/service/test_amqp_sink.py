"""The AMQP sink against a RabbitMQ that is real, and that is broken on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.core.protocols import Answering, Sink, SinkSettings
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.testing.answers import REFUSED, Accounts, answers
from legacy_adapters.testing.queues import QueueConformance
from tests.service.certificates import Certificate
from tests.service.proxy import Proxy
from tests.service.rabbitmq import LARGEST_MESSAGE, PASSWORD, READER, READERS_PASSWORD, USER, RabbitServer
from tests.sinks.events.samples import delivery, lines


@pytest.fixture
def queue(rabbitmq: RabbitServer) -> Iterator[str]:
    """The name of a queue that is made by the sink, or not at all."""
    name = f"q{uuid4().hex}"
    yield name
    with rabbitmq.channel() as channel:
        channel.queue_delete(name)


def sink(server: RabbitServer, queue: str, **settings: object) -> AmqpSink:
    """One that sends to a queue of this name, by the default exchange."""
    given: dict[str, object] = {"url": server.url(), "queue": queue, "routing_key": queue, "declare": True}
    return AmqpSink.model_validate(given | settings)


def opened(settings: AmqpSink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


def take_all(server: RabbitServer, queue: str) -> list[tuple[Any, Any, bytes]]:
    """Every message with what the server says of it; they stay where they are."""
    with server.channel() as channel:
        found = []
        while (got := channel.basic_get(queue))[0] is not None:
            found.append(got)
        return found


def count(server: RabbitServer, queue: str) -> int:
    with server.channel() as channel:
        found: int = channel.queue_declare(queue, passive=True).method.message_count
        return found


class _Amqp(QueueConformance):
    @pytest.fixture(autouse=True)
    def _server(self, rabbitmq: RabbitServer) -> None:
        self.server = rabbitmq

    def received(self, place: str) -> Sequence[str]:
        bodies = [json.loads(body) for _, _, body in take_all(self.server, place)]
        return [json.dumps(event) for body in bodies for event in (body if isinstance(body, list) else [body])]


class TestSingly(_Amqp):
    def declare(self, place: str) -> SinkSettings:
        return AmqpSink(url=self.server.url(), exchange=f"{place}.x", queue=place, declare=True)

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        """Of the one company there is no queue."""
        rows[REFUSED]["company_id"] = "nowhere"
        by_company = {"routing_key": "{company_id}", "binding": "C0", "declare": True}
        return AmqpSink.model_validate(
            {"url": self.server.url(), "exchange": f"{place}.x", "queue": place} | by_company
        )


class TestInBatches(_Amqp):
    def declare(self, place: str) -> SinkSettings:
        url = self.server.url()
        # The two entities of the suite keep their order only if they share an address.
        return AmqpSink(url=url, exchange=f"{place}.x", routing_key="all", queue=place, declare=True, batch=7)

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        """One is larger than the server takes, and the settings know nothing of that."""
        rows[REFUSED]["description"] = "x" * LARGEST_MESSAGE
        return self.declare(place)


def test_a_message_lasts_and_says_what_it_is(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """Persistent, with content type and the event's id; and still there after the server was restarted in order."""
    with opened(sink(rabbitmq, queue), tmp_path) as out:
        out.write(lines(2))
        out.commit()
    # In order; one that is killed is tested below.
    rabbitmq.stop()
    rabbitmq.start()
    [(_, properties, body), _] = take_all(rabbitmq, queue)
    assert properties.content_type == "application/cloudevents+json"
    assert properties.delivery_mode == 2
    assert properties.message_id == JSONFormat().read(None, body).get_id()


def test_binary_mode_is_read_by_the_cncf_library(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """The attributes are the message's headers."""
    with opened(sink(rabbitmq, queue, mode="binary"), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    [(_, properties, body)] = take_all(rabbitmq, queue)
    event = from_binary(RabbitMQMessage(properties.headers, properties.content_type, body), JSONFormat())
    assert event.get_id() == properties.message_id
    assert event.get_data()["amount"] == "12345678901234567890.1234"  # type: ignore[index,call-overload]


def test_routing_keys_have_the_values_of_the_record(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """Here, the company."""
    settings = sink(rabbitmq, queue, exchange=f"{queue}.x", routing_key="{entity}.{company_id}.{operation}")
    with opened(settings, tmp_path) as out:
        out.write(lines(2, companies=2))
        out.commit()
    assert [method.routing_key for method, _, _ in take_all(rabbitmq, queue)] == ["line.C0.upsert", "line.C1.upsert"]


def test_large_messages_go_in_several_frames(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """A frame has 128 kB."""
    with opened(sink(rabbitmq, queue, batch=1000, max_message_bytes=280_000), tmp_path) as out:
        out.write(lines(1000))
        out.commit()
    bodies = [body for _, _, body in take_all(rabbitmq, queue)]
    assert sum(len(json.loads(body)) for body in bodies) == 1000
    assert max(map(len, bodies)) > 140_000


def test_more_than_the_window_is_sent(rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
    """It waits for confirms, then goes on; with the smallest window too."""
    with opened(sink(rabbitmq, queue, window=1), tmp_path) as out:
        out.write(lines(50))
        out.commit()
    assert count(rabbitmq, queue) == 50


class TestRefused:
    """What the server does not take, each with what to do."""

    def refused(self, settings: AmqpSink, folder: Path, records: int = 1) -> LegacyAdaptersError:
        with pytest.raises(LegacyAdaptersError) as raised, opened(settings, folder) as out:  # noqa: PT012 - any step
            out.write(lines(records))
            out.commit()
        assert PASSWORD not in str(raised.value)
        return raised.value

    def test_wrong_credentials(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Never tried again, as that may lock an account; the password is not told."""
        error = self.refused(sink(rabbitmq, queue, url=rabbitmq.url(USER, "wrong-secret")), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "login refused" in error.message
        assert "wrong-secret" not in str(error)

    def test_no_such_vhost(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Named with where it stands."""
        error = self.refused(sink(rabbitmq, queue, url=rabbitmq.url() + "books"), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "vhost" in error.hint

    def test_no_right_to_write(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The login is good, what it may do is too little."""
        url = rabbitmq.url(READER, READERS_PASSWORD)
        with rabbitmq.channel() as channel:
            channel.queue_declare(queue, durable=True)
        error = self.refused(sink(rabbitmq, queue, url=url, declare=False), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "Let the user write to the exchange" in error.hint

    @pytest.mark.parametrize(("setting", "name"), [("exchange", "nowhere"), ("queue", "nothing")])
    def test_what_is_not_there(
        self, setting: str, name: str, rabbitmq: RabbitServer, queue: str, tmp_path: Path
    ) -> None:
        """It is only made where the settings say so."""
        settings = {"url": rabbitmq.url(), "routing_key": queue, setting: name}
        error = self.refused(AmqpSink.model_validate(settings), tmp_path)
        assert isinstance(error, ConfigError)
        assert name in error.message
        assert "declare: true" in error.hint

    def test_another_kind_of_exchange(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """One that is there is not changed."""
        error = self.refused(sink(rabbitmq, queue, exchange="amq.direct"), tmp_path)
        assert isinstance(error, ConfigError)
        assert "other settings" in error.hint

    def test_a_queue_that_is_full(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """It was made to refuse more, rather than to drop what it has. That passes: no record is to blame."""
        full = {"x-max-length": 10, "x-overflow": "reject-publish"}
        with rabbitmq.channel() as channel:
            channel.queue_declare(queue, durable=True, arguments=full)
        error = self.refused(sink(rabbitmq, queue, declare=False), tmp_path, records=500)
        assert isinstance(error, Unavailable)
        assert "full" in error.hint


class TestAnswered:
    """What the server says of each record."""

    def answered(self, settings: AmqpSink, folder: Path, *batches: Records) -> Accounts:
        with opened(settings, folder) as out:
            return answers(out, [[batch] for batch in batches])

    def test_no_route(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """An event that no queue takes would be lost: its record is refused, and the routing key named."""
        accounts = self.answered(sink(rabbitmq, queue, routing_key="gl.{entity}"), tmp_path, lines(1))
        assert accounts.receipts == []
        words = "312 NO_ROUTE: no queue of the default exchange takes the routing key gl.line"
        assert [refusal.words for refusal in accounts.refusals] == [words]

    @pytest.mark.parametrize("batch", [1, 10])
    def test_some_have_no_route(self, batch: int, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """Those of one company, each one of them, more than the window holds; the others are in the queue."""
        by_company = {"exchange": f"{queue}.x", "routing_key": "{company_id}", "binding": "C0", "window": 50}
        settings = sink(rabbitmq, queue, batch=batch, **by_company)
        accounts = self.answered(settings, tmp_path, lines(600, companies=2), lines(10, companies=2))
        assert (accounts.taken, len(accounts.refusals)) == (305, 305)
        assert {one.record.rows["company_id"][0].as_py() for one in accounts.refusals} == {"C1"}
        assert len({one.record.record_id[0].as_py() for one in accounts.refusals}) == 300
        found = [json.loads(body) for _, _, body in take_all(rabbitmq, queue)]
        events = [event for body in found for event in (body if isinstance(body, list) else [body])]
        assert len(events) == 305

    def test_no_route_for_an_id_that_is_too_long(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The server cannot name it when it returns it: the records are the right ones all the same."""
        records = lines(3, companies=3)
        records = replace(records, record_id=pa.array([f"{n}{'x' * 300}" for n in range(3)]))
        by_company = {"exchange": f"{queue}.x", "routing_key": "{company_id}", "binding": "C1"}
        accounts = self.answered(sink(rabbitmq, queue, **by_company), tmp_path, records)
        assert [one.record.rows["company_id"][0].as_py() for one in accounts.refusals] == ["C0", "C2"]

    def test_larger_than_the_settings_allow(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """It is not sent."""
        records = lines(1, description="x" * 2_000)
        accounts = self.answered(sink(rabbitmq, queue, max_message_bytes=1024), tmp_path, lines(2), records)
        assert accounts.taken == 2
        assert "a message may have 1,024" in accounts.refusals[0].words

    def test_larger_than_the_server_takes(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The settings allow it: the server closes the channel; all that was on its way goes again, but that one."""
        large = lines(1, description="x" * LARGEST_MESSAGE)
        accounts = self.answered(sink(rabbitmq, queue), tmp_path, lines(500), large, lines(20))
        assert accounts.taken == 520
        assert f"a message may have {LARGEST_MESSAGE:,}" in accounts.refusals[0].words
        ids = {properties.message_id for _, properties, _ in take_all(rabbitmq, queue)}
        assert len(ids) == 500

    def test_batches_larger_than_the_server_takes(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """They are cut again, as small as need be; nothing is refused."""
        accounts = self.answered(sink(rabbitmq, queue, batch=10_000), tmp_path, lines(2_000))
        assert (accounts.taken, accounts.refusals) == (2_000, [])
        bodies = [body for _, _, body in take_all(rabbitmq, queue)]
        assert {event["data"]["line_no"] for body in bodies for event in json.loads(body)} == set(range(2_000))
        assert max(map(len, bodies)) <= LARGEST_MESSAGE

    def test_a_routing_key_that_is_too_long(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """AMQP allows 255 bytes; the record is not sent."""
        accounts = self.answered(sink(rabbitmq, queue, routing_key="x" * 300), tmp_path, lines(1))
        assert "255 bytes" in accounts.refusals[0].words

    def test_receipts_have_the_delivery_tags(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """And server and exchange; one for each write."""
        with opened(sink(rabbitmq, queue, batch=2), tmp_path) as out:
            for count in (5, 2):
                out.write(lines(count))
            out.commit()
            assert isinstance(out, Answering)
            receipts = out.receipts()
        place = f"amqp://127.0.0.1:{rabbitmq.port}/ default exchange: delivery"
        assert [one.answer.partition(" of ")[0] for one in receipts] == [f"{place} tags 1–3", f"{place} tag 4"]
        assert all(one.answer.partition(" of ")[2] for one in receipts)
        first = lines(1).first_sequence
        assert [(one.entity, one.records, one.first, one.last) for one in receipts] == [
            ("line", 5, first, first + 4),
            ("line", 2, first, first + 1),
        ]


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
        ids = {properties.message_id for _, properties, _ in take_all(rabbitmq, queue)}
        assert len(ids) == 1_000

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
        """What was committed before is there, and the rest comes after."""
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
            out.write(lines(120))
            out.commit()
        ids = {properties.message_id for _, properties, _ in take_all(rabbitmq, queue)}
        assert len(ids) == 120

    def test_a_server_that_says_nothing(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """After as long as one waits it counts as gone."""
        with rabbitmq.stands_still() as still, opened(sink(rabbitmq, queue, timeout=0.5), tmp_path) as out:
            still()
            with pytest.raises(Unavailable, match="confirmed nothing"):  # noqa: PT012 - any step
                out.write(lines(10))
                out.commit()


class TestSecured:
    """Over TLS, behind a proxy that shows a certificate."""

    def test_a_good_certificate(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """That a file vouches for."""
        made = Certificate.make(tmp_path)
        with Proxy(rabbitmq.port, made.server_context) as proxy:
            url = rabbitmq.url(port=proxy.port).replace("amqp:", "amqps:")
            with opened(sink(rabbitmq, queue, url=url, ca_file="certificate.pem"), tmp_path) as out:
                out.write(lines(3))
                out.commit()
        assert count(rabbitmq, queue) == 3

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"expired": True}, ["expired"]),
            ({"host": "elsewhere"}, ["not valid for", "mismatch"]),
            ({}, ["self-signed", "self signed"]),
        ],
        ids=["expired", "of another host", "of nobody known"],
    )
    def test_a_bad_certificate(
        self, wrong: dict[str, Any], said: list[str], rabbitmq: RabbitServer, queue: str, tmp_path: Path
    ) -> None:
        """Nothing is sent, not even the password; it is never tried without a check."""
        made = Certificate.make(tmp_path, **wrong)
        with Proxy(rabbitmq.port, made.server_context) as proxy:
            url = rabbitmq.url(port=proxy.port).replace("amqp:", "amqps:")
            trusted = {"ca_file": "certificate.pem"} if wrong else {}
            with pytest.raises(ConfigError, match="not trusted") as raised:
                sink(rabbitmq, queue, url=url, **trusted).open(delivery(tmp_path), None)
        assert any(words in str(raised.value).lower() for words in said)

    def test_a_server_without_tls(self, rabbitmq: RabbitServer, queue: str, tmp_path: Path) -> None:
        """The port is that for plain connections."""
        url = rabbitmq.url().replace("amqp:", "amqps:")
        with pytest.raises(Unavailable, match="TLS"):
            sink(rabbitmq, queue, url=url).open(delivery(tmp_path), None)
