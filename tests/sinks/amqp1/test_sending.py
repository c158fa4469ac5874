"""Links, their window, and a connection that lasts."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from proton import Condition, Delivery

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from tests.sinks.amqp1.receiver import accepted, receiving
from tests.sinks.amqp1.samples import answers, error, opened, sink
from tests.sinks.events.samples import lines


def test_settled_in_any_order(tmp_path: Path) -> None:
    """The first message is settled last; the window is small."""
    held: list[Delivery] = []

    def settle(number: int, one: Delivery) -> None:
        if number == 0:
            held.append(one)
            return
        accepted(number, one)
        if number == 4:
            accepted(0, held.pop())

    with receiving(settle) as receiver:
        [receipt], refusals = answers(receiver, tmp_path, window=3)
    assert (receipt.records, refusals) == (5, [])


@pytest.mark.parametrize(
    ("condition", "kind"),
    [("amqp:not-found", ConfigError), ("amqp:unauthorized-access", AccessDenied), ("amqp:internal-error", Unavailable)],
)
def test_an_address_that_cannot_be_attached_to(condition: str, kind: type[LegacyAdaptersError], tmp_path: Path) -> None:
    """It is named, before anything is sent."""
    with receiving(refuses=Condition(condition, "said so")) as receiver:
        found = error(receiver, tmp_path)
    assert type(found) is kind
    assert found.where == "books.line"
    assert "said so" in found.message


def test_it_stays_connected_while_nothing_is_sent(tmp_path: Path) -> None:
    """The receiver hangs up on those who are silent for a second."""
    with receiving(idle=1.0) as receiver, opened(sink(receiver), tmp_path) as out:
        out.write(lines(1))
        out.commit()
        # There is no event to wait for: nothing must happen.
        threading.Event().wait(2.5)
        out.write(lines(1))
        out.commit()
    assert len(receiver.messages) == 2


def test_more_addresses_than_are_held_open(tmp_path: Path) -> None:
    """All are attached to, one after the other; each gets its own."""
    with receiving() as receiver, opened(sink(receiver, address="books.{line_no}"), tmp_path) as out:
        out.write(lines(450))
        out.commit()
    assert len(set(receiver.addresses)) == 450
    assert all(message.address == f"books.{n}" for n, message in enumerate(receiver.messages))


def test_a_link_that_was_idle_is_attached_again(tmp_path: Path) -> None:
    """The server has taken it down with nothing on its way: no reason to end the run."""

    def settle(number: int, one: Delivery) -> None:
        accepted(number, one)
        if number == 0:
            one.link.condition = Condition("amqp:link:detach-forced", "idle for 10 minutes")
            one.link.close()

    with receiving(settle) as receiver, opened(sink(receiver), tmp_path) as out:
        for _ in range(2):
            out.write(lines(1))
            out.commit()
    assert receiver.addresses == ["books.line"] * 2
    assert len(receiver.messages) == 2


def test_a_server_that_is_alive_and_settles_nothing(tmp_path: Path) -> None:
    """Heartbeats are no answer: after as long as one waits it counts as gone."""
    with receiving(lambda number, one: None) as receiver, opened(sink(receiver, timeout=1.0), tmp_path) as out:
        out.write(lines(1))
        with pytest.raises(Unavailable, match="answered nothing for 1 seconds"):
            out.commit()
