"""Taking messages of a JetStream by a durable consumer, and keeping them for as long as a run takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import nats.js.errors
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from legacy_adapters.core.errors import ConfigError, TakenOver
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.queues.nats.login import named, options
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.events.numbers import numbers_in, ranges_of
from legacy_adapters.sources.events.position import earlier, every, of_this_run
from legacy_adapters.sources.nats.client import LEASE, Client
from legacy_adapters.sources.nats.settings import NatsSource

AT_ONCE: Final = 250
"""Messages that are asked for at a time: each may be a megabyte."""

_SHORTEST: Final = 0.1
"""Seconds that a server is given to say that it has nothing."""

_UNLIMITED: Final = -1


@contextmanager
def opened(source: NatsSource) -> Iterator[JetStream]:
    """The server of a source."""
    server = named(source)
    client = Client(options(source, source.folder, "legacy-adapters"), server, source.timeout)
    try:
        yield JetStream(client, source, server)
    finally:
        client.close()


@dataclass(frozen=True, slots=True)
class JetStream:
    """A ``Queue`` whose places are subjects."""

    client: Client
    source: NatsSource
    server: str

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """The subjects of the stream."""
        found = self.client.call(self._info(">")).state.subjects or {}
        return [StreamInfo(name, "subject", found[name] if count else None) for name in sorted(found)]

    def check(self, place: str) -> None:
        """Asks for the stream, and for the consumer unless it may be made."""
        self.client.call(self._info(None))
        if not self.source.declare and self.client.call(self._consumer(place)) is None:
            raise self._no_consumer(place)

    def intake(self, place: str) -> Pulled:
        """Becomes one of those that share a consumer."""
        return Pulled(self, place, f"{self.server} stream {self.source.stream}, {self.source.consumer_of(place)}")

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """What the consumer has given to nobody, one by one."""
        consumer = self.client.call(self._consumer(place))
        after = 0 if consumer is None or consumer.delivered is None else consumer.delivered.stream_seq
        for _ in range(count):
            found = self.client.call(self._behind(place, after))
            if found is None:
                return
            after = found.seq or 0
            yield _message(str(after), found.data or b"", found.headers or {})

    async def subscribe(self, place: str) -> tuple[Any, float, int]:
        """The subscription of a place, for how many seconds its messages are lent, and up to which sequence all were
        acknowledged. Raises ``ConfigError`` where there is no stream, or no consumer and it must not be made."""
        await self._info(None)
        found, name = await self._consumer(place), self.source.consumer_of(place)
        if found is None:
            if not self.source.declare:
                raise self._no_consumer(place)
            wanted = ConsumerConfig(
                durable_name=name,
                filter_subject=place,
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=self.source.lease,
                max_ack_pending=_UNLIMITED,
            )
            found = await self.client.jetstream.add_consumer(self.source.stream, wanted)
        subscription = await self.client.jetstream.pull_subscribe_bind(name, self.source.stream)
        floor = 0 if found.ack_floor is None else found.ack_floor.stream_seq
        return subscription, found.config.ack_wait or self.source.lease, floor

    async def _info(self, subjects: str | None) -> Any:
        try:
            return await self.client.manager.stream_info(self.source.stream, subjects)
        except nats.js.errors.NotFoundError:
            hint = "Make it at the server, correct its name, or let a sink make it (declare: true)."
            raise ConfigError(f"there is no stream {self.source.stream}", where=self.server, hint=hint) from None

    async def _consumer(self, place: str) -> Any:
        try:
            return await self.client.manager.consumer_info(self.source.stream, self.source.consumer_of(place))
        except nats.js.errors.NotFoundError:
            return None

    async def _behind(self, place: str, sequence: int) -> Any:
        try:
            return await self.client.manager.get_msg(self.source.stream, sequence + 1, place, next=True)
        except nats.js.errors.NotFoundError:
            return None

    def _no_consumer(self, place: str) -> ConfigError:
        what = f"the stream {self.source.stream} has no consumer {self.source.consumer_of(place)}"
        return ConfigError(what, where=self.server, hint="Make it at the server, or leave declare: true.")


@dataclass(slots=True)
class Pulled:
    """An ``Intake``. A mark is a range of the stream's sequence numbers. The messages lent are known to the client's
    thread alone."""

    queue: JetStream
    place: str
    where: str
    _subscription: Any = None
    _lease: float = 0.0
    _extended: float = 0.0
    _late: bool = False
    _lent: dict[int, Msg] = field(default_factory=dict)
    _published: set[int] = field(default_factory=set)
    _keeping: asyncio.Task[None] | None = None

    def begin(self, published: Sequence[str]) -> None:
        """Finds or makes the consumer. What it knows as acknowledged cannot come again."""
        self._subscription, self._lease, floor = self.queue.client.call(self.queue.subscribe(self.place))
        self._published = {number for number in numbers_in(every(published)) if number > floor}
        self._extended = time.monotonic()
        self.queue.client.call(self._keep())

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """Asks for the next ones; what was published before and not acknowledged then is acknowledged now."""
        end = time.monotonic() + max(seconds, _SHORTEST)
        while (left := end - time.monotonic()) > 0:
            found = self.queue.client.call(self._fetch(min(count, AT_ONCE), max(left, _SHORTEST)))
            if found:
                return found
        return ()

    def marks(self) -> Sequence[str]:
        """Those of this run, and of earlier ones what has not come again."""
        return (*ranges_of(self._lent), *earlier(ranges_of(self._published)))

    def hold(self, marks: Sequence[str]) -> None:
        """Tells the server that work goes on, which it has to hear before the time of a message is over."""
        known = set(numbers_in(of_this_run(marks))) <= self._lent.keys()
        if known and not self.queue.client.lost:
            self.queue.client.call(self._extend())
        if not known or self.queue.client.lost or self._late:
            hint = "State a longer ack_wait at the consumer (`lease`), or lower max_events, if runs take longer."
            raise TakenOver("what this run had taken has gone back to the stream", where=self.where, hint=hint)

    def done(self, marks: Sequence[str]) -> None:
        """Acknowledges all that was taken here."""
        if self._lent:
            self.queue.client.call(self._acknowledge())

    async def _fetch(self, count: int, seconds: float) -> list[Message]:
        try:
            got = await self._subscription.fetch(count, seconds)
        except TimeoutError:
            return []
        found = []
        for message in got:
            number = message.metadata.sequence.stream
            # A stream that was made anew counts from 1 again: only what comes again may have been published.
            if message.metadata.num_delivered > 1 and number in self._published:
                self._published.discard(number)
                await message.ack()
                continue
            self._lent[number] = message
            found.append(_message(str(number), message.data, message.headers or {}))
        return found

    async def _keep(self) -> None:
        self._keeping = asyncio.create_task(self._extend_again_and_again(), name=LEASE)

    async def _extend_again_and_again(self) -> None:
        while not self.queue.client.lost:
            await asyncio.sleep(self._lease / 3)
            await self._extend()

    async def _extend(self) -> None:
        now = time.monotonic()
        self._late = self._late or (bool(self._lent) and now - self._extended > self._lease)
        for message in list(self._lent.values()):
            await message.in_progress()
        await self.queue.client.client.flush()
        self._extended = now

    async def _acknowledge(self) -> None:
        lent = list(self._lent.values())
        self._lent.clear()
        for message in lent:
            await message.ack()
        await self.queue.client.client.flush()


def _message(number: str, data: bytes, headers: Mapping[str, str]) -> Message:
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return Message(number, data, headers, kind)
