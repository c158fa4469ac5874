"""What a person sees in real files (``tests/real/csv_truth.yaml``), and whether what was recognised agrees with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, split_rows
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import FormatSettings

ROOT: Final = Path(__file__).parents[1]
TRUTH: Final = ROOT / "tests" / "real" / "csv_truth.yaml"
_ALL_ROWS = 10_000_000


def real_files() -> Path:
    """The folder of the real files: ``LEGACY_ADAPTERS_REALDATA``, else beside the checkout."""
    return Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", ROOT / ".." / "shared" / "realdata")) / "files"


@dataclass(frozen=True, slots=True)
class Seen:
    """A delimited file as a person sees it. ``rows`` are those without header, comments, and what stands above and
    below; ``delimiter`` is None for a single column."""

    path: Path
    encoding: str
    delimiter: str | None
    quote: str | None
    escape: str | None
    skip_blanks: bool
    header: bool
    preamble: int
    columns: int
    rows: int

    @property
    def dialect(self) -> Dialect:
        """What it is written with."""
        return Dialect(self.delimiter or "\x00", self.quote or '"', self.escape, self.skip_blanks)

    def text(self) -> str:
        """All of the file, its lines ending in one way."""
        text = self.path.read_bytes().decode(self.encoding).removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def cells(self, dialect: Dialect | None = None) -> list[list[str]]:
        """The fields of all rows, with this dialect or another one."""
        return [row.cells for row in split_rows(self.text(), dialect or self.dialect, _ALL_ROWS)]


@dataclass(frozen=True, slots=True)
class Truth:
    """The delimited files, and files of the same collection that are none."""

    delimited: Sequence[Seen]
    others: Sequence[Path]


def load_truth(folder: Path | None = None) -> Truth:
    """What a person wrote down; paths lie in ``folder``."""
    where = folder or real_files()
    written = yaml.safe_load(TRUTH.read_text(encoding="utf-8"))
    delimited = [_seen(where / one["path"], one["facts"]) for one in written["delimited"]]
    return Truth(delimited, [where / path for path in written["others"]])


def _seen(path: Path, facts: dict[str, Any]) -> Seen:
    encoding = "utf-8" if facts["encoding"] == "ascii" else facts["encoding"]
    names = ("delimiter", "quote", "header", "preamble", "columns", "rows")
    return Seen(
        path=path,
        encoding=encoding,
        escape=facts.get("escape"),
        skip_blanks=facts.get("skip_blanks", False),
        **{name: facts[name] for name in names},
    )


def disagreements(seen: Seen, settings: FormatSettings) -> list[str]:
    """In what the settings differ from what a person sees, and what is read with them from what a person counts."""
    if not isinstance(settings, DelimitedFormat):
        return ["format"]
    dialect = Dialect(settings.delimiter, settings.quote, settings.escape, settings.skip_blanks)
    text = seen.path.read_bytes().decode(settings.encoding, "replace").removeprefix("\ufeff")
    found = {
        "code page": text.replace("\r\n", "\n").replace("\r", "\n") == seen.text(),
        "dialect": seen.cells(dialect) == seen.cells(),
        "header": (settings.header or settings.columns is not None) == seen.header,
        "lines above": settings.skip - (settings.columns is not None) == seen.preamble,
        "columns": len(settings.schema(seen.path, None).names) == seen.columns,
        "rows": _rows(settings, seen.path) == seen.rows,
    }
    return [what for what, agrees in found.items() if not agrees]


def _rows(settings: DelimitedFormat, path: Path) -> int:
    return sum(piece.rows.num_rows for piece in settings.read(path, None, None, None, BATCH_ROWS))
