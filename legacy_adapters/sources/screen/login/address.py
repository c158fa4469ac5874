"""What of an address tells the application, and what of it may be shown."""

from __future__ import annotations

from urllib.parse import urlsplit

from legacy_adapters.core.secrets import scrub


def application(url: str) -> str:
    """Scheme, host and port: recipes of one application begin at different pages, and mean the same accounts."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def shown_address(url: str) -> str:
    """The address without user, password, query and fragment: many old applications carry the session there."""
    parts = urlsplit(url)
    return scrub(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")
