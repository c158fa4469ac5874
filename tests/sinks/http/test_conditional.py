"""Only the version that was seen is changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.http.conditional import MOST_TRIES, Precondition
from legacy_adapters.sinks.http.exchange import Answer
from tests.sinks.http.samples import answer

Call = tuple[str, dict[str, str]]


def ask(method: str, *answers: Answer) -> tuple[Answer, list[Call]]:
    """The answer to a change, and all that was asked for it."""
    calls: list[Call] = []
    left: Iterator[Answer] = iter(answers)

    def server(method: str, url: str, content: bytes | None, headers: dict[str, Any]) -> Answer:
        calls.append((method, headers))
        return next(left)

    return Precondition(server).ask(method, "http://h/1", b"body", {"Idempotency-Key": "k"}), calls


SEEN = answer(200, headers={"etag": '"v1"'})


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_the_version_is_asked_for_first(method: str) -> None:
    """And stated with the change."""
    found, calls = ask(method, SEEN, answer(204))
    assert found.status == 204
    assert [call[0] for call in calls] == ["HEAD", method]
    assert calls[1][1] == {"Idempotency-Key": "k", "If-Match": '"v1"'}
    assert "Idempotency-Key" not in calls[0][1]


def test_what_is_not_there_is_to_stay_so_until_it_is_made() -> None:
    """Nobody else's is overwritten."""
    _, calls = ask("PUT", answer(404), answer(201))
    assert calls[1][1]["If-None-Match"] == "*"


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_what_is_not_there_cannot_be_changed(method: str) -> None:
    """The server says so itself."""
    found, calls = ask(method, answer(404), answer(404))
    assert found.status == 404
    assert calls[1][1] == {"Idempotency-Key": "k"}


def test_something_new_has_no_version() -> None:
    """It is sent at once."""
    _, calls = ask("POST", answer(201))
    assert [call[0] for call in calls] == ["POST"]


def test_what_somebody_else_changed_meanwhile_is_looked_at_again() -> None:
    """A few times; then the server's answer stands."""
    changed = answer(412)
    found, calls = ask("PUT", SEEN, changed, answer(200, headers={"etag": '"v2"'}), answer(200))
    assert found.status == 200
    assert calls[3][1]["If-Match"] == '"v2"'
    found, calls = ask("PUT", *[SEEN, changed] * MOST_TRIES)
    assert (found.status, len(calls)) == (412, 2 * MOST_TRIES)


@pytest.mark.parametrize("status", [401, 403, 405, 503])
def test_a_question_that_is_not_answered_is_the_answer(status: int) -> None:
    """Nothing is changed unseen."""
    found, calls = ask("PUT", answer(status))
    assert (found.status, len(calls)) == (status, 1)


@pytest.mark.parametrize(("headers", "said"), [({}, "no ETag"), ({"etag": 'W/"1"'}, "only a weak ETag")])
def test_a_server_without_versions_is_named(headers: dict[str, str], said: str) -> None:
    """A weak ETag does not tell two versions apart."""
    with pytest.raises(ConfigError, match=said):
        ask("PUT", answer(200, headers=headers))
