"""What the status of a page means for the run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.errors import AskedToWait

_DENIED = frozenset({401, 403, 419, 440})
"""419 and 440 are what some frameworks and IIS answer when a session has ended."""


def error_of_status(status: int, headers: Mapping[str, str], url: str, where: str) -> LegacyAdaptersError | None:
    """The error that a page's status is, or None where it is a page; ``headers`` by lower-case name."""
    if status < 400:
        return None
    answered = f"{scrub(url)} answered {status}"
    if status in _DENIED:
        return AccessDenied(f"{answered}: not allowed, or no longer logged in", where=where)
    if status == 407:
        return ConfigError(
            f"{answered}: the proxy wants a login", where=where, hint="state proxy.username and password"
        )
    if status in {429, 503}:
        seconds = retry_after(headers.get("retry-after"))
        hint = f"it asks to wait {seconds:g} s" if seconds is not None else ""
        return AskedToWait(f"{answered}: too busy", where=where, hint=hint, retry_after=seconds)
    if status == 408 or status >= 500:
        return Unavailable(f"{answered}: the application has failed", where=where)
    if status in {404, 410}:
        return SourceChanged(f"{answered}: there is no such page", where=where)
    return SourceChanged(f"{answered}: the application refuses this request", where=where)


def retry_after(text: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a ``Retry-After``, given as such or as a date; None where there is none, or none that is right."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - (now or datetime.now(UTC))).total_seconds())
