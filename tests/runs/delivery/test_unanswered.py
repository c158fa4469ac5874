"""Receipts for sinks whose receiver says nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from legacy_adapters.core.protocols import Answering, Receipt
from legacy_adapters.runs.delivery.unanswered import Unanswered, answering
from legacy_adapters.runs.discard import Discard
from tests.sinks.samples import rows


class Silent:
    """A sink that answers nothing."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def write(self, records: object) -> None:
        self.done.append("write")

    def commit(self) -> str:
        return "committed"

    def publish(self) -> str:
        return "published"

    def outputs(self) -> tuple[str, ...]:
        return ("there",)

    def close(self) -> None:
        self.done.append("close")


def test_what_was_written_is_counted() -> None:
    """By entity, with the lowest and highest number, from one question to the next."""
    inner = Silent()
    with closing(Unanswered(inner)) as sink:
        sink.write(replace(rows("a", "b"), first_sequence=7))
        sink.write(replace(rows("c"), first_sequence=3))
        sink.write(rows())
        assert (sink.commit(), sink.publish(), sink.outputs()) == ("committed", "published", ("there",))
        assert sink.receipts() == [Receipt("row", 3, 3, 8, "")]
        assert (sink.receipts(), sink.refusals()) == ([], ())
    assert inner.done == ["write", "write", "write", "close"]


def test_a_sink_that_answers_is_left_as_it_is() -> None:
    """Its own receipts are better."""
    sink = Discard()
    assert answering(sink) is sink
    assert isinstance(answering(Silent()), Answering)
