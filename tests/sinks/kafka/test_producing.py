"""Brokers that go away, stand still or refuse; certificates that are not good."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import KafkaError

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.protocols import Answering, Sink
from legacy_adapters.sinks.kafka.settings import KafkaSink
from tests.service.certificates import Certificate
from tests.service.free_port import free_port
from tests.sinks.events.samples import delivery, lines
from tests.sinks.kafka.cluster import Cluster
from tests.sinks.kafka.rewriting import RewritingProxy


def sink(port: int, **settings: object) -> KafkaSink:
    given: dict[str, object] = {"brokers": f"127.0.0.1:{port}", "topic": "lines", "tls": False}
    return KafkaSink.model_validate(given | settings)


def opened(settings: KafkaSink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


def ids(cluster: Cluster) -> set[bytes | None]:
    return {message.key() for message in cluster.messages("lines")}


class TestGone:
    """Nobody answers, or nobody does any more."""

    def test_nobody_listens(self, tmp_path: Path) -> None:
        """Told at once, not after the whole time."""
        with pytest.raises(Unavailable, match="Connection refused") as raised:
            sink(free_port()).open(delivery(tmp_path), None)
        assert "Are the brokers running" in raised.value.hint

    def test_a_host_that_is_not_known(self, tmp_path: Path) -> None:
        """Its name is told."""
        settings = KafkaSink(brokers=("nowhere.invalid:9092",), topic="lines", tls=False)
        with pytest.raises(Unavailable, match=r"nowhere\.invalid"):
            settings.open(delivery(tmp_path), None)

    def test_one_that_says_nothing(self, tmp_path: Path) -> None:
        """After as long as one waits it counts as gone."""
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
            sink(silent.getsockname()[1], timeout=1).open(delivery(tmp_path), None)

    def test_a_connection_cut_in_the_middle(self, cluster: Cluster, tmp_path: Path) -> None:
        """An error that may pass; gone on with nothing is missing."""
        cluster.make("lines")
        with RewritingProxy(cluster.port, cut_after=50_000) as proxy:
            settings = sink(proxy.port, timeout=2, compression="none")
            with opened(settings, tmp_path) as out, pytest.raises(Unavailable):  # noqa: PT012 - any step
                out.write(lines(1_000))
                out.commit()
            proxy.mend()
            with opened(settings, tmp_path) as out:
                out.write(lines(1_000))
                out.commit()
        assert len(ids(cluster)) == 1_000

    def test_a_broker_that_comes_back_in_time(self, cluster: Cluster, tmp_path: Path) -> None:
        """The run does not notice: the client connects again, and sends what was not acknowledged."""
        cluster.make("lines")
        with opened(sink(cluster.port), tmp_path) as out:
            out.write(lines(10))
            out.commit()
            with cluster.down():
                out.write(lines(100))
            out.commit()
        assert len(ids(cluster)) == 100

    def test_a_broker_that_stays_away(self, cluster: Cluster, tmp_path: Path) -> None:
        """After as long as one waits the run ends; every later call says the same."""
        cluster.make("lines")
        with opened(sink(cluster.port, timeout=1), tmp_path) as out, cluster.down():
            out.write(lines(10))
            for _ in range(2):
                with pytest.raises(Unavailable):
                    out.commit()
            with pytest.raises(Unavailable):
                out.write(lines(1))


class TestRefused:
    """What the brokers answer to messages."""

    def refused(self, cluster: Cluster, folder: Path, code: int) -> LegacyAdaptersError:
        cluster.make("lines")
        with opened(sink(cluster.port), folder) as out:
            cluster.answer(code)
            out.write(lines(5))
            with pytest.raises(LegacyAdaptersError) as raised:
                out.commit()
        return raised.value

    def test_no_right_to_write(self, cluster: Cluster, tmp_path: Path) -> None:
        """The topic is named."""
        error = self.refused(cluster, tmp_path, KafkaError.TOPIC_AUTHORIZATION_FAILED)
        assert isinstance(error, AccessDenied)
        assert error.where == "topic lines"

    def test_less_is_taken_at_once(self, cluster: Cluster, tmp_path: Path) -> None:
        """A broker refuses all that was sent together: none of them can be called too large by itself."""
        error = self.refused(cluster, tmp_path, KafkaError.MSG_SIZE_TOO_LARGE)
        assert isinstance(error, OutputError)
        assert "sage hq/C0:line:0" in error.where
        assert "max_message_bytes" in error.hint

    def test_records_that_are_invalid(self, cluster: Cluster, tmp_path: Path) -> None:
        """Refused by themselves; what comes later goes on."""
        cluster.make("lines")
        with opened(sink(cluster.port), tmp_path) as out:
            cluster.answer(KafkaError.INVALID_RECORD)
            out.write(lines(1))
            out.commit()
            out.write(lines(3))
            out.commit()
            assert isinstance(out, Answering)
            [refusal] = out.refusals()
            assert [receipt.records for receipt in out.receipts()] == [3]
        assert refusal.record.count == 1
        assert refusal.words

    def test_what_passes_is_tried_again(self, cluster: Cluster, tmp_path: Path) -> None:
        """By the client, without a repeat."""
        cluster.make("lines")
        with opened(sink(cluster.port), tmp_path) as out:
            cluster.answer(KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.REQUEST_TIMED_OUT)
            out.write(lines(5))
            out.commit()
        assert len(cluster.messages("lines")) == 5


class TestTls:
    """Behind a proxy that shows a certificate."""

    def test_one_that_is_trusted(self, cluster: Cluster, tmp_path: Path) -> None:
        """By a file of one's own."""
        cluster.make("lines")
        made = Certificate.make(tmp_path)
        with (
            RewritingProxy(cluster.port, made.server_context) as proxy,
            opened(sink(proxy.port, tls=True, ca_file="certificate.pem"), tmp_path) as out,
        ):
            out.write(lines(100))
            out.commit()
        assert len(ids(cluster)) == 100

    @pytest.mark.parametrize("wrong", [{"expired": True}, {"host": "elsewhere"}, {}], ids=repr)
    def test_others_are_not(self, wrong: dict[str, Any], cluster: Cluster, tmp_path: Path) -> None:
        """Expired, of another host, of nobody known."""
        made = Certificate.make(tmp_path, **wrong)
        trusted = {"ca_file": "certificate.pem"} if wrong else {}
        with (
            RewritingProxy(cluster.port, made.server_context) as proxy,
            pytest.raises(ConfigError, match="certificate is not trusted"),
        ):
            sink(proxy.port, tls=True, **trusted).open(delivery(tmp_path), None)

    def test_brokers_without_tls(self, cluster: Cluster, tmp_path: Path) -> None:
        """What to set is said."""
        with pytest.raises(Unavailable, match="tls: false"):
            sink(cluster.port, tls=True).open(delivery(tmp_path), None)

    @pytest.mark.parametrize("setting", ["ca_file", "cert_file"])
    def test_a_file_that_is_no_certificate(self, setting: str, tmp_path: Path) -> None:
        """Said before anything is sent."""
        (tmp_path / "wrong.pem").write_text("not one", encoding="ascii")
        with pytest.raises(ConfigError, match="location failed"):
            sink(free_port(), tls=True, **{setting: "wrong.pem"}).open(delivery(tmp_path), None)
