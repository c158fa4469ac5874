"""The Kafka sink against the cluster that its client has built in: what it sends is read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from legacy_adapters.core.protocols import Answering, Sink, SinkSettings
from legacy_adapters.sinks.kafka.delivery import sending
from legacy_adapters.sinks.kafka.settings import KafkaSink
from legacy_adapters.testing.answers import REFUSED
from legacy_adapters.testing.queues import QueueConformance
from tests.sinks.events.samples import delivery, keyless, lines
from tests.sinks.kafka.cluster import Cluster


def sink(cluster: Cluster, **settings: object) -> KafkaSink:
    """One that sends to the topic of each entity."""
    given: dict[str, object] = {"brokers": cluster.brokers, "topic": "accounting.{entity}", "tls": False}
    return KafkaSink.model_validate(given | settings)


def opened(settings: KafkaSink, folder: Path) -> closing[Sink]:
    return closing(settings.open(delivery(folder), None))


class _Kafka(QueueConformance):
    @pytest.fixture(autouse=True)
    def _cluster(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def received(self, place: str) -> Sequence[str]:
        bodies = [json.loads(message.value() or b"") for message in self.cluster.messages(place)]
        return [json.dumps(event) for body in bodies for event in (body if isinstance(body, list) else [body])]


class TestSingly(_Kafka):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.cluster, topic=self.cluster.make(place))

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        rows[REFUSED]["description"] = "x" * 20_000
        return sink(self.cluster, topic=self.cluster.make(place), max_message_bytes=20_000)


class TestInBatches(_Kafka):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.cluster, topic=self.cluster.make(place), batch=7)

    def refusing(self, place: str, rows: list[dict[str, object]]) -> SinkSettings:
        rows[REFUSED]["description"] = "x" * 20_000
        return sink(self.cluster, topic=self.cluster.make(place), max_message_bytes=20_000, batch=7)


def test_binary_mode_is_read_by_the_cncf_library(cluster: Cluster, tmp_path: Path) -> None:
    """The attributes are headers, the key is the record's id."""
    cluster.make("accounting.line")
    with opened(sink(cluster, mode="binary"), tmp_path) as out:
        out.write(lines(1))
        out.commit()
    [message] = cluster.messages("accounting.line")
    found: Any = message.headers()
    headers: dict[str, bytes] = dict(found)
    event = from_binary(KafkaMessage(headers, message.key(), message.value() or b""), JSONFormat())
    assert headers["ce_specversion"] == b"1.0"
    assert message.key() == b"sage hq/C0:line:0%2F1"
    assert event.get_data()["amount"] == "12345678901234567890.1234"  # type: ignore[index,call-overload]


def test_order_is_kept_per_key(cluster: Cluster, tmp_path: Path) -> None:
    """The records of one id are in one partition, in their order; those of several are spread over all."""
    cluster.make("accounting.line", partitions=4)
    with opened(sink(cluster), tmp_path) as out:
        for _ in range(3):
            out.write(lines(40))
        out.commit()
    found: dict[bytes, list[tuple[int, int]]] = {}
    for message in cluster.messages("accounting.line"):
        place = (message.partition() or 0, message.offset() or 0)
        found.setdefault(message.key() or b"", []).append(place)
    assert len(found) == 40
    assert all(len({partition for partition, _ in places}) == 1 and len(places) == 3 for places in found.values())
    assert len({places[0][0] for places in found.values()}) == 4


def test_records_without_a_key_are_sent_too(cluster: Cluster, tmp_path: Path) -> None:
    """To any partition."""
    cluster.make("accounting.line", partitions=2)
    with opened(sink(cluster), tmp_path) as out:
        out.write(keyless(3))
        out.commit()
    assert [message.key() for message in cluster.messages("accounting.line")] == [None] * 3


def test_receipts_say_where_it_lies(cluster: Cluster, tmp_path: Path) -> None:
    """Topic, partition and offsets, once for each commit."""
    cluster.make("accounting.line")
    with opened(sink(cluster), tmp_path) as out:
        assert isinstance(out, Answering)
        out.write(lines(5))
        out.commit()
        [first] = out.receipts()
        assert out.receipts() == []
        out.write(lines(1))
        out.commit()
        [second] = out.receipts()
    assert (first.entity, first.records, first.last - first.first) == ("line", 5, 4)
    assert first.answer == "topic accounting.line partition 0 offsets 0 to 4"
    assert second.answer == "topic accounting.line partition 0 offset 5"


@pytest.mark.parametrize("settings", [{}, {"batch": 3}, {"mode": "binary"}], ids=repr)
def test_one_that_is_too_large_does_not_stop_the_others(
    settings: dict[str, object], cluster: Cluster, tmp_path: Path
) -> None:
    """It is refused by itself, with its size."""
    cluster.make("accounting.line")
    with opened(sink(cluster, max_message_bytes=20_000, **settings), tmp_path) as out:
        out.write(lines(2))
        out.write(lines(1, description="x" * 20_000))
        out.write(lines(3))
        assert json.loads(out.commit())["events"] == 5
        assert isinstance(out, Answering)
        [refusal] = out.refusals()
        assert [receipt.records for receipt in out.receipts()] == [5]
        assert out.refusals() == []
    assert refusal.record.count == 1
    assert refusal.record.record_id.to_pylist() == ["sage hq/C0:line:0%2F1"]
    assert "20," in refusal.words


def test_a_smaller_window_than_there_are_messages(cluster: Cluster, tmp_path: Path) -> None:
    """It waits for acknowledgements, then goes on."""
    cluster.make("accounting.line")
    with opened(sink(cluster, window=10), tmp_path) as out:
        out.write(lines(500))
        out.commit()
    assert len(cluster.messages("accounting.line")) == 500


def test_what_the_clients_config_says() -> None:
    """Every replica acknowledges, and repeats within a connection are dropped."""
    config = sending(KafkaSink(brokers=("b1:9093",), topic="t"))
    assert (config["acks"], config["enable.idempotence"]) == ("all", True)
