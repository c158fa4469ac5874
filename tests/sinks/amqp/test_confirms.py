"""Which messages were confirmed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sinks.amqp.confirms import Confirms, InFlight
from legacy_adapters.sinks.answered import Parcel
from tests.sinks.events.samples import lines

PARCEL = Parcel(lines(1))


def sent(count: int) -> Confirms:
    confirms = Confirms()
    for number in range(1, count + 1):
        confirms.sent(InFlight(f"m{number}", "q", 10, (number,), PARCEL))
    return confirms


def test_one_by_one_or_all_up_to_one() -> None:
    """As the server likes."""
    confirms = sent(5)
    confirms.confirmed(1, multiple=False)
    confirms.confirmed(4, multiple=True)
    assert (confirms.outstanding, confirms.size) == (1, 10)
    assert confirms.message(5).id == "m5"


def test_zero_stands_for_all() -> None:
    """As the protocol has it."""
    confirms = sent(3)
    confirms.confirmed(0, multiple=True)
    assert (confirms.outstanding, confirms.size) == (0, 0)


def test_in_any_order() -> None:
    """One that comes early is not counted again."""
    confirms = sent(3)
    confirms.confirmed(3, multiple=False)
    assert confirms.outstanding == 2
    confirms.confirmed(2, multiple=True)
    assert confirms.outstanding == 0
    confirms.confirmed(2, multiple=False)
    confirms.sent(InFlight("m4", "q", 1, (4,), PARCEL))
    assert (confirms.outstanding, confirms.message(4).id) == (1, "m4")


@given(st.permutations(range(1, 9)), st.integers(0, 8))
def test_however_they_come_none_is_left(order: list[int], upto: int) -> None:
    """Singly and together, mixed."""
    confirms = sent(8)
    for tag in order[:4]:
        confirms.confirmed(tag, multiple=False)
    if upto:
        confirms.confirmed(upto, multiple=True)
    left = set(order[4:]) - set(range(1, upto + 1))
    assert confirms.outstanding == len(left)
    for tag in left:
        confirms.confirmed(tag, multiple=False)
    assert (confirms.outstanding, confirms.size) == (0, 0)


def test_it_counts_what_was_sent_and_what_is_confirmed() -> None:
    """As the server does: delivery tags."""
    confirms = sent(5)
    confirms.confirmed(3, multiple=False)
    assert (confirms.upto, confirms.last) == (0, 5)
    confirms.confirmed(2, multiple=True)
    assert (confirms.upto, confirms.last) == (3, 5)


def test_one_that_comes_back_is_found_by_its_id() -> None:
    """Before it is confirmed; what was not sent is not found."""
    confirms = sent(5)
    confirms.confirmed(2, multiple=True)
    assert [confirms.returned(known, 10) and known for known in ("m3", "m5", "m4", "m1")] == ["m3", "m5", None, None]


def test_one_whose_id_is_too_long_is_found_by_its_size() -> None:
    """In the order in which they were sent."""
    confirms = Confirms()
    for number, size in enumerate((7, 8, 8)):
        confirms.sent(InFlight("x" * 300, "q", size, (number,), PARCEL))
    found = [confirms.returned(None, 8) for _ in range(3)]
    assert [message.rows if message else None for message in found] == [(1,), (2,), None]
