"""Everything that holds for all queues, at the cluster that the client has built in."""

from __future__ import annotations

from pathlib import Path

import pytest
from confluent_kafka import Producer

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.kafka.settings import KafkaSink
from tests.sinks.kafka.cluster import Cluster
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Topics of one partition: the suite looks at the order."""

    partitions = 1

    @pytest.fixture(autouse=True)
    def _cluster(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def sink(self, place: str, folder: Path) -> SinkSettings:
        self.cluster.make(f"{place}.gl_line", self.partitions)
        return KafkaSink(brokers=(self.cluster.brokers,), topic=f"{place}.{{entity}}", tls=False)

    def source(self, place: str, folder: Path, **more: object) -> str:
        where = f"brokers: '{self.cluster.brokers}', tls: false, topic: '{place}.{{entity}}', group: all"
        return f"kind: kafka, {where}, idle: 0.1, session: 1, gather: 0.2"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        producer = Producer({"bootstrap.servers": self.cluster.brokers, "log_level": 0})
        producer.produce(f"{place}.gl_line", body)
        assert producer.flush(10) == 0
