"""Reads messages from offsets on, by itself: what is read is nobody's, and stays where it is."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from confluent_kafka import KafkaError, TopicPartition

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.queues.kafka.faults import told
from legacy_adapters.queues.kafka.hearing import MOMENT
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.kafka.client import END, Client, as_ours
from legacy_adapters.sources.kafka.settings import KafkaSource

AT_ONCE: Final = 250
"""Messages that are asked for at a time: each may be a megabyte."""


class Reading(Client):
    """Some partitions of a topic; ``offsets`` says where one is."""

    def __init__(self, source: KafkaSource, topic: str, offsets: Mapping[int, int]) -> None:
        super().__init__(source, source.group_of(topic), is_known=True)
        self._topic = topic
        self.offsets = dict(offsets)
        self._at_end: set[int] = set()
        with as_ours(self.where):
            self.consumer.assign([TopicPartition(topic, *place) for place in sorted(offsets.items())])

    def next(self, count: int, seconds: float) -> Sequence[Message]:
        """The next messages, ``count`` at most; none if all partitions were at their end for so long. Raises
        ``Unavailable`` where one that is not gives nothing, or where the brokers are gone."""
        begun = time.monotonic()
        ended: float | None = None
        while self.offsets:
            if found := self._messages(self.consumer.consume(min(count, AT_ONCE), MOMENT)):
                return found
            now = time.monotonic()
            if len(self._at_end) < len(self.offsets):
                ended = None
                self._wait(now - begun)
            else:
                ended = now if ended is None else ended
                if now - ended >= seconds:
                    # That nothing comes may also be because the brokers are gone.
                    self.ends(self._topic, min(self.offsets))
                    break
        return ()

    def _messages(self, given: Sequence[Any]) -> list[Message]:
        found = []
        for one in given:
            error, partition = one.error(), one.partition()
            if error is None:
                self.offsets[partition] = one.offset() + 1
                self._at_end.discard(partition)
                found.append(_message(one))
            elif error.code() == END:
                self._at_end.add(partition)
            elif not _passing(error):
                raise self.refusal(error, self._topic)
        self.heard.check()
        return found

    def _wait(self, waited: float) -> None:
        if waited > self.source.timeout:
            if self.heard.said is not None:
                raise told(self.heard.said, self.where)
            what = f"a partition gave nothing for {self.source.timeout:.0f} seconds"
            raise Unavailable(what, where=f"{self.where} topic {self._topic}", hint="The brokers' logs say more.")


def _passing(error: KafkaError) -> bool:
    """The client goes on trying."""
    return error.retriable() or error.code() == KafkaError._TRANSPORT  # noqa: SLF001 - so called


def _message(given: Any) -> Message:
    headers = {name: _text(value) for name, value in given.headers() or ()}
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return Message(f"{given.partition()}/{given.offset()}", given.value() or b"", headers, kind)


def _text(value: bytes | str | None) -> str:
    return value if isinstance(value, str) else (value or b"").decode("utf-8", "backslashreplace")
