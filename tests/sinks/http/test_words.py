"""A server's own words, fit to be shown."""

from __future__ import annotations

import pytest

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.http.words import LONGEST, telling, tidy, words_of
from tests.sinks.http.samples import answer


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", ""),
        (b"   ", ""),
        (b"amount is\n missing", ": amount is missing"),
        (b"<html><head><title>x</title></head><body><h1>Bad</h1> gateway</body>", ": Bad gateway"),
        ({"error": {"message": "no such account"}}, ": no such account"),
        ({"title": "t", "detail": "d"}, ": d"),
        ({"error": "invalid_client", "error_description": "unknown id"}, ": unknown id"),
        ({"errors": [{"field": "amount"}]}, ': [{"field": "amount"}]'),
        ({"a": 1}, ': {"a": 1}'),
        ([], ""),
        ("plain", ": plain"),
        (b"\xff\xfe\x00", ": \ufffd\ufffd"),
        (b"[" * 50_000, ": " + "[" * (LONGEST - 1) + "…"),
    ],
)
def test_what_tells_most_is_shown(body: object, words: str) -> None:
    """On one line, without tags, and not too much of it."""
    assert words_of(answer(400, body)) == words


def test_a_secret_that_a_server_repeats_is_struck_out() -> None:
    """Also where it would have been cut in two."""
    KNOWN.add("words-secret-word")
    shown = tidy("x" * (LONGEST - 5) + "words-secret-word")
    assert "word" not in shown


def test_nothing_tells_nothing() -> None:
    """Rather than null."""
    nothing: tuple[object, ...] = (None, "", [], {})
    assert [telling(value) for value in nothing] == [""] * 4
