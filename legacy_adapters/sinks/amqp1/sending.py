"""Sends messages over links and hears how they are settled; a thread beside it keeps the connection alive."""

from __future__ import annotations

import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from proton import SASL, Connection, Endpoint, ProtonException, Sender, Session, Terminus
from proton import Delivery as Transfer

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, OutputError
from legacy_adapters.sinks.amqp1.faults import IDLE, LOGIN, Condition, ended, lost, silent
from legacy_adapters.sinks.amqp1.outcomes import Outcomes
from legacy_adapters.sinks.amqp1.peer import Peer
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from legacy_adapters.sinks.amqp1.wire import Wire
from legacy_adapters.sinks.events.outgoing import Outgoing

IN_FLIGHT_BYTES = 32 * 1024 * 1024
"""However many messages the window allows, no more than this waits to be settled, and lies in memory."""

LINKS = 200
"""More addresses than this at once are not held open."""

_AT_ONCE = 64 * 1024
_PULSE = 0.5
_PARTING_SECONDS = 5.0
_MOMENT = 0.1
_PORTS = {"amqp": 5672, "amqps": 5671}


class InFlight(NamedTuple):
    """A message that is not settled yet, and the number that is its delivery tag."""

    transfer: Transfer
    number: int
    sent: Outgoing
    size: int

    @property
    def is_settled(self) -> bool:
        """By the server."""
        return bool(self.transfer.remote_state or self.transfer.settled)


class _Flight:
    """Those that are, in the order in which they were sent."""

    def __init__(self) -> None:
        self.waiting: deque[InFlight] = deque()
        self.size = 0

    def settled(self, *, is_thorough: bool) -> list[InFlight]:
        """Those that the server has settled now; they wait no longer. It mostly settles them in their order, and only a
        thorough look finds others."""
        done = []
        waiting = self.waiting
        while waiting and waiting[0].is_settled:
            done.append(waiting.popleft())
        if is_thorough and not done:
            done = [one for one in waiting if one.is_settled]
            self.waiting = deque(one for one in waiting if not one.is_settled) if done else waiting
        self.size -= sum(one.size for one in done)
        return done


