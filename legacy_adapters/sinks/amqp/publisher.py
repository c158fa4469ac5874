"""Sends messages and counts their confirms, in a thread of its own: heartbeats never wait for data."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pika
from pika.channel import Channel

from legacy_adapters.core.errors import Defect, LegacyAdaptersError, Unavailable
from legacy_adapters.queues.amqp.faults import told
from legacy_adapters.sinks.amqp.confirms import Confirms, InFlight
from legacy_adapters.sinks.amqp.framing import Framing
from legacy_adapters.sinks.events.messages import Message

Step = Callable[[Channel, Callable[[Any], None]], None]
"""One thing to be asked of the server before the first message; the second argument is called with its answer."""

IN_FLIGHT_BYTES = 32 * 1024 * 1024
"""However many messages the window allows, no more than this waits for confirms, and lies in memory."""

AT_ONCE = 64 * 1024
"""Bytes that are handed over to be sent together."""

PARTING_SECONDS = 5.0


class _Connection(pika.SelectConnection):  # type: ignore[misc]
    """One that takes frames which are made already."""

    def emit(self, frames: bytes) -> None:
        self._output_marshaled_frames([frames])

    def drop(self) -> None:
        """Ends the connection without a word to the server."""
        if not self.is_closed:
            self._terminate_stream(pika.exceptions.StreamLostError("given up"))


class Publisher:
    """Everything that touches the connection happens in its thread; errors are raised by the call that waits, or by
    the next one."""

    def __init__(
        self, parameters: pika.ConnectionParameters, server: str, exchange: str, content_type: str, window: int
    ) -> None:
        # All of what pika logs is raised too, or is of no interest.
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        self._server, self._exchange, self._content_type, self._window = server, exchange, content_type, window
        self._timeout = float(parameters.socket_timeout or 60)
        self._confirms = Confirms()
        self._messages: Iterator[Message] = iter(())
        self._waiting: Future[None] | None = None
        self._handed_over: Future[None] | None = None
        self._lock = threading.Lock()
        self._is_over = False
        self._until_empty = False
        self._error: LegacyAdaptersError | None = None
        self._progress = 0
        self._channel: Channel | None = None
        self._framing: Framing | None = None
        self._steps: list[Step] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="amqp")
        self._connection = _Connection(
            parameters,
            on_open_callback=self._opened,
            on_open_error_callback=lambda _connection, error: self._ended(error),
            on_close_callback=lambda _connection, error: self._ended(error),
        )

    def open(self, steps: list[Step]) -> None:
        """Connects, and takes these steps in their order. Raises what ``faults`` tells."""
        self._steps = steps
        self._waiting = opened = Future[None]()
        self._thread.submit(self._run)
        opened.result()

    def send(self, messages: Iterator[Message]) -> None:
        """Returns when all were sent, up to ``window`` of them not confirmed yet."""
        self._call(partial(self._begin, messages, until_empty=False))

    def flush(self) -> None:
        """Returns when the server has confirmed all."""
        self._call(partial(self._begin, iter(()), until_empty=True))

    @property
    def sent(self) -> int:
        """How many messages were sent: the delivery tag of the last one."""
        return self._confirms.last

    @property
    def confirmed(self) -> int:
        """The delivery tag up to which the server has confirmed all, or returned them."""
        return self._confirms.upto

    @property
    def cluster(self) -> str:
        """What the server calls itself; nothing where it does not say."""
        told = (self._connection.server_properties or {}).get("cluster_name", "")
        return told if isinstance(told, str) else ""

    def close(self) -> None:
        """Ends the connection and the thread; what was not confirmed may have arrived or not."""
        with self._lock:
            if not self._is_over:
                self._connection.ioloop.add_callback_threadsafe(self._leave)
        self._thread.shutdown()

    def _call(self, begin: Callable[[Future[None]], None]) -> None:
        done = Future[None]()
        with self._lock:
            if self._is_over:
                raise self._error or Defect("the connection's thread has ended")
            self._handed_over = done
            self._connection.ioloop.add_callback_threadsafe(lambda: begin(done))
        done.result()

    def _run(self) -> None:
        try:
            self._connection.ioloop.start()
        finally:
            with self._lock:
                self._is_over = True
                self._connection.ioloop.close()
            self._fail(Defect("the connection's thread has ended"))
            # Handed over, and the thread ended before it took it.
            self._waiting = self._handed_over
            self._fail(Defect("the connection's thread has ended"))

    def _leave(self) -> None:
        """In order, unless the server has stopped listening."""
        if self._connection.is_open and self._error is None:
            self._connection.close()
            self._connection.ioloop.call_later(PARTING_SECONDS, self._connection.drop)
        else:
            self._connection.drop()

    def _opened(self, connection: pika.SelectConnection) -> None:
        connection.channel(on_open_callback=self._prepare)

    def _prepare(self, channel: Channel) -> None:
        self._channel = channel
        largest = self._connection.params.frame_max
        self._framing = Framing(channel.channel_number, largest, self._exchange, self._content_type)
        channel.add_on_close_callback(lambda _channel, reason: self._fail(told(reason, self._server)))
        channel.add_on_return_callback(self._returned)
        self._steps.append(lambda ch, then: ch.confirm_delivery(self._answered, callback=then))
        self._next_step(None)

    def _next_step(self, _answer: Any) -> None:
        assert self._channel is not None
        if self._steps:
            self._steps.pop(0)(self._channel, self._next_step)
        else:
            self._watch(self._progress)
            self._resolve()

    def _begin(self, messages: Iterator[Message], done: Future[None], *, until_empty: bool) -> None:
        self._waiting, self._handed_over = done, None
        if self._error is not None:
            self._fail(self._error)
            return
        self._messages, self._until_empty = messages, until_empty
        self._pump()

    def _pump(self) -> None:
        try:
            self._fill()
        except (LegacyAdaptersError, pika.exceptions.AMQPError) as error:
            self._fail(told(error, self._server))

    def _fill(self) -> None:
        """Sends until the window is full or there is no more to send."""
        if self._waiting is None:
            return
        assert self._framing is not None
        confirms, frames = self._confirms, self._framing.frames
        held, size, ended = [], 0, False
        while confirms.outstanding < self._window and confirms.size < IN_FLIGHT_BYTES:
            message = next(self._messages, None)
            if message is None:
                ended = True
                break
            try:
                held.append(frames(message))
            except pika.exceptions.ShortStringTooLong:
                message.refuse(f"its routing key has more than 255 bytes: {message.address[:40]}…")
                continue
            size += len(held[-1])
            confirms.sent(InFlight(message.id, message.address, len(message.body), message.rows, message.parcel))
            if size > AT_ONCE:
                self._connection.emit(b"".join(held))
                held, size = [], 0
        if held:
            self._connection.emit(b"".join(held))
        if ended and not (self._until_empty and confirms.outstanding):
            self._resolve()

    def _answered(self, frame: Any) -> None:
        """The server has confirmed, or refused, one message or all up to one."""
        self._progress += 1
        method = frame.method
        if method.NAME == "Basic.Nack":
            # It concerns whatever comes next too, and passes: so it is no refusal of this record.
            message = self._confirms.message(method.delivery_tag or self._confirms.upto + 1)
            hint = "A queue is full and refuses more (x-max-length with reject-publish), or the server has a fault."
            what = f"the server takes no event with the routing key {message.address} now (nack)"
            self._fail(Unavailable(what, where=message.id, hint=hint))
            return
        self._confirms.confirmed(method.delivery_tag, multiple=method.multiple)
        self._pump()

    def _returned(self, _channel: Channel, method: Any, properties: pika.BasicProperties, body: bytes) -> None:
        """No queue takes it. The confirm comes behind."""
        message = self._confirms.returned(properties.message_id, len(body))
        if message is None:
            self._fail(Defect("a message came back that was not sent", where=properties.message_id or self._server))
            return
        place = f"exchange {self._exchange}" if self._exchange else "the default exchange"
        said = f"{method.reply_code} {method.reply_text}"
        message.parcel.refuse(message.rows, f"{said}: no queue of {place} takes the routing key {method.routing_key}")

    def _watch(self, progress: int) -> None:
        """Ends the connection if nothing was confirmed for as long as one waits."""
        if self._confirms.outstanding and progress == self._progress:
            hint = "It may be overloaded, or out of disk space; its log says more."
            what = f"the server confirmed nothing for {self._timeout:.0f} seconds"
            self._fail(Unavailable(what, where=self._server, hint=hint))
            return
        self._connection.ioloop.call_later(self._timeout, partial(self._watch, self._progress))

    def _ended(self, error: BaseException) -> None:
        self._fail(told(error, self._server))
        self._connection.ioloop.stop()

    def _fail(self, error: LegacyAdaptersError) -> None:
        """The first error is the one that counts."""
        self._error = self._error or error
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.set_exception(self._error)

    def _resolve(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.set_result(None)
