"""The layout of a recipe's screen as it was recorded, kept beside the recipe, and watched by every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.sources.screen.screen import Screen
from legacy_adapters.sources.screen.table.layout import Layout, difference, layout_changed


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """What is kept of one recipe's screen: ``journal.layout.json`` and ``journal.layout.png`` beside ``journal.yaml``.

    ``recording`` writes it anew in the place of comparing it. Where none was recorded nothing is compared: the header
    that the recipe states must be there in any case.
    """

    recipe: Path | None
    recording: bool = False

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
        if self.recording:
            self._write(screen, now)
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

    def _write(self, screen: Screen, layout: Layout) -> None:
        assert self.path is not None
        assert self.picture is not None
        try:
            self.path.write_text(layout.to_json(), encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"the layout cannot be kept: {error.strerror}", where=str(self.path)) from error
        screen.picture(self.picture)
