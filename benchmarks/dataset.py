"""The ledger as a file, kept between runs outside the checkout, with what every copy of it must hold."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.truth import Truth

VERSION = 1
"""Part of the file's name: raised when the generator makes other rows."""

_SUFFIXES = {"sqlite": "db", "delimited": "csv", "xml": "xml"}
_READ_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class Dataset:
    """A ledger of ``rows`` rows in a file of its kind; ``truth_path`` holds a ``Truth`` as JSON."""

    kind: str
    rows: int
    folder: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"ledger-{VERSION}-{self.rows}.{_SUFFIXES[self.kind]}"

    @property
    def truth_path(self) -> Path:
        """What is true of it; there once the file is complete."""
        return self.path.with_suffix(f".{self.kind}.json")

    def ensure(self) -> None:
        """Generates the file where it is not there yet. In another process: see ``measure`` for why this one has to
        stay small. Raises ``CalledProcessError``."""
        if self.truth_path.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        command = [sys.executable, "-m", "benchmarks.data", self.kind, str(self.rows), str(self.path)]
        made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        truth = Truth.from_json(made.stdout)
        written = self.truth_path.with_suffix(".new")
        written.write_text(truth.to_json(), encoding="utf-8")
        written.replace(self.truth_path)

    def warm(self) -> None:
        """Reads the file once, so that all runs find it in the page cache."""
        with self.path.open("rb") as file:
            while file.read(_READ_SIZE):
                pass
