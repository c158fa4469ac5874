"""Records that a server did not take, as one error."""

from __future__ import annotations

from legacy_adapters.sinks.http.refused import Refused, refusal


def test_one_is_named_with_the_servers_words() -> None:
    """And with what to do."""
    error = refusal([Refused("invoice a/7", "a/7#1", 422, ": no such account")])
    assert error.message == "1 record was refused: invoice a/7 (422: no such account)"
    assert error.where == "invoice a/7"
    assert "other records were taken" in error.hint


def test_of_many_the_first_are_named() -> None:
    """And counted."""
    error = refusal([Refused(f"invoice {n}", str(n), 400, "") for n in range(1_200)])
    assert error.message.startswith("1,200 records were refused: invoice 0 (400); invoice 1 (400)")
    assert error.message.endswith("and 1195 more")
