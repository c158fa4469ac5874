"""Addresses as they may be shown: without user, password, and anything secret."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from legacy_adapters.core.secrets import scrub


def shown(url: str) -> str:
    """An address for a message, a log or an origin."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return scrub(url)
    host = parts.netloc.rpartition("@")[2]
    return scrub(urlunsplit(parts._replace(netloc=host)))
