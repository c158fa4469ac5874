"""Taking messages from a queue of RabbitMQ: a window ahead, none acknowledged before all of them are published.

The server hands over as many messages as a channel may have that are not acknowledged. So that this is a window and not
a whole run, of which all would lie in memory, a channel that has its fill is followed by another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from queue import Empty, SimpleQueue
from typing import Any, Final, NamedTuple

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection

from legacy_adapters.core.errors import TakenOver
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.amqp.parameters import parameters
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sources.amqp.pump import PULSE, Pump
from legacy_adapters.sources.amqp.settings import AmqpSource
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.events.position import earlier, every, of_this_run

WINDOW: Final = 500
"""Messages that a channel may have."""


@contextmanager
def opened(source: AmqpSource) -> Iterator[RabbitQueues]:
    """The server of a source."""
    KNOWN.add_passwords(source.url)
    server = server_name(source.url, "url")
    pump = Pump(parameters(source.url, source, source.folder, source.timeout, "legacy-adapters"), server)
    try:
        yield RabbitQueues(pump, source, server)
    finally:
        pump.close()


@dataclass(frozen=True, slots=True)
class RabbitQueues:
    """A ``Queue`` whose places are queues."""

    pump: Pump
    source: AmqpSource
    server: str

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The source's queue, if it is the same for all streams: the protocol cannot list queues."""
        if "{" in self.source.queue:
            return ()
        waiting = self._declared(self.source.queue)
        return [StreamInfo(self.source.queue, "queue", waiting if count else None)]

    def check(self, place: str) -> None:
        """Asks for the queue."""
        self._declared(place)

    def intake(self, place: str) -> Consumer:
        """Becomes one of the queue's consumers."""
        return Consumer(self.pump, place, f"{self.server} queue {place}", self.source.max_events)

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """Gets messages, which go back when the channel is closed."""
        channel = self.pump.call(lambda connection: connection.channel())
        try:
            for _ in range(count):
                got = self.pump.call(lambda _: channel.basic_get(place))
                if got[0] is None:
                    return
                yield _message(got[1], got[2])
        finally:
            self.pump.call(lambda _: channel.close())

    def _declared(self, name: str) -> int:
        """How many messages wait in a queue. Raises ``ConfigError`` where there is none."""

        def ask(connection: BlockingConnection) -> int:
            channel = connection.channel()
            waiting = int(channel.queue_declare(name, passive=True).method.message_count)
            channel.close()
            return waiting

        return self.pump.call(ask)


class _Arrived(NamedTuple):
    channel: BlockingChannel
    tag: int
    again: bool
    message: Message


@dataclass(slots=True)
class Consumer:
    """An ``Intake``. A mark is a hash of a message, as the protocol gives it no number that outlives the channel."""

    pump: Pump
    queue: str
    where: str
    most: int
    _arrived: SimpleQueue[_Arrived] = field(default_factory=SimpleQueue)
    _last: dict[BlockingChannel, int] = field(default_factory=dict)
    _on_channel: int = 0
    _channel: BlockingChannel | None = None
    _tag: str = ""
    _taken: list[str] = field(default_factory=list)
    _published: dict[str, None] = field(default_factory=dict)

    def begin(self, published: Sequence[str]) -> None:
        """Remembers what must not be handed over again."""
        self._published = dict.fromkeys(every(published))
        self.pump.call(self._consume)

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """Those that have arrived; what was published before and not acknowledged then is passed over."""
        found: list[Message] = []
        wait = seconds
        while len(found) < count and (one := self._next(wait)) is not None:
            self._last[one.channel] = one.tag
            self._on_channel += 1
            if self._on_channel == self._window:
                self.pump.call(self._consume)
            # Only what comes again may have been published: a sender may well repeat what a receiver has lost.
            if one.again and one.message.place in self._published:
                del self._published[one.message.place]
                self._taken.append(one.message.place)
                continue
            self._taken.append(one.message.place)
            found.append(one.message)
            wait = 0.0
        return found

    def marks(self) -> Sequence[str]:
        """Those of this run, and of earlier ones what has not come again. What is still in the window goes back."""
        self.pump.call(self._return_the_rest)
        # The connection may have been lost with the acknowledgements of more than the last run, but not of many.
        return (*self._taken, *earlier(list(self._published)[: self.most]))

    def hold(self, marks: Sequence[str]) -> None:
        """The server gives to others only what a channel had that is closed."""
        known = set(of_this_run(marks)) <= set(self._taken)
        if self.pump.lost is not None or not known or not self.pump.call(self._all_open):
            hint = "RabbitMQ takes back what is not acknowledged for half an hour (consumer_timeout): lower max_events."
            raise TakenOver("what this run had taken has gone back to the queue", where=self.where, hint=hint)

    def done(self, marks: Sequence[str]) -> None:
        """Acknowledges all that was taken here."""
        if self._last:
            self.pump.call(self._acknowledge)
            self._last.clear()

    @property
    def _window(self) -> int:
        return min(WINDOW, self.most)

    def _next(self, seconds: float) -> _Arrived | None:
        """The next one; None if nothing came for so long."""
        left = seconds
        while True:
            try:
                return self._arrived.get(timeout=min(left, PULSE)) if left > 0 else self._arrived.get_nowait()
            except Empty:
                if self.pump.lost is not None:
                    raise self.pump.lost from None
                left -= PULSE
                if left <= 0:
                    return None

    def _consume(self, connection: BlockingConnection) -> None:
        channel = self._channel = connection.channel()
        channel.basic_qos(prefetch_count=self._window)
        self._tag = channel.basic_consume(self.queue, partial(_put, self._arrived))
        self._on_channel = 0

    def _return_the_rest(self, _connection: BlockingConnection) -> None:
        if self._channel is None or not self._channel.is_open:
            return
        self._channel.basic_cancel(self._tag)
        while not self._arrived.empty():
            one = self._arrived.get_nowait()
            one.channel.basic_nack(one.tag, requeue=True)

    def _all_open(self, _connection: BlockingConnection) -> bool:
        return all(channel.is_open for channel in self._last)

    def _acknowledge(self, _connection: BlockingConnection) -> None:
        for channel, tag in self._last.items():
            channel.basic_ack(tag, multiple=True)
            # Its answer says that the acknowledgement before it was taken.
            channel.close()


def _put(arrived: SimpleQueue[_Arrived], channel: BlockingChannel, method: Any, properties: Any, body: bytes) -> None:
    arrived.put(_Arrived(channel, method.delivery_tag, bool(method.redelivered), _message(properties, body)))


def _message(properties: Any, body: bytes) -> Message:
    headers = {str(name): _text(value) for name, value in (properties.headers or {}).items()}
    known = "\0".join([properties.message_id or "", *(headers.get(name, "") for name in ("ce-id", "ce-source"))])
    mark = blake2b(known.encode("utf-8", "surrogateescape") + b"\0" + body, digest_size=12).hexdigest()
    return Message(mark, body, headers, properties.content_type or "")


def _text(value: object) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
