"""Errors of this room's own, for callers that treat them apart."""

from __future__ import annotations

from legacy_adapters.core.errors import Unavailable


class BrowserGone(Unavailable):
    """The browser or one of its pages crashed, was killed or does not answer; a new one may go on."""


class AskedToWait(Unavailable):
    """The application answered 429 or 503. ``retry_after``: the seconds that it asked to wait, where it said so."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, where=where, hint=hint)
        self.retry_after = retry_after
