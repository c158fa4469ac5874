"""The scripts by which pages are looked at while a person shows what to do."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Self


@dataclass(frozen=True, slots=True)
class Watching:
    """``script`` runs in every document; it tells of passwords and menus, and offers a look at what can be seen.
    ``cells`` is a function of a table, as in ``table.cells``."""

    script: str
    cells: str

    @classmethod
    def with_cells(cls, cells: str) -> Self:
        """The scripts, with the one that reads a table."""
        return cls((files(__package__) / "watching.js").read_text(encoding="utf-8"), cells)
