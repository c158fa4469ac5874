"""What all visits of one connection share: where things are kept, who is told, and what stands in for the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legacy_adapters.core.errors import LegacyAdaptersError, SourceChanged
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.evidence.collect import Failure, Witness, collect
from legacy_adapters.sources.screen.evidence.pages import KeptPages
from legacy_adapters.sources.screen.layouts import KeptLayout
from legacy_adapters.sources.screen.screen import Screen
from legacy_adapters.sources.screen.view import View

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.context import Context

STATE_FOLDER = ".legacy_adapters"


@dataclass(slots=True)
class Surroundings:
    """``private``: the folder for sessions and refused logins. ``evidence``: the folder for what is kept of failures
    (None: nothing is kept). ``pages``: where every page that is read is kept. ``attend`` is shown every session before
    it is used, to listen to it or to answer for the network. ``layout`` is that of the stream's screen.
    """

    private: Path
    evidence: Path | None = None
    pages: KeptPages | None = None
    attend: Callable[[Any], None] = lambda _context: None
    offline: bool = False
    stream: str = "screen"
    layout: KeptLayout = field(default_factory=lambda: KeptLayout(None))
    notes: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict, repr=False)
    """The sessions of this connection, by application and login."""
    collected: list[LegacyAdaptersError] = field(default_factory=list, repr=False)
    """The errors of which evidence was kept already: one may pass through several visits."""

    def note(self, text: str) -> None:
        """Keeps what a person should know, once."""
        told = scrub(text)
        if told not in self.notes:
            self.notes.append(told)

    def begin_evidence(self, context: Context) -> None:
        """Begins the trace of a session that has logged in."""
        if self.evidence is not None:
            context.begin_trace()

    def collect(self, error: LegacyAdaptersError, context: Context, screen: Screen, step: str, *, traced: bool) -> None:
        """Keeps what a failure looked like, and says in the error where."""
        if self.evidence is None or any(error is known for known in self.collected):
            return
        self.collected.append(error)
        witness = _witness(context, screen, traced=traced)
        failure = Failure(self.stream, step, error, page=_page(screen))
        folder = collect(self.evidence, failure, witness, at=datetime.now(UTC), note=self.note)
        if folder is not None:
            self._add_picture_of_before(error, folder)
            error.hint = f"{error.hint}\n  Evidence: {folder}".lstrip()

    def _add_picture_of_before(self, error: LegacyAdaptersError, folder: Path) -> None:
        """Puts what the screen looked like when it was recorded beside what it looks like now."""
        before = self.layout.picture
        if isinstance(error, SourceChanged) and before is not None and before.is_file():
            with suppress(OSError):
                shutil.copyfile(before, folder / "picture-before.png")

    def keep_page(self, view: View, frames: tuple[str, ...]) -> str:
        """Keeps a page where pages are kept; what stands in an origin for that."""
        return "" if self.pages is None else f" in {self.pages.keep(view.content(frames))}"


def _witness(context: Context, screen: Screen, *, traced: bool) -> Witness:
    return Witness(
        picture=screen.picture,
        documents=screen.documents,
        console=lambda: [f"{line.kind}: {line.text} ({line.url})" for line in context.console],
        requests=lambda: context.requests,
        trace=context.save_trace if traced else None,
    )


def _page(screen: Screen) -> str:
    with suppress(LegacyAdaptersError):
        return shown(screen.url)
    return ""
