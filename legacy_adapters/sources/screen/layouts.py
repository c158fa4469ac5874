"""The layout of a recipe's screen as it was recorded, kept beside the recipe, and watched by every run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.sources.screen.screen import Screen
from legacy_adapters.sources.screen.table.layout import Layout, difference, layout_changed


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """What is kept of one recipe's screen: ``journal.layout.json`` and ``journal.layout.png`` beside ``journal.yaml``.

    ``recorded`` is the folder into which it is written anew in the place of comparing it; ``keep`` puts it beside the
    recipe, once the run that saw it has ended well. Where none was recorded nothing is compared: the header that the
    recipe states must be there in any case.
    """

    recipe: Path | None
    recorded: Path | None = None

    @property
    def recording(self) -> bool:
        """Whether it is recorded."""
        return self.recorded is not None

    @property
    def path(self) -> Path | None:
        """The file of the layout."""
        return None if self.recipe is None else self.recipe.with_name(f"{self.recipe.stem}.layout.json")

    @property
    def picture(self) -> Path | None:
        """What the screen looked like then."""
        return None if self.recipe is None else self.recipe.with_name(f"{self.recipe.stem}.layout.png")

    def first_page(
        self, screen: Screen, frames: Sequence[str], header: Sequence[str], where: str, *, by_header: bool
    ) -> None:
        """Compares the screen that shows a list's first page; with ``by_header`` columns may be at another place.

        Raises ``SourceChanged`` with what is different, ``OutputError`` where it cannot be written when it is recorded.
        """
        if self.path is None or not (self.recording or self.path.is_file()):
            return
        now = Layout.of(header, screen.landmarks(frames))
        if self.recorded is not None:
            self._write(screen, now, self.recorded)
            return
        before = self._read(self.path)
        if by_header:
            before, now = replace(before, columns=()), replace(now, columns=())
        lines = difference(before, now)
        if lines:
            raise layout_changed(lines, where)

    def _read(self, path: Path) -> Layout:
        try:
            return Layout.of_json(path.read_text(encoding="utf-8"))
        except ConfigError as error:
            raise ConfigError(error.message, where=str(path), hint=error.hint) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"the layout cannot be read: {error}", where=str(path)) from error

    def _write(self, screen: Screen, layout: Layout, folder: Path) -> None:
        assert self.path is not None
        assert self.picture is not None
        try:
            (folder / self.path.name).write_text(layout.to_json(), encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"the layout cannot be kept: {error.strerror}", where=str(folder)) from error
        screen.picture(folder / self.picture.name)

    def keep(self) -> None:
        """Puts what was recorded beside the recipe, in the place of what was there; nothing where nothing was.

        Raises ``OutputError`` where it cannot.
        """
        for path in filter(None, (self.path, self.picture)):
            made = None if self.recorded is None else self.recorded / path.name
            try:
                if made is not None and made.is_file():
                    shutil.copyfile(made, path)
            except OSError as error:
                raise OutputError(f"the layout cannot be kept: {error.strerror}", where=str(path)) from error
