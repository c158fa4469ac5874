"""Several chunks under way at a time, those of one key one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.http.chunks import Chunk

AHEAD = 2
"""How many chunks for each connection may wait or be under way."""


class Flight:
    """Sends with ``connections`` threads. A chunk waits for all before it that have a record of its own, and for all
    of another entity: what refers to a record arrives after it. The first one goes alone, so that a login that is
    refused is tried once; after an error nothing that still waits is sent. ``answered`` gets what the server says, in
    the order of the chunks.
    """

    def __init__(self, send: Callable[[Chunk], Answered], connections: int, answered: Answered) -> None:
        self._send, self._answered = send, answered
        self._pool = ThreadPoolExecutor(connections, thread_name_prefix="http-sink")
        self._most = connections * AHEAD
        self._under_way: deque[tuple[str, frozenset[str], Future[Answered]]] = deque()
        self._error: LegacyAdaptersError | None = None
        self._began = False

    def start(self, chunk: Chunk) -> None:
        """Sends the chunk as soon as it may go. Raises what an earlier one ended with; then this one is not sent."""
        keys = chunk.record_ids
        while self._under_way and (len(self._under_way) >= self._most or not self._may_go(chunk.entity, keys)):
            self._land()
        self._under_way.append((chunk.entity, keys, self._pool.submit(self._unless_failed, chunk)))
        if not self._began:
            self.land()
            self._began = True

    def land(self) -> None:
        """Waits for all. Raises what the first of them ended with that did not end well."""
        while self._under_way:
            self._land()

    def close(self) -> None:
        """Sends no more, and waits for what is under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _unless_failed(self, chunk: Chunk) -> Answered:
        if self._error is not None:
            raise self._error
        try:
            return self._send(chunk)
        except LegacyAdaptersError as error:
            self._error = error
            raise

    def _may_go(self, entity: str, keys: frozenset[str]) -> bool:
        return all(other == entity and held.isdisjoint(keys) for other, held, _ in self._under_way)

    def _land(self) -> None:
        _, _, future = self._under_way.popleft()
        self._answered.add(future.result())
