"""A consumer of Kafka, whose errors are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.queues.kafka.faults import missing, told
from legacy_adapters.queues.kafka.hearing import Hearing, quiet_logger
from legacy_adapters.queues.kafka.login import connection, named
from legacy_adapters.sources.kafka.settings import KafkaSource

T = TypeVar("T")

_AHEAD_KILOBYTES: Final = 16 * 1024
"""However large messages are, no more than this waits to be taken."""

_PATIENCE_OF_BROKERS: Final = 100
"""Milliseconds that a broker waits for news before it says that there are none."""

_NO_LEADER = frozenset({KafkaError._UNKNOWN_PARTITION, KafkaError._UNKNOWN_TOPIC})  # noqa: SLF001 - so called
"""What the client itself says where it finds no broker to ask."""

END: Final[int] = KafkaError._PARTITION_EOF  # noqa: SLF001 - so called


class Client:
    """Nothing is committed but what is told, and no group is joined by itself. Errors are raised by the call that
    waits, as ``faults`` tells them; it ``is_known`` that the brokers were there a moment ago."""

    def __init__(self, source: KafkaSource, group: str, *, is_known: bool = False, **more: object) -> None:
        self.source, self.where = source, named(source)
        self.heard = Hearing(self.where)
        self.heard.is_open = is_known
        self._closed = False
        config: dict[str, Any] = {
            **connection(source, source.folder, "legacy-adapters"),
            "group.id": group,
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "isolation.level": "read_committed",
            "auto.offset.reset": "earliest",
            "enable.partition.eof": True,
            "queued.max.messages.kbytes": _AHEAD_KILOBYTES,
            "fetch.wait.max.ms": _PATIENCE_OF_BROKERS,
            "error_cb": self.heard.on_error,
            **more,
        }
        try:
            self.consumer = Consumer(config, logger=quiet_logger())
        except KafkaException as error:
            raise told(error.args[0], self.where) from None

    def topics(self) -> Mapping[str, Any]:
        """Every topic that is there, as the client describes it."""
        return self.heard.topics(self.consumer, self.source.timeout)

    def partitions(self, topic: str) -> Sequence[int]:
        """The partitions of a topic. Raises ``ConfigError`` where it is not there."""
        found = self.topics().get(topic)
        if found is None:
            raise missing(topic, self.where)
        if found.error is not None:
            raise told(found.error, f"topic {topic}")
        return sorted(found.partitions)

    def ends(self, topic: str, partition: int) -> tuple[int, int]:
        """The first offset that is there, and the one behind the last."""
        place = TopicPartition(topic, partition)
        low, high = self._asked(lambda seconds: self.consumer.get_watermark_offsets(place, timeout=seconds))
        return low, high

    def committed(self, topic: str, partitions: Sequence[int]) -> dict[int, int | None]:
        """From which offset on the group has not read yet; None where it has never said."""
        if not partitions:
            return {}
        places = [TopicPartition(topic, partition) for partition in partitions]
        found: list[TopicPartition] = self._asked(lambda seconds: self.consumer.committed(places, timeout=seconds))
        for place in found:
            if place.error is not None:
                raise told(place.error, f"topic {topic}")
        return {place.partition: place.offset if place.offset >= 0 else None for place in found}

    def close(self) -> None:
        """Leaves, and ends the client's threads; once."""
        if not self._closed:
            self._closed = True
            self.consumer.close()

    def refusal(self, error: KafkaError, topic: str) -> LegacyAdaptersError:
        """What a broker says of a topic, or of all."""
        found = told(error, f"topic {topic}")
        if not isinstance(found, ConfigError) and self.heard.error is not None:
            return self.heard.error
        return found

    def _asked(self, ask: Callable[[float], T]) -> T:
        with as_ours(self.where):
            return ask(self.source.timeout)


@contextmanager
def as_ours(where: str) -> Iterator[None]:
    """Errors of the client as ours, of partitions that are known to be there."""
    try:
        yield
    except KafkaException as error:
        if error.args[0].code() in _NO_LEADER:
            what = "no broker that has the partition can be reached"
            raise Unavailable(what, where=where, hint="Are the brokers running?") from None
        raise told(error.args[0], where) from None
