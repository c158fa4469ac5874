"""An open workbook, whatever its format: sheets by name, and their rows one after the other."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.cell import Cell

MOST_SHEET_ROWS: Final = 1_048_576
MOST_SHEET_COLUMNS: Final = 16_384
"""What Excel and LibreOffice can hold: beyond, a file is no workbook."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, and whether its workbook hides it."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, its cells from column A on (as far as there are any), and whether it is hidden."""

    number: int
    cells: list[Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be: bytes of all its parts unpacked, of its texts, and cells of a sheet."""

    unpacked: int
    texts: int
    cells: int


class Workbook(Protocol):
    """A workbook that is open; all methods raise ``BadPart`` for one that is damaged."""

    def sheets(self) -> Sequence[Sheet]:
        """The sheets with cells, in the workbook's order."""
        ...

    def rows(self, sheet: str) -> Generator[Row, None, None]:
        """The rows of a sheet in ascending order; rows of which nothing is stored may be left out."""
        ...


class Opener(Protocol):
    """How a workbook of one format is opened."""

    def __call__(self, path: Path, limits: Limits) -> AbstractContextManager[Workbook]:
        """Opens it. Raises ``BadPart`` and ``OSError``."""
        ...


def damaged(path: Path, what: str) -> BadPart:
    """The error for a workbook that is not as it must be."""
    return BadPart(
        f"the workbook is damaged: {what}",
        where=str(path),
        hint="Open it with the program that wrote it and save it anew, or have it sent again.",
    )
