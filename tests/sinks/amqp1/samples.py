"""A sink that sends to a receiver of the tests, and what is said of what it sends."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.core.protocols import Answering, Receipt, Refusal, Sink
from legacy_adapters.sinks.amqp1.settings import Amqp1Sink
from tests.sinks.amqp1.receiver import Receiver
from tests.sinks.events.samples import delivery, lines


def sink(receiver: Receiver, **settings: object) -> Amqp1Sink:
    """One that sends to the receiver."""
    given: dict[str, object] = {"url": receiver.url, "address": "books.{entity}"}
    return Amqp1Sink.model_validate(given | settings)


def opened(settings: Amqp1Sink, folder: Path) -> closing[Sink]:
    """The sink in a run of lines."""
    return closing(settings.open(delivery(folder), None))


def answers(receiver: Receiver, folder: Path, **settings: object) -> tuple[list[Receipt], list[Refusal]]:
    """What is said of five records."""
    with opened(sink(receiver, **settings), folder) as out:
        out.write(lines(5))
        out.commit()
        assert isinstance(out, Answering)
        return list(out.receipts()), list(out.refusals())


def error(receiver: Receiver, folder: Path) -> LegacyAdaptersError:
    """What sending five records ends with."""
    with pytest.raises(LegacyAdaptersError) as raised:
        answers(receiver, folder)
    return raised.value
