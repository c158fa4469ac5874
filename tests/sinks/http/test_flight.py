"""Several chunks under way, those of one key one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.core.protocols import Refusal
from legacy_adapters.sinks.answered import Answered
from legacy_adapters.sinks.http.chunks import Chunk
from legacy_adapters.sinks.http.flight import Flight
from tests.sinks.events.samples import lines
from tests.sinks.http.samples import chunks, sink


class Server:
    """Holds every chunk of these ids until it is let go."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.gates: dict[str, threading.Event] = {}
        self.arrived: dict[str, threading.Event] = {}
        self.fails: set[str] = set()

    def hold(self, name: str) -> None:
        self.gates[name], self.arrived[name] = threading.Event(), threading.Event()

    def send(self, chunk: Chunk) -> Answered:
        name = "".join(chunk.frame["record_id"].to_list())
        self.began.append(name)
        if name in self.gates:
            self.arrived[name].set()
            assert self.gates[name].wait(10)
        if name in self.fails:
            raise Unavailable(name)
        answered = Answered()
        if name.isupper():
            answered.refuse(Refusal(chunk.records, name))
        return answered


def chunk(*ids: str, entity: str = "line") -> Chunk:
    records = replace(lines(len(ids)), record_id=pa.array(ids))
    [found] = chunks(sink(batch=100), records)
    return replace(found, entity=entity)


@pytest.fixture
def server() -> Server:
    """One that holds nothing yet."""
    return Server()


@pytest.fixture
def answered() -> Answered:
    """What the server says."""
    return Answered()


@pytest.fixture
def flight(server: Server, answered: Answered) -> Iterator[Flight]:
    """Four connections to it."""
    made = Flight(server.send, 4, answered)
    made.start(chunk("first"))
    server.began.clear()
    yield made
    for gate in server.gates.values():
        gate.set()
    made.close()


def waits(server: Server, flight: Flight, second: Chunk, seconds: float = 0.2) -> bool:
    """Whether a chunk waits so long for the first one, ``ab``, which is held."""
    server.hold("ab")
    flight.start(chunk("a", "b"))
    server.arrived["ab"].wait(10)
    name = "".join(second.frame["record_id"].to_list())
    server.hold(name)
    starter = threading.Thread(target=flight.start, args=(second,))
    starter.start()
    waited = not server.arrived[name].wait(seconds)
    server.gates["ab"].set()
    starter.join(10)
    assert server.arrived[name].wait(10)
    server.gates[name].set()
    return waited


def test_other_records_do_not_wait(server: Server, flight: Flight) -> None:
    """They are sent at the same time."""
    assert not waits(server, flight, chunk("c", "d"), 10)


def test_the_same_record_waits(server: Server, flight: Flight) -> None:
    """Its changes arrive in their order."""
    assert waits(server, flight, chunk("c", "b"))


def test_another_entity_waits(server: Server, flight: Flight) -> None:
    """It may refer to what is under way."""
    assert waits(server, flight, chunk("c", entity="payment"))


def test_what_was_refused_is_known_when_all_have_landed(flight: Flight, answered: Answered) -> None:
    """In the order in which it was sent."""
    for name in ("a", "B", "c", "D"):
        flight.start(chunk(name))
    flight.land()
    assert [one.words for one in answered.refusals()] == ["B", "D"]


def test_after_an_error_the_next_of_its_key_is_not_sent(server: Server, flight: Flight) -> None:
    """It would come before its time."""
    server.fails.add("a")
    flight.start(chunk("a"))
    with pytest.raises(Unavailable, match="a"):
        flight.start(chunk("a", "x"))
    assert server.began == ["a"]


def test_an_error_comes_at_the_latest_when_all_have_landed(server: Server, flight: Flight) -> None:
    """No chunk is forgotten."""
    server.fails.add("a")
    flight.start(chunk("a"))
    flight.start(chunk("b"))
    with pytest.raises(Unavailable, match="a"):
        flight.land()


def test_only_so_many_wait(server: Server) -> None:
    """Memory does not grow with the records."""
    server.hold("a")
    flight = Flight(server.send, 1, Answered())
    flight.start(chunk("first"))
    flight.start(chunk("a"))
    flight.start(chunk("b"))
    third = threading.Thread(target=flight.start, args=(chunk("c"),))
    third.start()
    third.join(0.1)
    assert third.is_alive()
    server.gates["a"].set()
    third.join(10)
    flight.close()
    assert server.began[:3] == ["first", "a", "b"]


def test_the_first_goes_alone(server: Server) -> None:
    """A login that is refused is tried once, however many connections there are."""
    server.fails.add("a")
    flight = Flight(server.send, 4, Answered())
    with pytest.raises(Unavailable, match="a"):
        flight.start(chunk("a"))
    flight.close()
    assert server.began == ["a"]


def test_after_an_error_nothing_that_waits_is_sent(server: Server) -> None:
    """Whatever it holds: the run ends."""
    flight = Flight(server.send, 1, Answered())
    flight.start(chunk("first"))
    server.hold("a")
    server.fails.add("a")
    flight.start(chunk("a"))
    flight.start(chunk("b"))
    server.gates["a"].set()
    for _ in range(2):
        with pytest.raises(Unavailable, match="a"):
            flight.land()
    flight.close()
    assert server.began == ["first", "a"]
