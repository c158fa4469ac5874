"""A connection to RabbitMQ that is kept alive by a thread of its own, however long a batch is worked on."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

import pika
from pika.adapters.blocking_connection import BlockingConnection

from legacy_adapters.core.errors import LegacyAdaptersError, Unavailable
from legacy_adapters.queues.amqp.faults import told

PULSE = 0.5
"""Seconds for which the thread waits for the server at most, before it looks whether it has to end."""

T = TypeVar("T")


class Pump:
    """All that is done with the connection is done by its thread, between two looks at what the server sent."""

    def __init__(self, parameters: pika.URLParameters, server: str) -> None:
        # What pika logs is raised too, or is of no interest.
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        self._parameters, self._server = parameters, server
        self._commands: deque[tuple[Callable[[BlockingConnection], Any], Future[Any]]] = deque()
        self._lock = threading.Lock()
        self._stopping = False
        self._lost: LegacyAdaptersError | None = None
        self._connection: BlockingConnection | None = None
        opened = Future[None]()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="amqp", daemon=True)
        self._thread.start()
        try:
            opened.result()
        except BaseException:
            self._thread.join()
            raise

    @property
    def lost(self) -> LegacyAdaptersError | None:
        """Why there is no connection any more; None while there is one."""
        return self._lost

    def call(self, work: Callable[[BlockingConnection], T]) -> T:
        """What ``work`` returns, done by the thread. Raises what ``faults`` tells."""
        done = Future[T]()
        with self._lock:
            if self._lost is not None:
                raise self._lost
            self._commands.append((work, done))
            self._wake()
        return done.result()

    def close(self) -> None:
        """Ends connection and thread; what was not acknowledged goes back to the queue."""
        with self._lock:
            self._stopping = True
            self._wake()
        self._thread.join()

    def _wake(self) -> None:
        if self._connection is not None and self._lost is None:
            # A connection that has just ended need not be woken: its thread looks at the commands once more.
            with suppress(pika.exceptions.ConnectionWrongStateError):
                self._connection.add_callback_threadsafe(lambda: None)

    def _run(self, opened: Future[None]) -> None:
        try:
            connection = self._connection = BlockingConnection(self._parameters)
        except (pika.exceptions.AMQPError, OSError, ValueError) as error:
            self._lost = told(error, self._server)
            opened.set_exception(self._lost)
            return
        opened.set_result(None)
        try:
            while not self._stopping:
                self._work_off(connection)
                connection.process_data_events(time_limit=PULSE)
            connection.close()
        except (pika.exceptions.AMQPError, OSError) as error:
            self._fail(told(error, self._server))
        finally:
            self._fail(Unavailable("the connection was closed", where=self._server))

    def _work_off(self, connection: BlockingConnection) -> None:
        while self._commands:
            work, done = self._commands.popleft()
            try:
                done.set_result(work(connection))
            except (pika.exceptions.AMQPChannelError, pika.exceptions.ChannelWrongStateError) as error:
                done.set_exception(told(error, self._server))
            except (pika.exceptions.AMQPError, OSError) as error:
                done.set_exception(told(error, self._server))
                raise

    def _fail(self, error: LegacyAdaptersError) -> None:
        with self._lock:
            self._lost = self._lost or error
            waiting = [done for _, done in self._commands]
            self._commands.clear()
        for done in waiting:
            done.set_exception(self._lost)
