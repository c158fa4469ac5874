"""Everything that holds for all queues, at the cluster that the client has built in."""

from __future__ import annotations

from pathlib import Path

import pytest
from confluent_kafka import Producer

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.kafka.settings import KafkaSink
from tests.runs import dying
from tests.sinks.kafka.cluster import Cluster
from tests.sources.events.draining import MANY, Draining
from tests.sources.events.samples import numbers, postings


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

    def test_runners_share_a_queue(self, place: str, tmp_path: Path) -> None:
        """Begun at the same time, each with a state of its own: no event twice, none missing. This cluster refuses to
        commit as soon as another joins, which brokers do not: so the two begin together once, then one after another.
        """
        self.partitions = 2
        self.send(place, tmp_path, postings(range(MANY)))
        paths = [self.pipeline(place, tmp_path, name=name, max_events=1_000) for name in ("one", "two")]
        for process in [dying.start(path) for path in paths]:
            process.join()
        self.drain(tmp_path, MANY, *paths)
        assert numbers(tmp_path) == list(range(MANY))
        assert all(numbers(path.parent) for path in paths)
