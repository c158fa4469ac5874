"""A cluster of Kafka as the client has it built in for tests: real sockets, real protocol, everything in memory."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from confluent_kafka import Consumer, Message, TopicPartition, cimpl

_HANDLE, _TEXT, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_PRODUCER = 0
_PRODUCE_REQUEST = 0
_LONGEST = 512
_DELAY = 50
"""Milliseconds that an empty group waits for others; brokers wait three seconds."""

_FUNCTIONS: dict[str, tuple[object, list[object]]] = {
    "rd_kafka_conf_new": (_HANDLE, []),
    "rd_kafka_conf_set": (_NUMBER, [_HANDLE, _TEXT, _TEXT, _TEXT, ctypes.c_size_t]),
    "rd_kafka_new": (_HANDLE, [_NUMBER, _HANDLE, _TEXT, ctypes.c_size_t]),
    "rd_kafka_destroy": (None, [_HANDLE]),
    "rd_kafka_mock_cluster_new": (_HANDLE, [_HANDLE, _NUMBER]),
    "rd_kafka_mock_cluster_destroy": (None, [_HANDLE]),
    "rd_kafka_mock_cluster_bootstraps": (_TEXT, [_HANDLE]),
    "rd_kafka_mock_topic_create": (_NUMBER, [_HANDLE, _TEXT, _NUMBER, _NUMBER]),
    "rd_kafka_mock_push_request_errors_array": (None, [_HANDLE, _NUMBER, ctypes.c_size_t, _HANDLE]),
    "rd_kafka_mock_group_initial_rebalance_delay_ms": (None, [_HANDLE, ctypes.c_int32]),
    "rd_kafka_mock_broker_set_down": (_NUMBER, [_HANDLE, _NUMBER]),
    "rd_kafka_mock_broker_set_up": (_NUMBER, [_HANDLE, _NUMBER]),
}


class Cluster:
    """Brokers that listen on ports of 127.0.0.1 until ``close``."""

    def __init__(self, brokers: int = 1) -> None:
        # The client's module is linked with the library, whose functions are so found through it.
        self._library = ctypes.CDLL(cimpl.__file__)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(self._library, name)
            function.restype, function.argtypes = result, arguments
        said = ctypes.create_string_buffer(_LONGEST)
        settings = self._library.rd_kafka_conf_new()
        self._library.rd_kafka_conf_set(settings, b"log_level", b"0", said, _LONGEST)
        self._client = self._library.rd_kafka_new(_PRODUCER, settings, said, _LONGEST)
        self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, brokers)
        assert self._cluster, said.value
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, _DELAY)

    @property
    def brokers(self) -> str:
        """As the settings of the sink have them."""
        found: bytes = self._library.rd_kafka_mock_cluster_bootstraps(self._cluster)
        return found.decode()

    @property
    def port(self) -> int:
        """Of the first broker."""
        return int(self.brokers.split(",")[0].rpartition(":")[2])

    def make(self, topic: str, partitions: int = 1) -> str:
        """A topic, if it is not there yet; its name."""
        self._library.rd_kafka_mock_topic_create(self._cluster, topic.encode(), partitions, 1)
        return topic

    def answer(self, *codes: int) -> None:
        """The next requests that bring messages are answered with these errors."""
        errors = (ctypes.c_int * len(codes))(*codes)
        self._library.rd_kafka_mock_push_request_errors_array(self._cluster, _PRODUCE_REQUEST, len(codes), errors)

    @contextmanager
    def down(self) -> Iterator[None]:
        """The first broker neither listens nor has connections, until the end of the block."""
        self._library.rd_kafka_mock_broker_set_down(self._cluster, 1)
        try:
            yield
        finally:
            self._library.rd_kafka_mock_broker_set_up(self._cluster, 1)

    def messages(self, topic: str) -> list[Message]:
        """Every message of a topic, partition after partition, in their order."""
        group = {"bootstrap.servers": self.brokers, "group.id": "tests", "enable.auto.commit": False, "log_level": 0}
        found: list[Message] = []
        with closing(Consumer(group)) as consumer:
            for partition in sorted(consumer.list_topics(topic, timeout=10).topics[topic].partitions):
                low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)
                consumer.assign([TopicPartition(topic, partition, low)])
                while high > low:
                    message = consumer.poll(10)
                    assert message is not None
                    assert message.error() is None
                    found.append(message)
                    high -= 1
        return found

    def close(self) -> None:
        """Ends all of them."""
        self._library.rd_kafka_mock_cluster_destroy(self._cluster)
        self._library.rd_kafka_destroy(self._client)


@contextmanager
def running(brokers: int = 1) -> Iterator[Cluster]:
    """A cluster for as long as the block lasts; skips the test where the library does not show its functions."""
    if sys.platform == "win32":
        pytest.skip("the client's module does not show the functions of the library that it is linked with")
    with closing(Cluster(brokers)) as cluster:
        yield cluster
