"""Taking entries of Redis streams by a consumer group."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from uuid import uuid4

import redis

from legacy_adapters.core.errors import ConfigError, TakenOver
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.cloudevents import BATCHED, DATA_CONTENT_TYPE, STRUCTURED
from legacy_adapters.queues.redis.faults import as_ours
from legacy_adapters.queues.redis.pool import pool
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sources.events.message import Message
from legacy_adapters.sources.redis.settings import RedisSource

Entry: TypeAlias = "tuple[bytes, dict[bytes, bytes] | None]"

AT_ONCE: Final = 1_000
"""Entries that are named in one command."""

_NAME: Final = "@"
"""What the mark begins with that says what this runner is called in the group."""

_BODIES: Final = {b"event": STRUCTURED, b"events": BATCHED, b"data": DATA_CONTENT_TYPE}
"""The field of an entry that has the body, and what that is then."""


@contextmanager
def opened(source: RedisSource) -> Iterator[RedisStreams]:
    """The server of a source."""
    KNOWN.add_passwords(source.url)
    server = server_name(source.url, "url")
    connections = pool(source.url, source, source.folder, source.timeout)
    try:
        client = redis.Redis(connection_pool=connections)
        with as_ours(server):
            client.ping()
        yield RedisStreams(client, source, server)
    finally:
        connections.disconnect()


@dataclass(frozen=True, slots=True)
class RedisStreams:
    """A ``Queue`` whose places are streams."""

    client: Any
    source: RedisSource
    server: str

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """All streams of the database."""
        with as_ours(self.server):
            names = sorted(self.client.scan_iter(_type="stream", count=AT_ONCE))
            return [StreamInfo(_text(name), "stream", self.client.xlen(name) if count else None) for name in names]

    def check(self, place: str) -> None:
        """Asks for the stream, and for the group unless it may be made."""
        if self.last_given(place) is None and not self.source.declare:
            hint = "Make it at the server (XGROUP CREATE), or leave declare: true."
            raise ConfigError(f"the stream {place} has no group {self.source.group}", where=self.server, hint=hint)

    def intake(self, place: str) -> Group:
        """Becomes one of the group."""
        return Group(self, place, f"{self.server} stream {place}")

    def peek(self, place: str, count: int) -> Iterator[Message]:
        """What the group has given to nobody."""
        after = self.last_given(place) or b"0-0"
        while count > 0:
            with as_ours(self.server):
                found = self.client.xrange(place, min=b"(" + after, count=min(count, AT_ONCE))
            if not found:
                return
            yield from (_message(entry) for entry in found)
            after, count = found[-1][0], count - len(found)

    def last_given(self, place: str) -> bytes | None:
        """The last entry that the group has given to one of its consumers; None where there is no group. Raises
        ``ConfigError`` where there is no stream."""
        with as_ours(self.server):
            if not self.client.exists(place):
                hint = "Correct its name; a sink makes it by its first event."
                raise ConfigError(f"there is no stream {place}", where=self.server, hint=hint)
            groups = self.client.xinfo_groups(place)
        name = self.source.group.encode()
        found: list[bytes] = [group["last-delivered-id"] for group in groups if group["name"] == name]
        return found[0] if found else None


@dataclass(slots=True)
class Group:
    """An ``Intake``. Marks are the name of this runner in the group, and the ids of entries."""

    queue: RedisStreams
    stream: str
    where: str
    _name: str = ""
    _own: bytes | None = b"0-0"
    _abandoned: bytes | None = b"0-0"
    _taken: list[str] = field(default_factory=list)
    _extended: float = field(default_factory=time.monotonic)

    def begin(self, published: Sequence[str]) -> None:
        """Goes on under the name of the last run; what that published is acknowledged."""
        if self.queue.last_given(self.stream) is None:
            self.queue.check(self.stream)
            self._make()
        named = [mark.removeprefix(_NAME) for mark in published if mark.startswith(_NAME)]
        self._name = named[0] if named else uuid4().hex[:12]
        self.done(published)
        self._extended = time.monotonic()

    def take(self, count: int, seconds: float) -> Sequence[Message]:
        """First what a run of this name had when it was killed, then what others left, then what is new."""
        if time.monotonic() - self._extended > self.queue.source.lease / 3:
            self.hold(self.marks())
        with as_ours(self.where):
            entries = self._left_by_itself(count) or self._left_by_others(count) or self._new(count, seconds)
        self._taken += (_text(number) for number, _ in entries)
        return [_message(entry) for entry in entries]

    def marks(self) -> Sequence[str]:
        """This runner's name, and what it has."""
        return (f"{_NAME}{self._name}", *self._taken)

    def hold(self, marks: Sequence[str]) -> None:
        """Looks whether all are this runner's and would stay so, and sets their time back."""
        ids, name = _ids(marks), next(mark.removeprefix(_NAME) for mark in marks if mark.startswith(_NAME))
        limit = self.queue.source.lease * 1000
        with as_ours(self.where):
            if not set(ids) <= set(self._pending(name, limit)):
                hint = "State a longer `lease` if runs take longer than that."
                raise TakenOver("another runner may have what this run had taken", where=self.where, hint=hint)
            for some in _some(ids):
                self._client.xclaim(self.stream, self._group, name, 0, some, justid=True)
        self._extended = time.monotonic()

    def done(self, marks: Sequence[str]) -> None:
        """Acknowledges the entries, from whichever process."""
        with as_ours(self.where):
            for some in _some(_ids(marks)):
                self._client.xack(self.stream, self._group, *some)

    @property
    def _client(self) -> Any:
        return self.queue.client

    @property
    def _group(self) -> str:
        return self.queue.source.group

    def _make(self) -> None:
        with as_ours(self.where):
            try:
                self._client.xgroup_create(self.stream, self._group, "0")
            except redis.ResponseError as error:
                # Another runner was quicker.
                if "BUSYGROUP" not in str(error):
                    raise

    def _left_by_itself(self, count: int) -> list[Entry]:
        while self._own is not None:
            found = self._read(count, self._own, None)
            self._own = found[-1][0] if found else None
            if there := self._there(found):
                return there
        return []

    def _left_by_others(self, count: int) -> list[Entry]:
        while self._abandoned is not None:
            lease = round(self.queue.source.lease * 1000)
            answer = self._client.xautoclaim(
                self.stream, self._group, self._name, lease, self._abandoned, count=min(count, AT_ONCE)
            )
            self._abandoned = answer[0] if answer[0] != b"0-0" else None
            if there := self._there(answer[1]):
                return there
        return []

    def _new(self, count: int, seconds: float) -> list[Entry]:
        return self._there(self._read(count, b">", seconds))

    def _read(self, count: int, after: bytes, seconds: float | None) -> list[Entry]:
        # The connection has to wait longer than the server.
        block = None if not seconds else round(1000 * min(seconds, self.queue.source.timeout / 2)) or None
        places = {self.stream: after}
        found = self._client.xreadgroup(self._group, self._name, places, count=min(count, AT_ONCE), block=block)
        return list(found[0][1]) if found else []

    def _there(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that are in the stream still; of one that was cut off, only that it was given is known."""
        gone = [number for number, fields in entries if not fields]
        if gone:
            self._client.xack(self.stream, self._group, *gone)
        return [entry for entry in entries if entry[1]]

    def _pending(self, name: str, limit: float) -> Iterator[str]:
        """The entries that a runner has, and that no other may take yet."""
        after = "-"
        while True:
            found = self._client.xpending_range(self.stream, self._group, after, "+", AT_ONCE, name)
            yield from (_text(one["message_id"]) for one in found if one["time_since_delivered"] < limit)
            if len(found) < AT_ONCE:
                return
            after = f"({_text(found[-1]['message_id'])}"


def _ids(marks: Iterable[str]) -> list[str]:
    return [mark for mark in marks if not mark.startswith(_NAME)]


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _message(entry: Entry) -> Message:
    number, fields = entry
    values = fields or {}
    for name, kind in _BODIES.items():
        if name in values:
            headers = {_text(key): _text(value) for key, value in values.items() if key != name}
            return Message(_text(number), values[name], headers, kind)
    whole = {_text(key): _text(value) for key, value in values.items()}
    return Message(_text(number), json.dumps(whole).encode(), {})


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "backslashreplace")
