"""The NATS sink against a server that is real, and that is broken on purpose."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from cloudevents.core.formats.json import JSONFormat
from nats.js.api import DiscardPolicy, StreamConfig

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.core.protocols import Sink, SinkSettings
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.nats.settings import NatsSink
from legacy_adapters.testing.answers import REFUSED, Accounts, answers
from legacy_adapters.testing.queues import QueueConformance
from tests.service.certificates import Certificate
from tests.service.nats_server import (
    LARGEST_MESSAGE,
    PASSWORD,
    READER,
    READERS_PASSWORD,
    USER,
    NatsServer,
    nats_program,
)
from tests.service.proxy import Proxy
from tests.service.require import require
from tests.sinks.events.samples import delivery, lines


@pytest.fixture
def stream(nats_server: NatsServer) -> str:
    """The name of a stream that is made by the sink, or not at all."""
    return f"S{uuid4().hex}"


def sink(server: NatsServer, stream: str, **settings: object) -> NatsSink:
    """One that sends to a stream of this name, which takes what begins with t and the name."""
    given: dict[str, object] = {"servers": (server.url(),), "user": USER, "password": PASSWORD, "declare": True}
    return NatsSink.model_validate(given | {"stream": stream, "subject": f"t.{stream}.{{entity}}"} | settings)


def opened(settings: NatsSink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


class _Nats(QueueConformance):
    exactly_once = True

    @pytest.fixture(autouse=True)
    def _server(self, nats_server: NatsServer) -> None:
        self.server = nats_server

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        """One is larger than the server takes."""
        rows[REFUSED]["description"] = "x" * LARGEST_MESSAGE
        return self.declare(place)

    def received(self, place: str) -> Sequence[str]:
        bodies = [json.loads(body) for _, _, body in self.server.messages(place)]
        return [json.dumps(event) for body in bodies for event in (body if isinstance(body, list) else [body])]


class TestSingly(_Nats):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place)


class TestInBatches(_Nats):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.server, place, batch=7)


def test_a_message_says_what_it_is(nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
    """By its headers; the subject has the record's values without dots."""
    subject = f"t.{stream}.{{entity}}.{{source}}.{{company_id}}"
    with opened(sink(nats_server, stream, mode="binary", subject=subject), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    [(subject, headers, body)] = nats_server.messages(stream)
    assert subject == f"t.{stream}.line.sage%20hq.C0"
    assert headers["Content-Type"] == "application/json"
    assert headers["Nats-Msg-Id"] == headers["ce-id"] == "sage hq/C0:line:0%2F1#1700000000000000000"
    assert json.loads(body)["amount"] == "12345678901234567890.1234"


def test_more_than_the_window_is_sent(nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
    """It waits for answers, then goes on; in order."""
    with opened(sink(nats_server, stream, window=3), tmp_path) as out:
        out.write(lines(100))
        out.commit()
    events = [JSONFormat().read(None, body) for _, _, body in nats_server.messages(stream)]
    assert [event.get_data()["line_no"] for event in events] == list(range(100))  # type: ignore[index,call-overload]


def test_batches_stay_within_what_the_server_takes(nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
    """It says so when one connects."""
    with opened(sink(nats_server, stream, batch=10_000), tmp_path) as out:
        out.write(lines(2_000))
        out.commit()
    assert sum(len(json.loads(body)) for _, _, body in nats_server.messages(stream)) == 2_000


class TestRefused:
    """What the server does not take, each with what to do."""

    def refused(self, settings: NatsSink, folder: Path, records: int = 1) -> LegacyAdaptersError:
        with pytest.raises(LegacyAdaptersError) as raised, opened(settings, folder) as out:  # noqa: PT012 - any step
            out.write(lines(records))
            out.commit()
        assert PASSWORD not in str(raised.value)
        return raised.value

    def test_wrong_credentials(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """Never tried again, as that may lock an account."""
        error = self.refused(sink(nats_server, stream, password="wrong-secret"), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "login refused" in error.message
        assert "wrong-secret" not in str(error)

    def test_no_right_to_publish(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """The login is good, what it may do is too little."""
        error = self.refused(sink(nats_server, stream, user=READER, password=READERS_PASSWORD), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "publish to the subject" in error.hint

    def test_no_such_stream(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """It is only made where the settings say so."""
        error = self.refused(sink(nats_server, stream, declare=False), tmp_path)
        assert isinstance(error, ConfigError)
        assert stream in error.message
        assert "declare: true" in error.hint

    def test_another_stream_takes_the_subject(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """The event would lie where nobody looks for it."""
        nats_server.do(lambda js: js.add_stream(StreamConfig(name=stream, subjects=[f"x.{stream}"])))
        nats_server.do(lambda js: js.add_stream(StreamConfig(name=f"{stream}-2", subjects=[f"t.{stream}.*"])))
        error = self.refused(sink(nats_server, stream), tmp_path)
        assert isinstance(error, ConfigError)
        assert "another stream" in error.hint

    def test_a_stream_that_is_full(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """It was made to refuse more, rather than to drop what it has."""
        full = StreamConfig(name=stream, subjects=[f"t.{stream}.*"], max_msgs=10, discard=DiscardPolicy.NEW)
        nats_server.do(lambda js: js.add_stream(full))
        error = self.refused(sink(nats_server, stream), tmp_path, records=50)
        assert isinstance(error, Unavailable)
        assert "full" in error.message
        assert len(nats_server.messages(stream)) == 10


class TestAnswered:
    """What the stream says of each record."""

    def answered(self, settings: NatsSink, folder: Path, *batches: Records) -> Accounts:
        with opened(settings, folder) as out:
            return answers(out, [[batch] for batch in batches])

    def test_no_stream_takes_the_subject(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """Nobody would have the event: its record is refused, and the subject named."""
        nats_server.do(lambda js: js.add_stream(StreamConfig(name=stream, subjects=[f"t.{stream}.C0.*"])))
        settings = sink(nats_server, stream, subject=f"t.{stream}.{{company_id}}.{{entity}}")
        accounts = self.answered(settings, tmp_path, lines(20, companies=2))
        assert accounts.taken == 10
        assert {one.words for one in accounts.refusals} == {f"no stream takes the subject t.{stream}.C1.line"}
        assert {one.record.rows["company_id"][0].as_py() for one in accounts.refusals} == {"C1"}
        assert len(nats_server.messages(stream)) == 10

    def test_a_message_that_is_too_large_for_the_stream(
        self, nats_server: NatsServer, stream: str, tmp_path: Path
    ) -> None:
        """Each stream may have a limit of its own: the record is refused in the server's words."""
        small = StreamConfig(name=stream, subjects=[f"t.{stream}.*"], max_msg_size=2_000)
        nats_server.do(lambda js: js.add_stream(small))
        large = lines(1, description="x" * 2_000)
        accounts = self.answered(sink(nats_server, stream), tmp_path, lines(10).slice(1, 9), large)
        assert accounts.taken == 9
        assert [one.words for one in accounts.refusals] == [
            f"message size exceeds maximum allowed (subject t.{stream}.line)"
        ]

    def test_batches_stay_within_what_the_stream_takes(
        self, nats_server: NatsServer, stream: str, tmp_path: Path
    ) -> None:
        """Although the server would take more."""
        small = StreamConfig(name=stream, subjects=[f"t.{stream}.*"], max_msg_size=20_000)
        nats_server.do(lambda js: js.add_stream(small))
        accounts = self.answered(sink(nats_server, stream, batch=1_000), tmp_path, lines(300))
        assert (accounts.taken, accounts.refusals) == (300, [])

    def test_receipts_have_the_numbers_of_the_stream(
        self, nats_server: NatsServer, stream: str, tmp_path: Path
    ) -> None:
        """What was there already is told, and has no new number."""
        first = self.answered(sink(nats_server, stream), tmp_path, lines(10), lines(1))
        assert [one.answer for one in first.receipts] == [f"stream {stream}, 1–10", f"stream {stream}, 1 duplicate"]
        again = self.answered(sink(nats_server, stream), tmp_path, lines(15))
        assert [one.answer for one in again.receipts] == [f"stream {stream}, 11–15, 10 duplicates"]


class TestBroken:
    """A connection or a server that goes away."""

    def test_a_connection_cut_in_the_middle(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """Gone on with, every event is there once."""
        with Proxy(nats_server.port, cut_after=100_000) as proxy:
            settings = sink(nats_server, stream, servers=(nats_server.url(proxy.port),))
            with opened(settings, tmp_path) as out, pytest.raises(Unavailable):  # noqa: PT012 - any step
                out.write(lines(1_000))
                out.commit()
            proxy.mend()
            with opened(settings, tmp_path) as out:
                out.write(lines(1_000))
                out.commit()
        assert len(nats_server.messages(stream)) == 1_000

    def test_a_server_that_is_killed_and_started_again(
        self, nats_server: NatsServer, stream: str, tmp_path: Path
    ) -> None:
        """What was committed before is there, and the rest comes once."""
        settings = sink(nats_server, stream)
        with opened(settings, tmp_path) as out:
            out.write(lines(100))
            token = out.commit()
            nats_server.kill()
            with pytest.raises(Unavailable):  # noqa: PT012 - any step
                out.write(lines(100))
                out.commit()
        with pytest.raises(Unavailable, match="Is it running"):
            settings.open(delivery(tmp_path), token)
        nats_server.start()
        with closing(settings.open(delivery(tmp_path), token)) as out:
            out.write(lines(120))
            out.commit()
        assert len(nats_server.messages(stream)) == 120

    def test_a_server_that_says_nothing(self, nats_server: NatsServer, stream: str, tmp_path: Path) -> None:
        """After as long as one waits it counts as gone."""
        with nats_server.stands_still() as still, opened(sink(nats_server, stream, timeout=1), tmp_path) as out:
            still()
            with pytest.raises(Unavailable, match="acknowledged nothing"):  # noqa: PT012 - any step
                out.write(lines(10))
                out.commit()


class TestSecured:
    """Over TLS."""

    @pytest.fixture
    def secured(self, request: pytest.FixtureRequest) -> Iterator[tuple[NatsServer, Path]]:
        """A server with a certificate, and the folder where that lies."""
        program = require(nats_program(), "NATS' server", "`make setup`, or: apt-get install nats-server")
        with tempfile.TemporaryDirectory(prefix="legacy-adapters-nats-tls-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            server = NatsServer.create(folder, program, Certificate.make(folder, **getattr(request, "param", {})))
            try:
                server.start()
                yield server, folder
            finally:
                server.stop()

    def test_a_good_certificate(self, secured: tuple[NatsServer, Path], stream: str) -> None:
        """That a file vouches for."""
        server, folder = secured
        address = server.url().replace("nats:", "tls:")
        with opened(sink(server, stream, servers=(address,), ca_file="certificate.pem"), folder) as out:
            out.write(lines(3))
            out.commit()
            assert address in out.outputs()[0]

    @pytest.mark.parametrize("secured", [{"expired": True}, {"host": "elsewhere"}], indirect=True, ids=str)
    def test_a_bad_certificate(self, secured: tuple[NatsServer, Path], stream: str) -> None:
        """Nothing is sent, not even the password."""
        server, folder = secured
        address = server.url().replace("nats:", "tls:")
        with pytest.raises(ConfigError, match="not trusted"):
            sink(server, stream, servers=(address,), ca_file="certificate.pem").open(delivery(folder), None)

    def test_a_server_that_demands_tls(self, secured: tuple[NatsServer, Path], stream: str) -> None:
        """Its certificate is checked all the same."""
        server, folder = secured
        with pytest.raises(ConfigError):
            sink(server, stream).open(delivery(folder), None)
