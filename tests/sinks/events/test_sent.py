"""What the ledger keeps of sinks that show everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.events.sent import Sent
from tests.sinks.events.samples import delivery


def test_it_counts_on_from_its_token() -> None:
    """Also in another process."""
    run = delivery(Path("/nowhere"))
    sent = Sent.at(run, None).more(3).more(4)
    assert Sent.at(run, sent.dump()) == sent == Sent("run-1", 7)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"run": "r", "events": "many"}'])
def test_that_of_another_sink_is_a_mismatch(text: str) -> None:
    """The pipeline's sink was changed."""
    with pytest.raises(StateMismatch, match="not one of events"):
        Sent.at(delivery(Path("/nowhere")), text)
