"""Repeating what may be taken later, for a stated time."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.nap import sleep_using_event

from legacy_adapters.core.errors import Unavailable

FIRST_WAIT = 0.25
LONGEST_WAIT = 30.0


class NotNow(Unavailable):
    """The server did not take it and may do so later: not before ``after`` seconds."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", after: float = 0.0) -> None:
        super().__init__(message, where=where, hint=hint)
        self.after = after


def retry_after(header: str | None, now: datetime | None = None) -> float:
    """The seconds that a Retry-After header asks for, as a number or a date; 0 for none, and for any other."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def patiently(patience: float, ended: threading.Event, first_wait: float = FIRST_WAIT) -> Retrying:
    """What repeats a step for ``patience`` seconds while it raises ``NotNow``, with waits that double, each shortened
    at random by up to half, and never shorter than the server asked for. The last error is raised as it is, at once
    where the next wait would be too long, or when ``ended`` is set."""

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, NotNow) else 0.0
        longest = min(LONGEST_WAIT, first_wait * 2.0 ** min(state.attempt_number - 1, 16))
        return asked + random.uniform(longest / 2, longest)

    def exhausted(state: RetryCallState) -> bool:
        return ended.is_set() or (state.seconds_since_start or 0.0) + state.upcoming_sleep > patience

    return Retrying(
        sleep=sleep_using_event(ended),
        stop=exhausted,
        wait=wait,
        retry=retry_if_exception_type(NotNow),
        reraise=True,
    )
