"""Sends messages to Kafka and counts what it acknowledges; the client has threads of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka import Message as Answer

from legacy_adapters.core.errors import LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.queues.kafka.faults import OF_THE_RECORD, told
from legacy_adapters.queues.kafka.hearing import MOMENT, Hearing, quiet_logger
from legacy_adapters.sinks.events.answers import Answers
from legacy_adapters.sinks.events.outgoing import Outgoing

Partition = tuple[str, int]

_AT_ONCE = 500
"""After how many messages the client's answers are heard."""


class Producing:
    """Errors are raised by the call that waits, or by the next one. ``config`` is the client's own."""

    def __init__(self, config: Mapping[str, Any], where: str, timeout: float, headers: Mapping[str, str]) -> None:
        self._where, self._timeout = where, timeout
        self._headers: dict[str, str | bytes | None] = dict(headers)
        self._heard = Hearing(where)
        self._delivered = 0
        self.answers: Answers[Partition] = Answers(_words)
        try:
            self._producer = Producer({**config, "error_cb": self._heard.on_error}, logger=quiet_logger())
        except KafkaException as error:
            raise told(error.args[0], where) from None

    def topics(self) -> Mapping[str, KafkaError | None]:
        """The topics that are there for this user, and what is wrong with each. Raises what ``faults`` tells."""
        found = self._heard.topics(self._producer, self._timeout)
        return {name: topic.error for name, topic in found.items()}

    def send(self, messages: Iterator[Outgoing]) -> None:
        """Returns when all were handed over, up to the window of them not acknowledged yet."""
        poll = self._producer.poll
        for number, sent in enumerate(messages):
            self._produce(sent)
            if number % _AT_ONCE == 0:
                poll(0)
                self._heard.check()
        poll(0)
        self._heard.check()

    def flush(self) -> None:
        """Returns when the brokers have acknowledged all."""
        waiting = _Patience(self._timeout)
        while self._producer.flush(MOMENT):
            self._heard.check()
            self._wait(waiting)
        self._heard.check()

    def close(self) -> None:
        """Gives up what is not acknowledged, and ends the client's threads."""
        self._producer.purge()
        self._producer.flush(0)
        self._producer.close()

    def _produce(self, sent: Outgoing) -> None:
        message = sent.message
        around = self._headers if message.headers is None else {**self._headers, **message.headers}
        heard = partial(self._on_answer, sent)
        waiting: _Patience | None = None
        while True:
            try:
                self._producer.produce(
                    message.address, message.body, message.key or None, headers=around, on_delivery=heard
                )
            except BufferError:
                waiting = waiting or _Patience(self._timeout)
                self._producer.poll(MOMENT)
                self._heard.check()
                self._wait(waiting)
            except KafkaException as error:
                if error.args[0].code() != KafkaError.MSG_SIZE_TOO_LARGE:
                    raise told(error.args[0], message.address) from None
                words = "with its key and headers the event is larger than a message may be"
                self.answers.refused(sent.refused(words))
                return
            else:
                return

    def _wait(self, waiting: _Patience) -> None:
        if waiting.is_over(self._delivered):
            said = f": {scrub(self._heard.said.str())}" if self._heard.said else ""
            what = f"the brokers acknowledged nothing for {self._timeout:.0f} seconds{said}"
            self._heard.error = Unavailable(what, where=self._where, hint="Their logs say more.")
            raise self._heard.error

    def _on_answer(self, sent: Outgoing, error: KafkaError | None, answer: Answer) -> None:
        self._delivered += 1
        if error is None:
            place = (sent.message.address, answer.partition() or 0)
            self.answers.taken(sent, place, answer.offset() or 0)
        elif error.code() in OF_THE_RECORD:
            self.answers.refused(sent.refused(scrub(error.str())))
        elif self._heard.error is None:
            self._heard.error = self._failed(sent, error)

    def _failed(self, sent: Outgoing, error: KafkaError) -> LegacyAdaptersError:
        if error.code() == KafkaError._MSG_TIMED_OUT:  # noqa: SLF001 - so called
            return told(self._heard.said or error, self._where)
        found = told(error, f"topic {sent.message.address}")
        if isinstance(found, OutputError):
            found.where += f", {sent.message.id}"
        return found


class _Patience:
    """Whether it was in vain to wait: nothing was delivered for so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._delivered = -1

    def is_over(self, delivered: int) -> bool:
        """Asked with the number of messages that were answered so far."""
        now = time.monotonic()
        if delivered != self._delivered:
            self._delivered, self._until = delivered, now + self._seconds
        return now > self._until


def _words(place: Partition, low: int, high: int) -> str:
    topic, partition = place
    offsets = f"offset {low}" if low == high else f"offsets {low} to {high}"
    return f"topic {topic} partition {partition} {offsets}"