class Sending:
    """Errors are raised by the call that waits, or by the next one."""

    def __init__(self, settings: Amqp1Sink, where: str, container: str, context: ssl.SSLContext | None) -> None:
        self._where, self._timeout, self._window = where, settings.timeout, settings.window
        self._lock = threading.RLock()
        self._is_closing = threading.Event()
        self._error: LegacyAdaptersError | None = None
        self._flight = _Flight()
        self._links: dict[str, Sender] = {}
        self._numbers = 0
        self._unsent = 0
        self.outcomes = Outcomes()
        parts = urlsplit(settings.url)
        host = parts.hostname or ""
        try:
            self._wire = Wire(host, parts.port or _PORTS[parts.scheme], context, settings.timeout)
        except OSError as error:
            raise lost(error, where) from error
        self._connection = Connection()
        self._connection.container = container
        self._connection.hostname = settings.virtual_host or host
        if settings.login == "PLAIN":
            self._connection.user = unquote(parts.username or "")
            self._connection.password = unquote(parts.password or "")
        self._login(settings)
        self._session: Session = self._connection.session()
        self._alive = threading.Thread(target=self._keep_alive, name="amqp1", daemon=True)

    def open(self) -> None:
        """Logs in. Raises what ``faults`` tells."""
        self._connection.open()
        self._session.open()
        self._alive.start()
        with self._lock:
            self._wait(lambda: bool(self._connection.state & Endpoint.REMOTE_ACTIVE))
            self.outcomes.peer = Peer.of(self._connection.remote_properties)

    def largest(self, address: str) -> int | None:
        """How many bytes a message to this address may have, if the server says so. Raises ``ConfigError`` for an
        address that is not there, ``AccessDenied``, ``Unavailable``."""
        with self._lock:
            return self._link(address).remote_max_message_size or None

    def send(self, sent: Outgoing, address: str, data: bytes) -> None:
        """Returns when it was handed over, up to the window of messages not settled yet."""
        with self._lock:
            self._check()
            link = self._link(address)
            if self._is_too_large(link, sent, len(data)):
                return
            flight = self._flight
            if len(flight.waiting) >= self._window or flight.size > IN_FLIGHT_BYTES or link.credit <= 0:
                window, limit = self._window, IN_FLIGHT_BYTES
                self._wait(lambda: len(flight.waiting) < window and flight.size <= limit and link.credit > 0)
            self._numbers += 1
            transfer = link.delivery(str(self._numbers))
            link.stream(data)
            link.advance()
            flight.waiting.append(InFlight(transfer, self._numbers, sent, len(data)))
            flight.size += len(data)
            self._unsent += len(data)
            if self._unsent > _AT_ONCE:
                self._step(0)

    def flush(self) -> None:
        """Returns when the server has settled all."""
        with self._lock:
            self._check()
            self._wait(lambda: not self._flight.waiting)

    def close(self) -> None:
        """Ends connection and thread; what was not settled may have arrived or not."""
        self._is_closing.set()
        if self._alive.is_alive():
            self._alive.join()
        with self._lock:
            with suppress(OSError, ProtonException):
                self._leave()
            self._wire.close()

    def _login(self, settings: Amqp1Sink) -> None:
        transport = self._wire.transport
        sasl: SASL = transport.sasl()
        sasl.allowed_mechs(settings.login)
        # The engine does not know of the TLS that is around it.
        sasl.allow_insecure_mechs = True
        transport.bind(self._connection)

    def _link(self, address: str) -> Sender:
        link = self._links.get(address)
        if link is None:
            self.outcomes.peer.check(address, self._where)
            if len(self._links) >= LINKS:
                self._wait(lambda: not self._flight.waiting)
                for old in self._links.values():
                    old.close()
                self._links.clear()
            self._numbers += 1
            link = self._session.sender(f"{self._connection.container} {self._numbers}")
            link.source.address = self._connection.container
            link.target.address = address
            link.target.durability = Terminus.CONFIGURATION
            link.snd_settle_mode = Sender.SND_UNSETTLED
            link.open()
            self._links[address] = link
            # A link that is refused is attached first, to nothing.
            attached = link
            self._wait(lambda: attached.credit > 0)
        return link

    def _is_too_large(self, link: Sender, sent: Outgoing, size: int) -> bool:
        limit = link.remote_max_message_size
        if not limit or size <= limit:
            return False
        words = f"the message has {size:,} bytes, and the server takes {limit:,}"
        if len(sent.rows) > 1:
            raise OutputError(words, where=sent.message.id, hint=f"Set max_message_bytes to {limit}, or batch lower.")
        self.outcomes.answers.refused(sent.refused(words))
        return True

    def _wait(self, is_done: Callable[[], bool]) -> None:
        """Until it is, or the server has settled nothing for too long, or has ended something."""
        until = time.monotonic() + self._timeout
        while not is_done():
            self._step(_MOMENT)
            # Heartbeats are no answer.
            if self._settle(is_thorough=True):
                until = time.monotonic() + self._timeout
            elif time.monotonic() > until and not is_done():
                self._error = silent(self._timeout, self._where)
            self._check()

    def _step(self, seconds: float) -> None:
        """One round with the server. Raises what it ended."""
        self._unsent = 0
        try:
            self._wire.pump(seconds)
        except (OSError, ProtonException) as error:
            self._error = self._error or self._said() or lost(error, self._where)
            raise self._error from error
        self._settle()
        self._forget_idle()
        self._error = self._error or self._said()
        self._check()

    def _settle(self, *, is_thorough: bool = False) -> bool:
        """Takes the outcomes down that have come; whether there were any."""
        settled = self._flight.settled(is_thorough=is_thorough)
        for one in settled:
            found = self.outcomes.settle(one.transfer, one.number, one.sent, self._where)
            self._error = self._error or found
        return bool(settled)

    def _forget_idle(self) -> None:
        """Links that the server has taken down because nothing was sent: the next message attaches again."""
        if self._flight.waiting:
            return
        for address, link in list(self._links.items()):
            said = link.remote_condition if link.state & Endpoint.REMOTE_CLOSED else None
            if said is not None and said.name == IDLE:
                link.close()
                del self._links[address]

    def _said(self) -> LegacyAdaptersError | None:
        """What the server has ended, and why."""
        transport = self._wire.transport
        outcome = transport.sasl().outcome
        if outcome not in {None, SASL.OK}:
            return AccessDenied("login refused", where=self._where, hint=LOGIN)
        for endpoint, where in self._endpoints():
            if endpoint.state & Endpoint.REMOTE_CLOSED:
                said = endpoint.remote_condition
                found = Condition(said.name, said.description or "") if said else Condition("closed by the server", "")
                return ended(found, where)
        if said := transport.condition:
            return ended(Condition(said.name, said.description or ""), self._where)
        if self._wire.is_over:
            return lost(ConnectionError("closed by the server"), self._where)
        return None

    def _endpoints(self) -> Iterator[tuple[Connection | Session | Sender, str]]:
        yield self._connection, self._where
        yield self._session, self._where
        for address, link in self._links.items():
            yield link, address

    def _check(self) -> None:
        if self._error is not None:
            raise self._error

    def _keep_alive(self) -> None:
        while not self._is_closing.wait(_PULSE):
            with self._lock:
                try:
                    self._step(0)
                except LegacyAdaptersError:
                    # It is kept, and raised by the next call.
                    return

    def _leave(self) -> None:
        """In order, unless the server has stopped listening."""
        if self._error is not None:
            return
        self._connection.close()
        until = time.monotonic() + _PARTING_SECONDS
        while not self._connection.state & Endpoint.REMOTE_CLOSED and not self._wire.is_over:
            self._wire.pump(_MOMENT)
            if time.monotonic() > until:
                return
