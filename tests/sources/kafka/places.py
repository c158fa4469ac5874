"""Sources over topics of a cluster of the tests."""

from __future__ import annotations

from confluent_kafka import Producer

from legacy_adapters.sources.kafka.settings import KafkaSource
from tests.sinks.kafka.cluster import Cluster

TOPIC = "lines"


def source(brokers: str, **settings: object) -> KafkaSource:
    """One that gives up soon."""
    given = {"brokers": brokers, "tls": False, "topic": TOPIC, "group": "all", "session": 1, "timeout": 2}
    return KafkaSource.model_validate(given | {"idle": 0, "gather": 0} | settings)


def filled(cluster: Cluster, count: int, partitions: int = 1) -> None:
    """The topic, with so many more messages in each of its partitions."""
    cluster.make(TOPIC, partitions)
    producer = Producer({"bootstrap.servers": cluster.brokers, "log_level": 0})
    for partition in range(partitions):
        for number in range(count):
            producer.produce(TOPIC, str(number).encode(), partition=partition, headers={"content-type": "text/x"})
    assert producer.flush(10) == 0
