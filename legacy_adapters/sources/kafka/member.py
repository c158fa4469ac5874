"""One run's place in a consumer group: which partitions are its own, and for how long."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from legacy_adapters.core.errors import TakenOver, Unavailable
from legacy_adapters.queues.kafka.faults import told
from legacy_adapters.queues.kafka.hearing import MOMENT
from legacy_adapters.sources.kafka.client import END, Client
from legacy_adapters.sources.kafka.settings import KafkaSource

_NO_LONGER = frozenset(
    {
        KafkaError.ILLEGAL_GENERATION,
        KafkaError.UNKNOWN_MEMBER_ID,
        KafkaError.REBALANCE_IN_PROGRESS,
        KafkaError.FENCED_INSTANCE_ID,
        KafkaError._MAX_POLL_EXCEEDED,  # noqa: SLF001 - so called
        KafkaError._ASSIGNMENT_LOST,  # noqa: SLF001 - so called
        KafkaError._STATE,  # noqa: SLF001 - so called
    }
)
"""What is said to one that is not of the group, or not as it was."""


class Member(Client):
    """Reads nothing itself. A group shares its partitions anew only when every member has agreed, or its lease is
    over; this one is asked while it joins, and never again: so what it was given stays its own."""

    def __init__(self, source: KafkaSource, topic: str) -> None:
        milliseconds = round(source.session * 1000)
        super().__init__(
            source,
            source.group_of(topic),
            is_known=True,
            **{
                "session.timeout.ms": milliseconds,
                "heartbeat.interval.ms": min(3000, milliseconds // 4),
                "max.poll.interval.ms": round(source.lease * 1000),
            },
        )
        self._topic = topic
        self._given: Sequence[int] | None = None
        self._name = ""
        self._asked_last = time.monotonic()
        self._subscribed = False

    @property
    def age(self) -> float:
        """For how many seconds the partitions have been its own."""
        return time.monotonic() - self._asked_last

    def join(self) -> Sequence[int]:
        """Its partitions, which may be none; again after it was said to be no member. Raises ``Unavailable`` where
        other runs go on for longer than one waits."""
        if not self._subscribed:
            self.consumer.subscribe(
                [self._topic], on_assign=self._on_given, on_revoke=self._on_taken, on_lost=self._on_taken
            )
            self._subscribed = True
        end = time.monotonic() + self.source.session + self.source.timeout
        gathered: float | None = None
        while True:
            self._listen()
            now = time.monotonic()
            if self._given is not None:
                gathered = now + self.source.gather if gathered is None else gathered
                if now >= gathered:
                    self._name = self.consumer.memberid() or ""
                    return self._given
            elif now > end:
                what = f"the group {self.source.group_of(self._topic)} gave this run no partitions"
                hint = "Another run of it may be going on, which ends by itself; or its coordinator is away."
                raise Unavailable(what, where=self.where, hint=hint)

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Says from where on the group has not read yet. Raises ``TakenOver`` where the partitions are not surely
        this member's."""
        # What was put out of the group would commit as one without a group, which is allowed while that is empty.
        if self.age > self.source.lease or (self.consumer.memberid() or "") != self._name:
            raise self._taken_over()
        places = [TopicPartition(self._topic, partition, offset) for partition, offset in sorted(offsets.items())]
        try:
            found: Any = self.consumer.commit(offsets=places, asynchronous=False)
        except KafkaException as error:
            raise self._refused(error.args[0]) from None
        for place in found or ():
            if place.error is not None:
                raise self._refused(place.error)

    def _listen(self) -> None:
        said = self.consumer.poll(MOMENT)
        self._asked_last = time.monotonic()
        self.heard.check()
        error = None if said is None else said.error()
        if error is not None and error.code() != END and not error.retriable():
            raise self.refusal(error, self._topic)

    def _on_given(self, consumer: Consumer, places: list[TopicPartition]) -> None:
        consumer.assign(places)
        # It is another client that reads.
        consumer.pause(places)
        self._given = sorted(place.partition for place in places)

    def _on_taken(self, _consumer: Consumer, _places: list[TopicPartition]) -> None:
        self._given = None

    def _refused(self, error: KafkaError) -> Exception:
        return self._taken_over() if error.code() in _NO_LONGER else told(error, f"topic {self._topic}")

    def _taken_over(self) -> TakenOver:
        hint = "State a longer `lease`, or lower max_events, if runs take longer than that."
        what = "the group has given to others, or will give, what this run had taken"
        return TakenOver(what, where=f"{self.where} group {self.source.group_of(self._topic)}", hint=hint)
