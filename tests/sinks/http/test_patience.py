"""What may be taken later is repeated, for as long as is stated."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from legacy_adapters.core.errors import OutputError, Unavailable
from legacy_adapters.sinks.http.patience import NotNow, patiently, retry_after

NOW = datetime(2024, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("7", 7),
        (" 120 ", 120),
        ("-5", 0),
        ("²", 0),
        ("soon", 0),
        ("9" * 400, 999_999_999),
        ("Wed, 31 Jan 2024 12:01:00 GMT", 60),
        ("Wed, 31 Jan 2024 11:00:00 GMT", 0),
        ("Wed, 31 Jan 2024 12:01:00 -0000", 60),
    ],
)
def test_a_server_may_say_when(header: str | None, seconds: float) -> None:
    """In seconds, or as a date; what is neither is passed over."""
    assert retry_after(header, NOW) == seconds


def calls(patience: float, errors: list[Exception], ended: threading.Event | None = None) -> int:
    """How often a step is taken that ends with these errors, one after the other, and then well."""
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1
        if errors:
            raise errors.pop(0)

    patiently(patience, ended or threading.Event(), first_wait=0.001)(step)
    return taken


def test_it_is_repeated_until_it_is_taken() -> None:
    """However often that is, within the time."""
    assert calls(10, [NotNow("1"), NotNow("2"), NotNow("3")]) == 4


def test_the_last_error_is_one_that_a_run_knows() -> None:
    """It goes on from its checkpoint later."""
    with pytest.raises(Unavailable, match="only one"):
        calls(0, [NotNow("only one"), NotNow("never")])


def test_a_wait_that_would_be_too_long_is_not_begun() -> None:
    """The server said when."""
    with pytest.raises(NotNow, match="tomorrow"):
        calls(100, [NotNow("tomorrow", after=86_400), NotNow("never")])


def test_other_errors_are_not_repeated() -> None:
    """They would be the same again."""
    with pytest.raises(OutputError):
        calls(10, [OutputError("no")])


def test_nothing_is_waited_for_at_the_end() -> None:
    """Closing does not take as long as the patience."""
    ended = threading.Event()
    ended.set()
    with pytest.raises(NotNow, match="first"):
        calls(1000, [NotNow("first", after=500), NotNow("second")], ended)


def test_a_wait_under_way_is_cut_short_at_the_end() -> None:
    """By another thread."""
    ended = threading.Event()
    timer = threading.Timer(0.05, ended.set)
    timer.start()
    with pytest.raises(NotNow, match="second"):
        calls(1000, [NotNow("first", after=500), NotNow("second"), NotNow("third")], ended)
    timer.join()
