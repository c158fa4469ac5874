"""What a browser asks and is answered, as recording and replay see it; the browser's room fits these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class AskedFor(Protocol):
    """A request that wants an answer. ``kind`` is what it is for: as ``document``, ``script`` or ``image``."""

    @property
    def method(self) -> str:
        """GET or POST, as a rule."""
        ...

    @property
    def url(self) -> str:
        """The whole address."""
        ...

    @property
    def kind(self) -> str:
        """What it is for, in Playwright's words."""
        ...

    @property
    def body(self) -> bytes | None:
        """What was sent; None or nothing where there is none."""
        ...


class Exchanged(Protocol):
    """A request with its answer; headers by lower-case name, several cookies with a newline between them."""

    @property
    def method(self) -> str:
        """GET or POST, as a rule."""
        ...

    @property
    def url(self) -> str:
        """The whole address."""
        ...

    @property
    def kind(self) -> str:
        """What it was for, in Playwright's words."""
        ...

    @property
    def request_headers(self) -> Mapping[str, str]:
        """What was sent along."""
        ...

    @property
    def request_body(self) -> bytes | None:
        """What was sent; None or nothing where there is none."""
        ...

    @property
    def status(self) -> int:
        """The answer's status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers."""
        ...

    @property
    def body(self) -> bytes | None:
        """The answer's body, unpacked; None where it is not to be had."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered in the place of a server: ``headers`` without those of the transfer, several cookies with a
    newline between them."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
