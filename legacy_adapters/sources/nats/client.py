"""A client of NATS in a thread of its own: what was taken stays this run's, however long it is worked on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import nats.errors
from nats.aio.client import Client as NatsClient
from nats.js import JetStreamContext, JetStreamManager

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.queues.nats.faults import told

T = TypeVar("T")

PARTING_SECONDS = 2.0

LEASE = "lease"
"""What tasks are called that end with the connection."""


class Client:
    """All coroutines run in its thread. It never connects again: what was taken is lost with the connection."""

    def __init__(self, options: Mapping[str, Any], server: str, timeout: float) -> None:
        self._server, self._timeout = server, timeout
        self._last: BaseException | None = None
        self.client = NatsClient()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="nats", daemon=True)
        self._thread.start()
        try:
            self.call(self._open(options))
        except BaseException:
            self.close()
            raise

    @property
    def lost(self) -> bool:
        """Whether the connection is over."""
        return self.client.is_closed

    @property
    def jetstream(self) -> JetStreamContext:
        """What streams and consumers are asked by."""
        return self.client.jetstream(timeout=self._timeout)

    @property
    def manager(self) -> JetStreamManager:
        """What tells of them, and makes them."""
        return self.client.jsm(timeout=self._timeout)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` returns. Raises what ``faults`` tells."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except (nats.errors.Error, OSError, TimeoutError) as error:
            raise self.told(error) from error

    def told(self, error: BaseException) -> LegacyAdaptersError:
        """The error as one of ours; the client's last one says more than that the connection is closed."""
        closed = isinstance(error, nats.errors.ConnectionClosedError)
        return told((self._last if closed else None) or error, self._server)

    def close(self) -> None:
        """Ends connection and thread."""
        try:
            asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _open(self, options: Mapping[str, Any]) -> None:
        try:
            await self.client.connect(
                **options,
                allow_reconnect=False,
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                connect_timeout=max(1, round(self._timeout)),
                error_cb=self._on_error,
            )
        except (nats.errors.Error, OSError, TimeoutError) as error:
            raise told(self._last or error, self._server) from error

    async def _on_error(self, error: Exception) -> None:
        self._last = error

    async def _leave(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            if task.get_name() == LEASE:
                task.cancel()
        try:
            await asyncio.wait_for(self.client.close(), PARTING_SECONDS)
        except (nats.errors.Error, OSError, TimeoutError):
            return
