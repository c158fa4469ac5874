"""Sends messages to JetStream and counts what it acknowledges, in a thread of its own with its own event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import nats
import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import Header, StreamConfig

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.queues.nats.faults import MessageRefused, not_taken, told
from legacy_adapters.sinks.events.messages import Message
from legacy_adapters.sinks.nats.acknowledged import Acknowledged

IN_FLIGHT_BYTES = 32 * 1024 * 1024
"""However many messages the window allows, no more than this waits for acknowledgements."""

T = TypeVar("T")


class Connection:
    """All coroutines run in its thread; errors are raised by the call that waits, or by the next one."""

    def __init__(self, options: Mapping[str, Any], server: str, window: int, timeout: float) -> None:
        self._options, self._server, self._window, self._timeout = dict(options), server, window, timeout
        self._pending: dict[int, tuple[Message, Acknowledged]] = {}
        self._size = 0
        self._number = 0
        self._reply = ""
        self._subjects: Sequence[str] = ()
        self.largest_in_stream: int | None = None
        self._error: LegacyAdaptersError | None = None
        self._last: BaseException | None = None
        self._client = Client()
        self._loop = asyncio.new_event_loop()
        self._answered = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="nats", daemon=True)
        self._thread.start()

    @property
    def max_payload(self) -> int:
        """The bytes that a message may have with its headers, as the server says."""
        return int(self._client.max_payload)

    def open(self, stream: str, declared: StreamConfig | None) -> None:
        """Connects, and makes or looks for the stream. Raises what ``faults`` tells."""
        self._call(self._open(stream, declared))

    def send(self, messages: Iterator[Message], headers: Mapping[str, str], acknowledged: Acknowledged) -> None:
        """Returns when all were sent, up to ``window`` of them not acknowledged yet."""
        self._call(self._send(messages, headers, acknowledged))

    def flush(self) -> None:
        """Returns when the server has acknowledged all."""
        self._call(self._flush())

    def close(self) -> None:
        """Ends the connection and the thread."""
        try:
            asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except (nats.errors.Error, OSError, TimeoutError) as error:
            self._error = self._error or told(self._last or error, self._server)
            raise self._error from error

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _open(self, stream: str, declared: StreamConfig | None) -> None:
        await self._client.connect(
            **self._options,
            allow_reconnect=False,
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=max(1, round(self._timeout)),
            error_cb=self._on_error,
            closed_cb=self._on_closed,
        )
        manager = self._client.jsm(timeout=self._timeout)
        try:
            info = await manager.stream_info(stream)
        except nats.js.errors.NotFoundError:
            if declared is None:
                hint = "Make it at the server, correct its name, or set declare: true."
                raise ConfigError(f"there is no stream {stream}", where=self._server, hint=hint) from None
            info = await manager.add_stream(declared)
        self._subjects = info.config.subjects or ()
        stated = info.config.max_msg_size
        self.largest_in_stream = stated if stated is not None and stated > 0 else None
        self._reply = self._client.new_inbox()
        await self._client.subscribe(f"{self._reply}.*", cb=self._on_answer)

    async def _send(self, messages: Iterator[Message], headers: Mapping[str, str], acknowledged: Acknowledged) -> None:
        publish, reply, pending = self._client.publish, self._reply, self._pending
        for message in messages:
            while len(pending) >= self._window or self._size > IN_FLIGHT_BYTES:
                await self._progress()
            self._number += 1
            pending[self._number] = (message, acknowledged)
            acknowledged.waiting += 1
            self._size += len(message.body)
            around = {**headers, **(message.headers or {}), Header.MSG_ID: message.id}
            await publish(message.address, message.body, f"{reply}.{self._number}", around)
        if self._error is not None:
            raise self._error

    async def _flush(self) -> None:
        while self._pending:
            await self._progress()
        if self._error is not None:
            raise self._error

    async def _progress(self) -> None:
        """Waits for the next answers. Raises what went wrong."""
        if self._error is not None:
            raise self._error
        self._answered.clear()
        try:
            await asyncio.wait_for(self._answered.wait(), self._timeout)
        except TimeoutError:
            what = f"the server acknowledged nothing for {self._timeout:.0f} seconds"
            hint = "It may be overloaded, or out of disk space; its log says more."
            raise Unavailable(what, where=self._server, hint=hint) from None
        if self._error is not None:
            raise self._error

    async def _on_answer(self, answer: Msg) -> None:
        message, acknowledged = self._pending.pop(int(answer.subject.rpartition(".")[2]))
        self._size -= len(message.body)
        problem = not_taken(answer.data, message.address, message.id, self._server, self._subjects)
        if problem is None:
            acknowledged.took(answer.data)
        elif isinstance(problem, MessageRefused):
            message.refuse(problem.message)
        else:
            self._error = self._error or problem
        acknowledged.waiting -= 1
        self._answered.set()

    async def _on_error(self, error: Exception) -> None:
        """Some of them end the connection, some do not: a message that may not be sent is never answered."""
        self._last = error
        if "permissions violation" in str(error).lower():
            self._error = self._error or told(error, self._server)
            self._answered.set()

    async def _on_closed(self) -> None:
        lost = self._last or self._client.last_error or ConnectionError("closed by the server")
        self._error = self._error or told(lost, self._server)
        self._answered.set()

    async def _leave(self) -> None:
        try:
            # A server that has refused or lost the connection does not answer the farewell.
            await asyncio.wait_for(self._client.close(), 5.0 if self._error is None else 0.5)
        except (nats.errors.Error, OSError, TimeoutError):
            return
