"""Every real file of some kinds, read as a user would who has only just got it: recognised, and all of it read.

    python -m tests.real.every_file     writes docs/real-files.md anew

What becomes of each file is kept there, and compared by ``test_every_file.py``.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.runs.locate import files_at
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.settings import FilesStream
from tests.real.test_fixed_files import COBRIX, NOT_READ, READ

HOME: Final = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
PAGE: Final = Path(__file__).parents[2] / "docs" / "real-files.md"
KINDS: Final = ("csv", "dbf", "spreadsheet", "access", "paradox", "erp-export")
LONGEST: Final = 110

INTRODUCTION: Final = """# Real files

What becomes of third-party files when they are handed to `extract` as they are, with nothing stated: how each was
recognised, how many rows were read of all its tables, and in how many of them something is at fault, or why the file
was refused. The files are other projects' test data, many of them broken on purpose; none is part of this project.
`python -m tests.real.every_file` makes this page, and a test compares it.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. ``rows`` and ``faulty`` are of all its tables; ``refused`` says why there are none."""

    path: str
    kind: str
    recognised: str = ""
    tables: int = 0
    rows: int = 0
    faulty: int = 0
    refused: str = ""

    @property
    def line(self) -> str:
        """As a row of the table."""
        if self.refused:
            return f"| {_cell(self.path)} | {self.recognised or 'nothing'} | | | | {_cell(self.refused)} |"
        return f"| {_cell(self.path)} | {self.recognised} | {self.tables} | {self.rows:,} | {self.faulty:,} | |"


def paths() -> Iterator[tuple[str, str]]:
    """Path and kind of every file of ``KINDS``, in the order of the manifest."""
    with (HOME / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] in KINDS:
                yield row["path"], row["kind"]


def outcome(path: str, kind: str) -> Outcome:
    """Reads a file to its end, whatever it is."""
    recognised = ""
    try:
        with files_at(str((HOME / "files" / path).resolve()), HOME).connect() as connection:
            opened: Any = connection
            _, found = opened.recognised()
            recognised = str(getattr(found.settings, "kind", ""))
            names = [table.name for table in opened.streams(count=False)]
            rows = faulty = 0
            for name in names:
                stream = FilesStream.model_construct(table=name, format=found.settings)
                read, bad = _read(opened, stream)
                rows, faulty = rows + read, faulty + bad
            return Outcome(path, kind, recognised, len(names), rows, faulty)
    except LegacyAdaptersError as error:
        return Outcome(path, kind, recognised, refused=_plain(str(error).splitlines()[0], path))


def _read(connection: Any, stream: FilesStream) -> tuple[int, int]:
    rows = faulty = 0
    with closing(connection.reader("s", stream).read({})) as batches:
        for batch in batches:
            rows += batch.rows.num_rows
            faulty += 0 if batch.faults is None else len(set(batch.faults.column("row").to_pylist()))
    return rows, faulty


def _plain(message: str, path: str) -> str:
    """Without the folder in which the files lie here."""
    name = path.rpartition("/")[2]
    text = re.sub(rf"\S*{re.escape(name)}", name, message)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("[", "\\[")


def records() -> Sequence[str]:
    """What was read of COBOL's records, each with its copybook and the settings of ``test_fixed_files``."""
    lines = []
    for copybook, data, _, stated in {case[1]: case for case in READ}.values():
        given = {"encoding": "cp037", "copybook": (COBRIX / copybook).read_text("utf-8")} | stated
        settings = FixedFormat.model_validate(given)
        pieces = list(settings.read(COBRIX / data, None, None, None, 10_000))
        rows = sum(piece.rows.num_rows for piece in pieces)
        faulty = sum(0 if p.faults is None else len(set(p.faults.column("row").to_pylist())) for p in pieces)
        lines.append(f"| {_cell(data)} | {copybook} | {rows:,} | {faulty:,} | |")
    return [*lines, *(f"| {_cell(name)} | | | | {_cell(reason)} |" for name, reason in NOT_READ.items())]


def page(outcomes: Sequence[Outcome]) -> str:
    """The whole page."""
    pieces = [INTRODUCTION]
    for kind in KINDS:
        of_kind = [one for one in outcomes if one.kind == kind]
        counted = Counter("refused" if one.refused else "read with faults" if one.faulty else "read" for one in of_kind)
        said = ", ".join(f"{count} {what}" for what, count in sorted(counted.items()))
        lines = "\n".join(one.line for one in of_kind)
        pieces.append(
            f"## {kind}\n\n{len(of_kind)} files: {said}.\n\n"
            "| file | recognised as | tables | rows | at fault | refused |\n"
            f"| --- | --- | ---: | ---: | ---: | --- |\n{lines}\n"
        )
    lines = "\n".join(records())
    pieces.append(
        f"## cobol\n\nNothing tells such records from noise: each is read with its copybook and settings.\n\n"
        f"| file | copybook | rows | at fault | not read |\n| --- | --- | ---: | ---: | --- |\n{lines}\n"
    )
    return "\n".join(pieces)


if __name__ == "__main__":
    PAGE.write_text(page([outcome(path, kind) for path, kind in paths()]), encoding="utf-8")
