"""What is tried again, how often, and after which waits; no test waits itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.runs.retries import RetryPolicy, retrying


class Source:
    """Fails with each of ``errors`` in turn, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "rows"


def _down(count: int) -> list[Unavailable]:
    return [Unavailable(f"down {n}", hint="wait") for n in range(count)]


def test_what_works_is_called_once() -> None:
    """Nothing is waited for when all is well."""
    waits: list[float] = []
    source = Source()
    assert retrying(waits.append)(source) == "rows"
    assert (source.calls, waits) == (1, [])


def test_unavailable_is_tried_again() -> None:
    """A source that comes back is read as if nothing had been."""
    waits: list[float] = []
    source = Source(*_down(3))
    assert retrying(waits.append)(source) == "rows"
    assert (source.calls, len(waits)) == (4, 3)


@pytest.mark.parametrize("kind", [AccessDenied, ConfigError, OutputError, LegacyAdaptersError, OSError, ValueError])
def test_nothing_else_is_tried_again(kind: Callable[[str], Exception]) -> None:
    """A refused login above all: repeated ones lock the account."""
    source = Source(kind("no"))
    with pytest.raises(Exception, match="no"):
        retrying(lambda seconds: pytest.fail("waited"))(source)
    assert source.calls == 1


def test_the_last_error_is_raised_as_it_is() -> None:
    """After the last try the error comes through itself, with its hint, not wrapped in another."""
    source = Source(*_down(9))
    with pytest.raises(Unavailable) as caught:
        retrying(lambda seconds: None, policy=RetryPolicy(tries=3))(source)
    assert (caught.value.message, caught.value.hint, source.calls) == ("down 2", "wait", 3)


def test_waits_double_up_to_the_longest_with_jitter() -> None:
    """Each wait is between half and the whole of its step."""
    waits: list[float] = []
    policy = RetryPolicy(tries=6, first_wait=2, longest_wait=10, patience=1000)
    retrying(waits.append, policy=policy)(Source(*_down(5)))
    steps = [2, 4, 8, 10, 10]
    assert all(step / 2 <= wait <= step for step, wait in zip(steps, waits, strict=True))


def test_waits_differ() -> None:
    """Fifty runs that lost one server do not all come back in the same moment."""
    waits: list[float] = []
    for _ in range(20):
        retrying(waits.append)(Source(*_down(1)))
    assert len(set(waits)) > 10


def test_patience_limits_the_waiting() -> None:
    """No wait is begun that would go beyond it."""
    waits: list[float] = []
    policy = RetryPolicy(tries=100, first_wait=10, longest_wait=10, patience=35)
    with pytest.raises(Unavailable):
        retrying(waits.append, policy=policy)(Source(*_down(100)))
    assert 3 <= len(waits) <= 7
    assert sum(waits) <= 35


def test_work_does_not_use_up_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that went well for hours before its server restarted is still tried again."""
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def read() -> str:
        now[0] += 10_000
        return source()

    source = Source(*_down(2))
    assert retrying(lambda seconds: None, policy=RetryPolicy(patience=60))(read) == "rows"


def test_each_wait_is_told() -> None:
    """Before a wait it is said which try failed, why, and how long it takes; not after the last."""
    notes: list[str] = []
    with pytest.raises(Unavailable):
        retrying(lambda seconds: None, notes.append, RetryPolicy(tries=3, first_wait=1))(Source(*_down(3)))
    assert len(notes) == 2
    assert notes[0].startswith("try 1 of 3 failed: down 0; again in ")
    assert notes[1].startswith("try 2 of 3 failed: down 1; again in ")


def test_as_a_loop_of_attempts() -> None:
    """The engine runs its attempts as a loop; it ends with the first that succeeds."""
    source = Source(*_down(2))
    answers = []
    for attempt in retrying(lambda seconds: None):
        with attempt:
            answers.append(source())
    assert answers == ["rows"]


def test_who_is_asked_to_wait_waits_that_long() -> None:
    """An application that answers 429 with Retry-After is not asked again before that."""
    waited: list[float] = []
    tries = iter([Unavailable("too busy", retry_after=40.0), None])

    def work() -> None:
        error = next(tries)
        if error is not None:
            raise error

    retrying(waited.append)(work)
    assert waited == [40.0]
