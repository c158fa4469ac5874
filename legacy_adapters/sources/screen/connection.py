"""Screens that are ready to be read: a browser is started when the first of them is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from legacy_adapters.core.protocols import Reader, StreamInfo
from legacy_adapters.sources.names import find_name
from legacy_adapters.sources.screen.crew import Crew
from legacy_adapters.sources.screen.details.reading import DetailsReading
from legacy_adapters.sources.screen.download.fetching import downloaded
from legacy_adapters.sources.screen.download.reader import DownloadReader
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.evidence.pages import KeptPages
from legacy_adapters.sources.screen.listing import Listing
from legacy_adapters.sources.screen.pace import Pacer
from legacy_adapters.sources.screen.ranges.reading import RangesReading
from legacy_adapters.sources.screen.ranges.splitting import Splitting
from legacy_adapters.sources.screen.reader import ScreenReader
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.settings import ScreenSource, ScreenStream
from legacy_adapters.sources.screen.surroundings import STATE_FOLDER, Surroundings
from legacy_adapters.sources.screen.view import Patience
from legacy_adapters.sources.screen.visits import VisitPool, Visits


def connect(source: ScreenSource) -> AbstractContextManager[ScreenConnection]:
    """See ``ScreenSource.connect``."""
    return connected(surroundings_of(source))


@contextmanager
def connected(around: Surroundings) -> Iterator[ScreenConnection]:
    """Screens in these surroundings."""
    with ExitStack() as opened:
        yield ScreenConnection(around, opened)


def surroundings_of(source: ScreenSource) -> Surroundings:
    """Where a source keeps what it keeps."""
    state = source.folder / STATE_FOLDER
    evidence = source.folder / source.evidence if source.evidence else state / "evidence"
    pages = KeptPages(source.folder / source.keep_pages) if source.keep_pages else None
    return Surroundings(state / "sessions", evidence, pages)


@dataclass(slots=True)
class ScreenConnection:
    """Reads screens by their recipes; used by one thread."""

    around: Surroundings
    opened: ExitStack
    _downloads: dict[str, DownloadedFile] = field(default_factory=dict)

    @property
    def notes(self) -> Sequence[str]:
        """What was noticed so far."""
        return self.around.notes

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """None: what there is to be read stands in recipes, not in the application."""
        return ()

    def schema(self, name: str, stream: ScreenStream) -> pa.Schema:
        """The columns that a recipe says there are; of a download those of the file, which is fetched for that."""
        if stream.recipe.download is None:
            return pa.schema([(column, pa.string()) for column in stream.recipe.columns])
        return self._downloaded(name, stream.recipe).schema(name)

    def reader(self, name: str, stream: ScreenStream, columns: Sequence[str] | None = None) -> Reader:
        """A reader of one screen."""
        recipe = stream.recipe
        if recipe.download is not None:
            return DownloadReader(name, lambda: self._downloaded(name, recipe), columns)
        if columns is not None:
            columns = [find_name(column, recipe.columns, "column", f"stream {name}") for column in columns]
        around = replace(self.around, stream=name, layout=replace(self.around.layout, recipe=recipe.file))
        script = Script.of(recipe.python, recipe.file)
        pool, pacer = self._pool(recipe, script, around)
        crew = Crew(pool, recipe.pace.contexts)
        patience = Patience(recipe.browser.timeout, sleep=pacer.sleep)

        def listing(values: Mapping[str, str]) -> Listing:
            filled = {**recipe.params, **values}
            details = DetailsReading(recipe, filled, crew, patience, pacer.before) if recipe.details else None
            return Listing(recipe, script, recipe.params, values, patience, pacer, around, crew, details)

        splitting = Splitting(recipe.ranges, recipe.params) if recipe.ranges else None
        reading = RangesReading(listing, splitting, pool, recipe.pace.contexts)
        return ScreenReader(name, self.schema(name, stream), columns, reading, pool, around)

    def privileges(self) -> Sequence[str]:
        """What nobody can tell from outside."""
        return ("whatever its user may change in the application; a recipe clicks on nothing that it does not name",)

    def _pool(self, recipe: Recipe, script: Script, around: Surroundings) -> tuple[VisitPool, Pacer]:
        pacer = Pacer(recipe.pace)
        pool = VisitPool(Visits(recipe, script, recipe.params, around, pacer))
        self.opened.callback(pool.close)
        return pool, pacer

    def _downloaded(self, name: str, recipe: Recipe) -> DownloadedFile:
        """The file that a recipe's screen exports, fetched once."""
        if name not in self._downloads:
            folder = Path(self.opened.enter_context(TemporaryDirectory(prefix="legacy-adapters-download-")))
            script = Script.of(recipe.python, recipe.file)
            pool, pacer = self._pool(recipe, script, replace(self.around, stream=name))
            try:
                self._downloads[name] = downloaded(recipe, script, pool, pacer, folder)
            finally:
                pool.close()
        return self._downloads[name]
