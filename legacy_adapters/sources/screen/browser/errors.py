"""Errors of this room's own, for callers that treat them apart."""

from __future__ import annotations

from legacy_adapters.core.errors import Unavailable


class BrowserGone(Unavailable):
    """The browser or one of its pages crashed, was killed or does not answer; a new one may go on."""


class AskedToWait(Unavailable):
    """The application answered 429 or 503, with ``retry_after`` where it said so."""
