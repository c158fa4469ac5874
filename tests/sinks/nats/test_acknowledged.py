"""What a stream says of the messages of a parcel, on one line."""

from __future__ import annotations

import pytest

from legacy_adapters.sinks.answered import Parcel
from legacy_adapters.sinks.nats.acknowledged import Acknowledged
from tests.sinks.events.samples import lines


def answer(number: int, *, duplicate: bool = False) -> bytes:
    repeat = ', "duplicate": true' if duplicate else ""
    return f'{{"stream":"S", "seq":{number}{repeat}}}'.encode()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([answer(7)], "stream S, 7"),
        ([answer(7), answer(8), answer(9)], "stream S, 7–9"),
        ([answer(3, duplicate=True), answer(7), answer(9)], "stream S, 7–9, 1 duplicate"),
        ([answer(3, duplicate=True), answer(4, duplicate=True)], "stream S, 2 duplicates"),
    ],
)
def test_numbers_and_repeats_are_told(answers: list[bytes], said: str) -> None:
    """A repeat has the number of long ago, which says nothing of this delivery."""
    acknowledged = Acknowledged(Parcel(lines(3)))
    for each in answers:
        acknowledged.took(each)
    assert acknowledged.said("S") == said
