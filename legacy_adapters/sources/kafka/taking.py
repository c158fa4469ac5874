"""Taking messages of Kafka's topics as one of a consumer group."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Self, TypeVar

from legacy_adapters.core.errors import TakenOver, Unavailable
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.events.position import every, of_this_run
from legacy_adapters.sources.kafka.client import Client
from legacy_adapters.sources.kafka.member import Member
from legacy_adapters.sources.kafka.reading import Reading
from legacy_adapters.sources.kafka.settings import KafkaSource

_ClientT = TypeVar("_ClientT", bound=Client)

_INTERNAL = "__"
"""What the names of Kafka's own topics begin with."""


@contextmanager
def opened(source: KafkaSource) -> Iterator[KafkaTopics]:
    """The cluster of a source."""
    with ExitStack() as stack:
        client = stack.enter_context(closing(Client(source, source.group_of(""))))
        client.topics()
        yield KafkaTopics(client, source, stack)


@dataclass(frozen=True, slots=True)
class KafkaTopics:
    """A ``Queue`` whose places are topics."""

    client: Client
    source: KafkaSource
    opened: ExitStack
    """What is closed with the connection."""

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """All topics but Kafka's own, with how many offsets each has."""
        names = sorted(name for name in self.client.topics() if not name.startswith(_INTERNAL))
        return [StreamInfo(name, "topic", self._count(name) if count else None) for name in names]

    def check(self, place: str) -> None:
        """Asks for the topic. The group is made by the first that joins it."""
        self.client.partitions(place)

    def intake(self, place: str) -> Shared:
        """Becomes one of the group when it begins."""
        return Shared(self, place)

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """What the group has not read yet, whoever has it just now. The group is not joined."""
        partitions = self.client.partitions(place)
        with closing(Client(self.source, self.source.group_of(place))) as client:
            begins = begins_of(client, place, client.committed(place, partitions))
        with closing(Reading(self.source, place, begins)) as reading:
            while count > 0 and (found := reading.next(count, 0)):
                yield from found
                count -= len(found)

    def _count(self, topic: str) -> int:
        ends = [self.client.ends(topic, partition) for partition in self.client.partitions(topic)]
        return sum(high - low for low, high in ends)


@dataclass(frozen=True, slots=True)
class Range:
    """A mark: the offsets of a partition from ``first`` up to ``behind``, which is not one of them."""

    partition: int
    first: int
    behind: int

    def __str__(self) -> str:
        return f"{self.partition}:{self.first}-{self.behind}"

    @classmethod
    def of(cls, mark: str) -> Self:
        """The range that a mark stands for. Raises ``ValueError`` for what is none."""
        partition, _, offsets = mark.partition(":")
        first, _, behind = offsets.partition("-")
        return cls(int(partition), int(first), int(behind))


@dataclass(slots=True)
class Shared:
    """An ``Intake``. A mark is a range of offsets of a partition."""

    queue: KafkaTopics
    topic: str
    _member: Member | None = None
    _reading: Reading | None = None
    _begins: dict[int, int] = field(default_factory=dict)
    _published: dict[int, Range] = field(default_factory=dict)

    def begin(self, published: Sequence[str]) -> None:
        """Joins the group. Behind what was published and not acknowledged then it goes on; the group is told."""
        there = self.queue.client.partitions(self.topic)
        ranges = map(Range.of, every(published))
        self._published = {found.partition: found for found in ranges if found.partition in there}
        member = self._member = self._closed_at_the_end(Member(self.queue.source, self.topic))
        self._begins = self._joined(member)
        self._published.clear()
        self._reading = self._closed_at_the_end(Reading(self.queue.source, self.topic, self._begins))

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """The next messages of its own partitions; none when half of the lease is over."""
        assert self._reading is not None
        assert self._member is not None
        left = self.queue.source.lease / 2 - self._member.age
        return self._reading.next(count, min(seconds, left)) if left > 0 else ()

    def marks(self) -> Sequence[str]:
        """What was taken. Of earlier runs nothing may come again: the group was told when this one began."""
        return tuple(map(str, self._taken()))

    def hold(self, marks: Sequence[str]) -> None:
        """Says to the group where this run has begun, which it knows: so it says whether that is one of its own. What
        an earlier process had is nobody's, or another one's."""
        wanted = [Range.of(mark) for mark in of_this_run(marks)]
        begun = {one.partition: one.first for one in wanted}
        member = self._member
        if member is None or wanted != self._taken() or member.committed(self.topic, list(begun)) != begun:
            what = "what this run had taken is not its own any more"
            raise TakenOver(what, where=f"topic {self.topic}", hint="It is read again, by this run or by another.")
        if wanted:
            member.commit(begun)

    def done(self, marks: Sequence[str]) -> None:
        """Tells the group behind what it goes on; where this run is not a member any more it joins again to tell."""
        wanted = {one.partition: one.behind for one in map(Range.of, of_this_run(marks))}
        try:
            if self._member is None or not self._told(self._member, wanted):
                self.begin(marks)
        except TakenOver as error:
            raise Unavailable(error.message, where=error.where, hint=error.hint) from None

    def _told(self, member: Member, offsets: Mapping[int, int]) -> bool:
        try:
            if offsets:
                member.commit(offsets)
        except TakenOver:
            # Or it would keep the group waiting for itself.
            member.close()
            return False
        return True

    def _joined(self, member: Member) -> dict[int, int]:
        """Where each of this run's partitions begins, of which the group has been told."""
        until = time.monotonic() + self.queue.source.timeout
        while True:
            own = member.join()
            known = member.committed(self.topic, sorted({*own, *self._published}))
            behind = self._behind(member, known)
            begins = begins_of(member, self.topic, {one: known[one] for one in own}) | behind
            news = {partition: offset for partition, offset in begins.items() if known[partition] != offset}
            try:
                # Without it nobody could tell an acknowledgement that was lost from a topic that was made anew.
                if news:
                    member.commit(news)
            except TakenOver:
                # Another one has joined in between: the partitions are shared out again.
                if time.monotonic() > until:
                    raise
            else:
                return {partition: begins[partition] for partition in own}

    def _behind(self, member: Member, known: Mapping[int, int | None]) -> dict[int, int]:
        """Where the partitions go on that stand within what was published, whoever has them now: a run that
        began before sees so that what it took is not its own. A topic that was made anew has no offsets in its group,
        so that nothing of it is passed over."""
        found = {}
        for partition, offset in known.items():
            one = self._published.get(partition)
            if one is None or offset is None or not one.first <= offset < one.behind:
                continue
            if one.behind <= member.ends(self.topic, partition)[1]:
                found[partition] = one.behind
        return found

    def _taken(self) -> list[Range]:
        offsets = self._reading.offsets if self._reading is not None else {}
        ranges = [Range(partition, first, offsets[partition]) for partition, first in sorted(self._begins.items())]
        return [one for one in ranges if one.behind > one.first]

    def _closed_at_the_end(self, client: _ClientT) -> _ClientT:
        return self.queue.opened.enter_context(closing(client))


def begins_of(client: Client, topic: str, known: Mapping[int, int | None]) -> dict[int, int]:
    """From where on the group has not read yet: what it has never read, from the first offset that there is."""
    return {
        partition: client.ends(topic, partition)[0] if offset is None else offset for partition, offset in known.items()
    }
