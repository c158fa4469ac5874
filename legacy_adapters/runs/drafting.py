"""Makes a first recipe of what a person does in a browser, and tries whether it is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.secrets import KNOWN, scrub
from legacy_adapters.runs.locate import screen_stream
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.drafting.actions import Recorded
from legacy_adapters.sources.screen.drafting.draft import draft
from legacy_adapters.sources.screen.drafting.notation import comment

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.recorder import Attend

SHOWN: Final = BrowserSettings(headless=False)
"""A window that a person sees."""


@dataclass(frozen=True, slots=True)
class FirstRecipe:
    """A recipe as it was made. ``problem``: why it cannot be run as it is; "" where it can."""

    text: str
    problem: str = ""


def first_recipe(
    url: str, *, ready: Callable[[Sequence[str]], None], settings: BrowserSettings = SHOWN, attend: Attend | None = None
) -> FirstRecipe:
    """Opens ``url`` in a browser, and makes a recipe of what is done there until its window is closed.

    Raises what ``opening.record`` raises, and ``ConfigError`` where nothing was done.
    """
    from legacy_adapters.sources.screen.browser.opening import record
    from legacy_adapters.sources.screen.drafting.watching import Watching
    from legacy_adapters.sources.screen.table.cells import CELLS_SCRIPT

    KNOWN.add_passwords(url)
    recorded = record(url, settings, Watching.with_cells(CELLS_SCRIPT), ready=ready, attend=attend)
    return tried(recorded)


def tried(recorded: Recorded) -> FirstRecipe:
    """The recipe that is made of a recording; what is wrong with it stands in comments at its top."""
    text = draft(recorded)
    problem = _problem(text)
    if problem:
        above = comment(f"This is no valid recipe yet:\n{problem}")
        text = "\n".join(above) + f"\n{text}"
    return FirstRecipe(text, problem)


def check_free(path: Path) -> None:
    """Raises ``OutputError``, with a name that is free, for a file that is there, or a folder that is not."""
    if os.path.lexists(path):
        raise OutputError(f"{path} is there already", hint=f"Name another file: --to {_free(path)}")
    if not path.parent.is_dir():
        raise OutputError(f"there is no folder {path.parent}", where=str(path), hint="Make it, or name another.")


def write_recipe(path: Path, text: str) -> None:
    """Writes a recipe into a new file. Raises ``OutputError``; never is a file written over."""
    check_free(path)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"the recipe cannot be written: {error.strerror}", where=str(path)) from error


def _problem(text: str) -> str:
    """Why a text is no recipe, as its reader says it; no secret is asked for."""
    with TemporaryDirectory(prefix="legacy-adapters-draft-") as folder:
        path = Path(folder) / "recipe.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            screen_stream(str(path), Path(folder), {}, offline=True)
        except ConfigError as error:
            return scrub(str(error)).replace(str(path), "recipe").replace(folder, "")
    return ""


def _free(path: Path) -> Path:
    return next(name for number in count(2) if not os.path.lexists(name := path.with_stem(f"{path.stem}-{number}")))
