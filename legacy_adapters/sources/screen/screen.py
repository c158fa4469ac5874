"""What a recipe sees of a browser: a small screen, used by one thread, that never shows Playwright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is on a screen.

    ``selector``: CSS, ``xpath=…``, ``text=…`` or ``role=…``, as Playwright reads them. ``frames``: the frames or
    iframes to go through from the top, each by its name, or by a selector of the frame's element.
    """

    selector: str
    frames: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " > ".join((*(f"frame {frame}" for frame in self.frames), self.selector))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that was asked for with the browser's session, without being shown. ``headers`` by lower-case name."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What could be seen at one moment: the cells of a table, and the text of each place; None where nothing was."""

    cells: str | None
    texts: Mapping[Place, str | None]


class Screen(Protocol):
    """One window of the browser, with its frames.

    Every call ends at the step's timeout. Raises ``Unavailable`` for a page that cannot be reached or does not finish,
    ``SourceChanged`` for what is not on the page, ``AccessDenied`` for 401 and 403, each naming the step and the page;
    and ``RecipeRefused`` for what the recipe does not allow (another host, a dialog that nobody expected).
    """

    @property
    def url(self) -> str:
        """The address shown at the top."""
        ...

    def address(self, frames: Sequence[str] = ()) -> str:
        """The address of a frame's document; of the window's without frames."""
        ...

    def asked_for_by_address(self, frames: Sequence[str] = ()) -> bool:
        """Whether nothing but its address was sent for a frame's document, as for a link, rather than a form."""
        ...

    @property
    def title(self) -> str:
        """The window's title."""
        ...

    def goto(self, url: str, frames: Sequence[str] = ()) -> None:
        """Opens an address, relative to the one shown, in the window or in one of its frames; returns once its document
        is there, without waiting for pictures or for pages that never stop loading."""
        ...

    def fill(self, place: Place, text: str) -> None:
        """Writes into a field, in the place of what was there."""
        ...

    def choose(self, place: Place, option: str) -> None:
        """Chooses an option of a list, by what it shows or by its value, and waits as ``click`` does."""
        ...

    def check(self, place: Place, on: bool = True) -> None:
        """Sets or clears a checkbox, or sets a radio button."""
        ...

    def click(self, place: Place) -> None:
        """Clicks, and returns once what that set off has happened: a new document in any frame, or the requests that
        scripts made."""
        ...

    def click_if_usable(self, place: Place) -> bool:
        """Clicks as ``click`` does, and returns whether there was something to click: False at once where nothing can
        be seen there, or it is disabled. A plain link may be followed without the mouse."""
        ...

    def hover(self, place: Place) -> None:
        """Moves the mouse there, as menus want it."""
        ...

    def press(self, place: Place, key: str) -> None:
        """Presses a key, such as ``Enter`` or ``F5``, and waits as ``click`` does."""
        ...

    def wait(self, place: Place, *, gone: bool = False) -> None:
        """Returns once something can be seen there, or nothing any more."""
        ...

    def has(self, place: Place) -> bool:
        """Whether something can be seen there now; waits for nothing."""
        ...

    def count(self, place: Place) -> int:
        """How many elements are there now."""
        ...

    def text(self, place: Place) -> str:
        """The text of the first element there; of a field, its value. Waits for it."""
        ...

    def attribute(self, place: Place, name: str) -> str | None:
        """An attribute of the first element there; ``href`` and ``src`` as whole addresses. Waits for it."""
        ...

    def scroll_to_end(self, place: Place | None = None) -> None:
        """Scrolls a list, or the page, to its end, and waits as ``click`` does."""
        ...

    def cells(self, place: Place) -> str:
        """The table, list or form there as one JSON text, made by one pass in the page: see ``table.cells``."""
        ...

    def look(self, table: Place, places: Sequence[Place]) -> Look:
        """What ``has``, ``cells`` and ``text`` would give of a table and of some places, in one look; waits for
        nothing."""
        ...

    def content(self, frames: Sequence[str] = ()) -> str:
        """The document as HTML, as scripts have made it by now."""
        ...

    def documents(self) -> Mapping[str, str]:
        """The documents of all frames as HTML, by the frame's name or address; "" is the window itself."""
        ...

    def landmarks(self, frames: Sequence[str] = ()) -> str:
        """What the layout of a document is recognised by, as one JSON text: see ``table.cells``."""
        ...

    def picture(self, path: Path) -> None:
        """Saves a picture of the screen as PNG; what was filled from a secret is covered."""
        ...

    def window(self, place: Place) -> Screen:
        """Clicks, and returns the window that this opened."""
        ...

    def close(self) -> None:
        """Closes the window."""
        ...

    def download(self, place: Place, folder: Path) -> Path:
        """Clicks, and returns the file that this downloaded into ``folder``: whole, or ``Unavailable``."""
        ...

    def fetch(self, url: str, form: Mapping[str, str] | None = None) -> Fetched:
        """Asks for an address with the browser's session, without showing it; with ``form``, as a POST. Raises what
        ``goto`` raises, also for a redirect to another host."""
        ...
