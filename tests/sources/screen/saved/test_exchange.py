"""What is answered, as the browser's room wants it."""

from __future__ import annotations

from legacy_adapters.sources.screen.saved.exchange import Answer


def test_an_answer_may_be_a_status_alone() -> None:
    """Without headers and body there is nothing in it."""
    assert Answer(404) == Answer(404, {}, b"")
