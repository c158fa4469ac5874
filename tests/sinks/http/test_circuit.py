"""A server that fails is left alone for a while."""

from __future__ import annotations

from legacy_adapters.sinks.http.circuit import Circuit, Circuits


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_after_so_many_failures_in_a_row_nothing_is_sent() -> None:
    """Until the pause is over; an answer in between begins the count anew."""
    clock = Clock()
    circuit = Circuit(2, 30, clock)
    circuit.failed()
    circuit.answered()
    circuit.failed()
    assert circuit.wait() == 0
    circuit.failed()
    clock.now += 10
    assert circuit.wait() == 20


def test_then_one_may_try_and_the_others_wait_for_what_it_finds() -> None:
    """If it fails, all wait again; if not, all may go."""
    clock = Clock()
    circuit = Circuit(1, 30, clock)
    circuit.failed()
    clock.now += 30
    assert [circuit.wait(), circuit.wait()] == [0, 30]
    circuit.failed()
    assert circuit.wait() == 30
    clock.now += 30
    assert circuit.wait() == 0
    circuit.answered()
    assert [circuit.wait(), circuit.wait()] == [0, 0]


def test_all_that_send_to_a_server_share_its_circuit() -> None:
    """Servers, and other limits, have their own."""
    circuits = Circuits()
    assert circuits.of("http://a", 1, 30) is circuits.of("http://a", 1, 30)
    assert len({id(circuits.of(*key)) for key in [("http://a", 1, 30), ("http://b", 1, 30), ("http://a", 2, 30)]}) == 3
