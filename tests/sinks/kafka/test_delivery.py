"""The Kafka sink against the cluster that its client has built in: what it sends is read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from legacy_adapters.core.protocols import Answering, Sink, SinkSettings
from legacy_adapters.sinks.kafka.settings import KafkaSink
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


class TestInBatches(_Kafka):
    def declare(self, place: str) -> SinkSettings:
        return sink(self.cluster, topic=self.cluster.make(place), batch=7)
