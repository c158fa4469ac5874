"""What can be told of a browser when something failed in it, and how the browser's room tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from legacy_adapters.sources.screen.screen import Screen


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request that the browser made. ``status`` is None where no answer came, and ``failure`` says why; ``headers``
    are those sent, ``answered`` those that came, where they are known."""

    method: str
    url: str
    kind: str = ""
    status: int | None = None
    failure: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Witness:
    """How to get what the browser shows and remembers; None for what there is not.

    ``picture`` saves a PNG in which secrets are covered; ``documents`` gives the HTML of every frame by its name, with
    ``""`` for the window itself; ``console`` its lines, ``requests`` the last ones, oldest first; ``trace`` saves the
    trace as a zip file. Each may raise a ``LegacyAdaptersError`` or an ``OSError``.
    """

    picture: Callable[[Path], None] | None = None
    documents: Callable[[], Mapping[str, str]] | None = None
    console: Callable[[], Iterable[str]] | None = None
    requests: Callable[[], Iterable[SeenRequest]] | None = None
    trace: Callable[[Path], None] | None = None


class ConsoleLine(Protocol):
    """What a page wrote on its console."""

    @property
    def kind(self) -> str:
        """``log``, ``error`` and so on."""
        ...

    @property
    def text(self) -> str:
        """What was written."""
        ...

    @property
    def url(self) -> str:
        """The script or the page that wrote it."""
        ...


class EndedRequest(Protocol):
    """A request that ended, as the browser's room remembers it."""

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
        """What it was for."""
        ...

    @property
    def status(self) -> int | None:
        """The answer's status; None where none came."""
        ...

    @property
    def failure(self) -> str | None:
        """Why none came."""
        ...


class Session(Protocol):
    """A session of the browser's, as far as it is a witness."""

    @property
    def console(self) -> Sequence[ConsoleLine]:
        """The last lines, oldest first."""
        ...

    @property
    def requests(self) -> Sequence[EndedRequest]:
        """The last requests, oldest first."""
        ...

    def save_trace(self, path: Path) -> None:
        """Saves the trace as a zip file."""
        ...


def witness_of(session: Session, screen: Screen, *, traced: bool) -> Witness:
    """A session and one of its windows as a witness; ``traced``: a trace was begun."""
    return Witness(
        picture=screen.picture,
        documents=screen.documents,
        console=lambda: [f"{line.kind}: {line.text} ({line.url})" for line in session.console],
        requests=lambda: [
            SeenRequest(one.method, one.url, one.kind, one.status, one.failure) for one in session.requests
        ],
        trace=session.save_trace if traced else None,
    )
