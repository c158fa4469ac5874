"""What the ledger keeps of a queue."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.queue.token import QueueToken


def test_it_is_read_back() -> None:
    """From the text in the ledger."""
    token = QueueToken("q", "run-1", 7)
    assert QueueToken.load(token.dump()) == token


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": []}', '{"queue": "q", "run": "r", "pieces": "x"}'])
def test_that_of_another_sink_is_a_mismatch(text: str) -> None:
    """The pipeline's sink was changed."""
    with pytest.raises(StateMismatch, match="not one of a queue"):
        QueueToken.load(text)
