"""The HTTP sink against servers that are killed, cut off, and that show certificates good and bad."""

from __future__ import annotations

import contextlib
import json
import random
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.http.settings import HttpSink
from legacy_adapters.testing.answers import REFUSED
from legacy_adapters.testing.queues import QueueConformance
from tests.service.certificates import Certificate
from tests.service.free_port import free_port
from tests.service.proxy import Proxy
from tests.sinks.events.samples import lines
from tests.sinks.http.receiver import Asked, Receiver, Reply
from tests.sinks.http.samples import send, sink


class _Http(QueueConformance):
    exactly_once = True

    @pytest.fixture(autouse=True)
    def _receiver(self) -> Iterator[None]:
        with Receiver() as self.receiver:
            yield

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        """The server looks at the number of the line."""

        def answer(asked: Asked) -> Reply:
            bodies = asked.json() if isinstance(asked.json(), list) else [asked.json()]
            bad = any(event["data"]["line_no"] == REFUSED for event in bodies)
            return Reply(422, b"no such account") if bad else Reply()

        self.receiver.otherwise = answer
        return self.declare(place)

    def received(self, place: str) -> Sequence[str]:
        bodies = [asked.json() for asked in self.receiver.taken if asked.path == f"/{place}"]
        return [json.dumps(event) for body in bodies for event in (body if isinstance(body, list) else [body])]


class TestSingly(_Http):
    def declare(self, place: str) -> SinkSettings:
        return sink(f"{self.receiver.url}/{place}", connections=1)


class TestInBatches(_Http):
    def declare(self, place: str) -> SinkSettings:
        return sink(f"{self.receiver.url}/{place}", batch=7, connections=1)


def test_with_several_connections_every_record_arrives_once(tmp_path: Path) -> None:
    """In whatever order."""
    with Receiver() as receiver:
        send(sink(receiver.url, batch=10, connections=8, body="json"), tmp_path, lines(2_000))
        found = [row["line_no"] for asked in receiver.taken for row in asked.json()]
    assert sorted(found) == list(range(2_000))


def test_a_connection_that_is_cut_in_the_middle(tmp_path: Path) -> None:
    """Gone on with, every record is there once."""
    with Receiver() as receiver, Proxy(receiver.port, cut_after=100_000) as proxy:
        settings = sink(f"http://127.0.0.1:{proxy.port}", batch=20, patience=0.3, failures=1000, body="json")
        with pytest.raises(Unavailable):
            send(settings, tmp_path, lines(2_000))
        proxy.mend()
        send(settings, tmp_path, lines(2_000))
        found = [row["line_no"] for asked in receiver.taken for row in asked.json()]
    assert sorted(found) == list(range(2_000))


@pytest.mark.parametrize("seed", range(20))
def test_cut_at_random_moments_nothing_is_missing_twice_or_out_of_order(seed: int, tmp_path: Path) -> None:
    """Twenty records of which each changes ten times, four connections that are cut three times, and three new runs:
    what arrives of each record arrives in its order, once."""
    chance = random.Random(seed)
    changes = lines(200)
    changes = replace(changes, record_id=pa.array([f"r{chance.randrange(20)}" for _ in range(200)]))
    given: dict[str, object] = {"patience": 0, "batch": 3, "body": "json", "envelope": True}
    with Receiver() as receiver:
        for cut_after in [chance.randrange(60_000) for _ in range(3)]:
            with Proxy(receiver.port, cut_after=cut_after) as proxy, contextlib.suppress(Unavailable):
                send(sink(f"http://127.0.0.1:{proxy.port}", **given), tmp_path, changes)
        send(sink(receiver.url, **given), tmp_path, changes)
        taken = [(row["record_id"], row["sequence"]) for asked in receiver.taken for row in asked.json()]
    assert sorted(taken, key=lambda one: one[1]) == list(
        zip(changes.record_id.to_pylist(), range(changes.first_sequence, changes.first_sequence + 200), strict=True)
    )
    for record in {record for record, _ in taken}:
        sequences = [sequence for one, sequence in taken if one == record]
        assert sequences == sorted(sequences)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """It may come later."""
    with pytest.raises(Unavailable, match="the connection failed") as raised:
        send(sink(f"http://127.0.0.1:{free_port()}/x", patience=0), tmp_path, lines(1))
    assert "Is it running" in raised.value.hint


class TestSecured:
    """Over TLS; certificates are always checked."""

    def fails(self, settings: HttpSink, folder: Path) -> LegacyAdaptersError:
        with pytest.raises(LegacyAdaptersError) as raised:
            send(settings, folder, lines(1))
        return raised.value

    def test_one_that_is_vouched_for(self, tmp_path: Path) -> None:
        """By a file of one's own."""
        certificate = Certificate.make(tmp_path)
        with Receiver(certificate.server_context) as receiver:
            send(sink(receiver.url, ca_file="certificate.pem"), tmp_path, lines(3))
            assert len(receiver.taken) == 3

    @pytest.mark.parametrize(
        ("made", "given", "said"),
        [
            ({"expired": True}, {"ca_file": "certificate.pem"}, "expired"),
            ({"host": "other.example.com"}, {"ca_file": "certificate.pem"}, "IP address mismatch"),
            ({}, {}, ""),
        ],
        ids=["expired", "another host", "nobody vouches"],
    )
    def test_one_that_is_not_good(
        self, made: dict[str, object], given: dict[str, object], said: str, tmp_path: Path
    ) -> None:
        """Nothing is sent, and it is not tried again."""
        certificate = Certificate.make(tmp_path, **made)  # type: ignore[arg-type]
        with Receiver(certificate.server_context) as receiver:
            error = self.fails(sink(receiver.url, **given), tmp_path)
            assert receiver.asked == []
        assert isinstance(error, ConfigError)
        assert "not trusted" in error.message
        assert said in error.message
        assert "always checked" in error.hint

    def mutual(self, folder: Path) -> tuple[Certificate, ssl.SSLContext]:
        """A server that wants to see the certificate in ``client``."""
        (folder / "client").mkdir()
        Certificate.make(folder / "client")
        certificate = Certificate.make(folder)
        context = certificate.server_context
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(folder / "client" / "certificate.pem")
        return certificate, context

    def test_one_may_have_to_show_a_certificate(self, tmp_path: Path) -> None:
        """It is that of the settings."""
        _, context = self.mutual(tmp_path)
        own = {"cert_file": "client/certificate.pem", "key_file": "client/key.pem"}
        with Receiver(context) as receiver:
            send(sink(receiver.url, ca_file="certificate.pem", **own), tmp_path, lines(1))
            assert len(receiver.taken) == 1

    def test_one_that_shows_none_is_not_let_in(self, tmp_path: Path) -> None:
        """And told what to state."""
        _, context = self.mutual(tmp_path)
        with Receiver(context) as receiver:
            error = self.fails(sink(receiver.url, ca_file="certificate.pem", patience=0), tmp_path)
            assert receiver.asked == []
        assert isinstance(error, AccessDenied)
        assert "cert_file" in error.hint

    def test_a_server_without_tls(self, tmp_path: Path) -> None:
        """It is said which word to change."""
        Certificate.make(tmp_path)
        with Receiver() as receiver:
            url = receiver.url.replace("http:", "https:")
            error = self.fails(sink(url, ca_file="certificate.pem"), tmp_path)
        assert isinstance(error, ConfigError)
        assert "http://" in error.hint
