"""A receiver of AMQP 1.0 that settles each message as a test says: what a broker answers only when it is in trouble."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from proton import Condition, Delivery, Disposition, Message
from proton.handlers import MessagingHandler
from proton.reactor import ApplicationEvent, Container, EventInjector

from tests.service.free_port import free_port

Settling = Callable[[int, Delivery], None]
"""Is called with the number of a message, from 0 on, and its delivery, which it is to settle or to leave."""

CREDIT = 1_000


def accepted(number: int, delivery: Delivery) -> None:
    """Every message is taken."""
    delivery.update(Delivery.ACCEPTED)
    delivery.settle()


def with_state(state: int, *, at: int = 0, **details: Any) -> Settling:
    """All are taken but the one with this number, which ends in ``state``; ``condition`` and ``undeliverable`` may be
    stated."""

    def settle(number: int, delivery: Delivery) -> None:
        if number != at:
            accepted(number, delivery)
            return
        local: Disposition = delivery.local
        for name, value in details.items():
            setattr(local, name, value)
        delivery.update(state)
        delivery.settle()

    return settle


class Receiver(MessagingHandler):
    """Listens on a free port. ``largest`` is how many bytes it says that a message may have, ``refuses`` why it lets
    nobody attach, ``idle`` after how many silent seconds it hangs up."""

    def __init__(
        self,
        settling: Settling = accepted,
        product: str = "",
        largest: int = 0,
        refuses: Condition | None = None,
        idle: float = 0,
    ) -> None:
        super().__init__(prefetch=0, auto_accept=False, auto_settle=False)
        self.settling, self.product, self.largest, self.refuses, self.idle = settling, product, largest, refuses, idle
        self.port = free_port()
        self.messages: list[Message] = []
        self.addresses: list[str | None] = []
        self.is_listening = threading.Event()
        self.stopping = EventInjector()

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"amqp://127.0.0.1:{self.port}"

    @property
    def bodies(self) -> list[bytes]:
        """Of all messages."""
        found: list[Any] = [message.body for message in self.messages]
        return [bytes(body) for body in found]

    def on_start(self, event: Any) -> None:
        self._container = event.container
        self._container.selectable(self.stopping)
        self._acceptor = self._container.listen(f"127.0.0.1:{self.port}")
        self.is_listening.set()

    def on_connection_opening(self, event: Any) -> None:
        event.connection.properties = {"product": self.product, "version": "4.1.0"}

    def on_connection_bound(self, event: Any) -> None:
        if self.idle:
            event.transport.idle_timeout = self.idle

    def on_link_opening(self, event: Any) -> None:
        link = event.link
        self.addresses.append(link.remote_target.address)
        link.target.address = None if self.refuses else link.remote_target.address
        link.max_message_size = self.largest

    def on_link_opened(self, event: Any) -> None:
        if self.refuses is None:
            event.link.flow(CREDIT)
        else:
            event.link.condition = self.refuses
            event.link.close()

    def on_message(self, event: Any) -> None:
        self.messages.append(event.message)
        event.link.flow(1)
        self.settling(len(self.messages) - 1, event.delivery)

    def on_stop(self, event: Any) -> None:
        self._acceptor.close()
        self._container.stop()


@contextmanager
def receiving(*arguments: Any, **settings: Any) -> Iterator[Receiver]:
    """A receiver for as long as the block lasts."""
    receiver = Receiver(*arguments, **settings)
    thread = threading.Thread(target=Container(receiver).run)
    thread.start()
    assert receiver.is_listening.wait(20)
    try:
        yield receiver
    finally:
        receiver.stopping.trigger(ApplicationEvent("stop"))
        thread.join(20)
        receiver.stopping.close()
