"""Golden files: what an input gives, recorded beside it once a person has looked at it, and compared from then on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.runs.extract import Extraction, Summary, extract
from legacy_adapters.runs.pace import Show, Silent

EXPECTED: Final = ".expected.csv"
"""What follows the input's name in the name of its golden file."""

SHOWN_DIFFERENCES: Final = 5


class NotAsExpected(BadPart):
    """An input gives something else than what was recorded."""


@dataclass(frozen=True, slots=True)
class Golden:
    """An input and how it is extracted. ``wanted`` has its path as source."""

    wanted: Extraction

    @property
    def expected(self) -> Path:
        """The golden file beside the input: ``BUCH.TXT.expected.csv``."""
        path = Path(self.wanted.source)
        return path.with_name(path.name + EXPECTED)

    def record(self, show: Show | None = None) -> Summary:
        """Writes the golden file anew. Raises what ``extract`` raises."""
        return extract(replace(self.wanted, to=str(self.expected)), show=show or Silent())

    def verify(self, show: Show | None = None) -> Summary:
        """Extracts again and compares. Raises ``NotAsExpected`` with the first lines that differ, ``ConfigError`` where
        nothing was recorded, and what ``extract`` raises."""
        if not self.expected.exists():
            hint = f"Record it, and look at it: legacy-adapters golden record {self.wanted.source}"
            raise ConfigError("there is no golden file", where=str(self.expected), hint=hint)
        with TemporaryDirectory(prefix="legacy-adapters-golden-") as folder:
            found = Path(folder) / "found.csv"
            summary = extract(replace(self.wanted, to=str(found)), show=show or Silent())
            compare(self.expected, found, self.wanted.source)
        return summary


def compare(expected: Path, found: Path, source: str) -> None:
    """Raises ``NotAsExpected`` with the first lines that differ."""
    differences = list(_differences(expected, found))
    if differences:
        shown = "\n".join(f"  {line}" for line in differences[:SHOWN_DIFFERENCES])
        raise NotAsExpected(
            f"{source} gives something else than what was recorded:\n{shown}",
            where=str(expected),
            hint="If the new result is right, record it again.",
        )


def _differences(expected: Path, found: Path) -> Iterator[str]:
    """The lines that differ, each with its number; they are compared one by one, in constant memory."""
    with expected.open(encoding="utf-8", newline="") as one, found.open(encoding="utf-8", newline="") as other:
        shown = 0
        for number, (was, now) in enumerate(zip_longest(one, other), 1):
            if was != now and shown < SHOWN_DIFFERENCES:
                shown += 1
                yield f"line {number}: expected {_shown(was)}, found {_shown(now)}"


def _shown(line: str | None) -> str:
    return "nothing" if line is None else repr(line.rstrip("\r\n")[:200])
