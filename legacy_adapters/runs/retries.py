"""Trying again what may help by waiting: a source or sink that cannot be reached. Nothing else is ever retried."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from legacy_adapters.core.errors import Unavailable


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient a run is. Waits double from ``first_wait`` to ``longest_wait`` seconds, each shortened at random by
    up to half, so that many runs do not come back at once; one that is asked for a longer wait waits for that.
    ``patience`` limits the seconds waited in all."""

    tries: int = 5
    first_wait: float = 2.0
    longest_wait: float = 60.0
    patience: float = 300.0


def retrying(
    sleep: Callable[[float], None] = time.sleep,
    note: Callable[[str], None] = lambda text: None,
    policy: RetryPolicy = RetryPolicy(),
) -> Retrying:
    """What calls a function, or runs ``for attempt in …: with attempt: …``, until it succeeds.

    Only ``Unavailable`` is tried again; the last one is raised as it is. ``note`` is told before each wait.
    """

    def exhausted(state: RetryCallState) -> bool:
        # Time spent working does not count: a read may go well for hours before its server restarts.
        waited = state.idle_for + state.upcoming_sleep
        return state.attempt_number >= policy.tries or waited > policy.patience

    def tell(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        told = error.message if isinstance(error, Unavailable) else error
        note(f"try {state.attempt_number} of {policy.tries} failed: {told}; again in {state.upcoming_sleep:.1f} s")

    def wait(state: RetryCallState) -> float:
        longest = min(policy.longest_wait, policy.first_wait * 2.0 ** (state.attempt_number - 1))
        error = state.outcome.exception() if state.outcome else None
        asked = (error.retry_after or 0.0) if isinstance(error, Unavailable) else 0.0
        return max(random.uniform(longest / 2, longest), asked)

    return Retrying(
        sleep=sleep,
        stop=exhausted,
        wait=wait,
        retry=retry_if_exception_type(Unavailable),
        before_sleep=tell,
        reraise=True,
    )
