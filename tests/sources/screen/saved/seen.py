"""Exchanges and requests as the browser's room hands them over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from legacy_adapters.sources.screen.saved.recording import recording

HTML: Mapping[str, str] = {"content-type": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange."""

    method: str = "GET"
    url: str = "http://127.0.0.1:8123/"
    request_body: bytes | None = None
    body: bytes | None = b"<p>hello</p>"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    request_headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request."""

    method: str = "GET"
    url: str = "http://127.0.0.1:9999/"
    body: bytes | None = None
    kind: str = "document"


def recorded(folder: Path, exchanges: Iterable[Seen]) -> Path:
    """A recording of these exchanges, in ``folder``."""
    with recording(folder) as made:
        for exchange in exchanges:
            made.add(exchange)
    return folder
