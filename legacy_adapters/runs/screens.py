"""Records what a recipe's run sees, and runs it again on that, without the application: the recipe's own test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import yaml

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, OutputError
from legacy_adapters.core.secrets import scrub
from legacy_adapters.runs.extract import Extraction, Summary, extract
from legacy_adapters.runs.golden import compare
from legacy_adapters.runs.locate import Located, screen_stream
from legacy_adapters.runs.pace import Show
from legacy_adapters.runs.pipeline.params import read_params_file
from legacy_adapters.runs.pipeline.recipes import find_recipe
from legacy_adapters.sources.screen.connection import ScreenConnection, connected, surroundings_of
from legacy_adapters.sources.screen.evidence.parameters import is_secret_parameter
from legacy_adapters.sources.screen.layouts import KeptLayout
from legacy_adapters.sources.screen.saved.recording import Recording, recording, recording_folder
from legacy_adapters.sources.screen.saved.replay import Replay
from legacy_adapters.sources.screen.settings import ScreenSource
from legacy_adapters.sources.screen.surroundings import Surroundings

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.context import Context

EXPECTED: Final = "expected.csv"
PARAMS: Final = "params.yaml"


@dataclass(frozen=True, slots=True)
class SavedScreen:
    """A recipe, and the folder beside it with the pages that its run saw, its parameters, and its rows."""

    name: str
    recipe: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> SavedScreen:
        """The recipe of this name. Raises ``ConfigError``."""
        return cls(name, find_recipe(name, folder))

    @property
    def pages(self) -> Path:
        """The folder."""
        return recording_folder(self.recipe)

    def record(self, params: Mapping[str, str], *, show: Show) -> Summary:
        """Runs the recipe on the application and saves what it sees. Raises what a run raises, and ``OutputError``."""
        stream = screen_stream(str(self.recipe), Path.cwd(), params)
        source = ScreenSource()
        with TemporaryDirectory(prefix="legacy-adapters-record-") as folder:
            rows = Path(folder) / EXPECTED
            with recording(self.pages) as made:
                around = surroundings_of(source)
                around.layout = layout = KeptLayout(self.recipe, Path(folder))
                around.attend = _listening(made)
                summary = self._extract(stream, around, rows, show)
            for address in made.lost:
                show.note(f"{address} could not be saved: it is too large, or was gone")
            self._keep(rows, params)
            layout.keep()
        return summary

    def replay(self, params: Mapping[str, str], *, show: Show) -> Summary:
        """Runs the recipe on what was saved, and compares the rows.

        Raises what a run raises, ``NotAsExpected`` for other rows, ``SourceChanged`` for a page that was not saved,
        ``ConfigError`` where nothing was recorded.
        """
        if not (self.pages / EXPECTED).is_file():
            raise ConfigError(
                "nothing was recorded of this recipe",
                where=str(self.pages),
                hint=f"Record it, and look at it: legacy-adapters screen record {self.name}",
            )
        saved = Replay(self.pages)
        recorded = read_params_file(self.pages / PARAMS) if (self.pages / PARAMS).is_file() else {}
        stream = screen_stream(str(self.recipe), Path.cwd(), {**recorded, **params}, offline=True)
        with TemporaryDirectory(prefix="legacy-adapters-replay-") as folder:
            rows = Path(folder) / EXPECTED
            around = Surroundings(Path(folder) / "sessions", attend=_answering(saved), offline=True)
            try:
                summary = self._extract(stream, around, rows, show)
            except LegacyAdaptersError:
                # A page that was not saved is why whatever came behind it failed.
                saved.check()
                raise
            saved.check()
            for likeness in saved.loose:
                show.note(likeness)
            compare(self.pages / EXPECTED, rows, self.name)
        return summary

    def _extract(self, stream: object, around: Surroundings, to: Path, show: Show) -> Summary:
        located = Located(_Attended(around), self.recipe.stem, stream)
        return extract(Extraction(source=self.name, to=str(to)), show=show, located=located)

    def _keep(self, rows: Path, params: Mapping[str, str]) -> None:
        """Keeps the rows, and those parameters that are no secrets."""
        plain = {name: value for name, value in params.items() if not _is_secret(name, value)}
        try:
            shutil.copyfile(rows, self.pages / EXPECTED)
            text = yaml.safe_dump(plain, allow_unicode=True, default_style='"')
            (self.pages / PARAMS).write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"the recording cannot be saved: {error.strerror}", where=str(self.pages)) from error


@dataclass(frozen=True, slots=True)
class _Attended:
    """A source of screens in surroundings of its own."""

    around: Surroundings

    def connect(self) -> AbstractContextManager[ScreenConnection]:
        """Makes the screens ready to be read."""
        return connected(self.around)


def _is_secret(name: str, value: str) -> bool:
    return is_secret_parameter(name) or scrub(value) != value or "${" in value


def _listening(made: Recording) -> Callable[[Context], None]:
    return lambda context: context.on_exchange(made.add)


def _answering(saved: Replay) -> Callable[[Context], None]:
    from legacy_adapters.sources.screen.browser.answering import Answer, Asked

    def answer(request: Asked) -> Answer | None:
        found = saved.answer(request)
        return None if found is None else Answer(found.status, found.headers, found.body)

    return lambda context: context.answer_with(answer)
