"""Gets the file that a screen exports."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.login.entering import LoggedOut
from legacy_adapters.sources.screen.pace import Pacer
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.visits import VisitPool


def downloaded(recipe: Recipe, script: Script, pool: VisitPool, pacer: Pacer, folder: Path) -> DownloadedFile:
    """The file, in ``folder``. Raises what a ``Screen`` raises, with evidence kept; where the user was thrown out, or
    the browser lost, it is tried once more."""
    try:
        return _download(recipe, script, pool, pacer, folder)
    except (LoggedOut, BrowserGone) as error:
        pool.drop(error)
    return _download(recipe, script, pool, pacer, folder)


def _download(recipe: Recipe, script: Script, pool: VisitPool, pacer: Pacer, folder: Path) -> DownloadedFile:
    assert recipe.download is not None
    with pool.borrowed() as visit, visit.explained():
        visit.begin()
        if script.open is not None:
            screen = script.open(visit.screen, recipe.params) or visit.screen
        else:
            screen = Doing(recipe.frame, recipe.params, pacer.before).steps(visit.screen, recipe.open, "open")
        pacer.before()
        path = screen.download(recipe.download.place(recipe.frame, recipe.params), folder)
        return DownloadedFile(path, recipe.download, shown(screen.url))
