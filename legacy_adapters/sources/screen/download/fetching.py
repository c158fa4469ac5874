"""Gets the file that a screen exports."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.pace import Pacer
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.visits import Visit, Visits


def downloaded(recipe: Recipe, script: Script, visits: Visits, pacer: Pacer, folder: Path) -> DownloadedFile:
    """The file, in ``folder``. Raises what a ``Screen`` raises, with evidence kept."""
    visit = visits.open()
    with closing(visit):
        try:
            return _download(recipe, script, visit, pacer, folder)
        except LegacyAdaptersError as error:
            visit.explain(error)
            raise


def _download(recipe: Recipe, script: Script, visit: Visit, pacer: Pacer, folder: Path) -> DownloadedFile:
    assert recipe.download is not None
    visit.begin()
    doing = Doing(recipe.frame, recipe.params, pacer.before)
    if script.open is not None:
        screen = script.open(visit.screen, recipe.params) or visit.screen
    else:
        screen = doing.steps(visit.screen, recipe.open, "open")
    pacer.before()
    path = screen.download(recipe.download.place(recipe.frame, recipe.params), folder)
    return DownloadedFile(path, recipe.download, shown(screen.url))
