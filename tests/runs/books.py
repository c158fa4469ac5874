"""A small ledger in SQLite and a pipeline file over it, for runs that go the whole way through the command line."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.cli.main import run_command

Line = tuple[object, ...]
"""A posting's number, transaction, date, account, amount, text, and time of last change."""

TABLE = """
CREATE TABLE GLTRAN (
    LFDNR INTEGER PRIMARY KEY, BELNR TEXT, BUDAT TEXT, KONTO TEXT, BETRAG DECIMAL(18,2), BTEXT TEXT, CHANGED TEXT)
"""

PIPELINE = """\
version: 1
name: books
source:
  kind: database
  url: sqlite:///old.db
  company: NORD
streams:
  gl:
    table: GLTRAN
    map:
      to: gl_line
      key: [ledger_entry_id]
      fields:
        ledger_entry_id: LFDNR
        transaction_id: BELNR
        transaction_date: {from: BUDAT, date: "%Y-%m-%d"}
        account_id: KONTO
        amount: BETRAG
        currency_code: {const: EUR}
        description: BTEXT
sink:
  kind: file
  path: out/{entity}.csv
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, and what it said."""

    code: int
    out: str
    err: str

    @property
    def message(self) -> str:
        """The error that ended a run, place first."""
        return str(self._error["event"])

    @property
    def hint(self) -> str:
        """What to do about it."""
        return str(self._error["hint"])

    @property
    def _error(self) -> dict[str, Any]:
        """The last line of the log."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])
        assert found["level"] == "error"
        assert found["exit_code"] == self.code
        return found

    @property
    def report(self) -> dict[str, Any]:
        """The report of a run with ``--json``."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def rows(self) -> dict[str, int]:
        """The balance of the stream ``gl``."""
        found: dict[str, int] = self.report["streams"]["gl"]["rows"]
        return found


@dataclass(frozen=True, slots=True)
class Books:
    """A folder with ``old.db`` and ``books.yaml``."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @classmethod
    def begin(cls, folder: Path, capture: pytest.CaptureFixture[str]) -> Books:
        """Ten good postings, and the pipeline file over them."""
        books = cls(folder, capture)
        books.execute(TABLE)
        books.post(*postings(range(1, 11)))
        books.describe()
        return books

    @property
    def database(self) -> Path:
        """The source."""
        return self.folder / "old.db"

    @property
    def pipeline(self) -> Path:
        """The pipeline file."""
        return self.folder / "books.yaml"

    @property
    def state(self) -> Path:
        """Where the ledger is."""
        return self.folder / ".legacy_adapters"

    def post(self, *lines: Line) -> None:
        """Enters postings; what is left out at a line's end is null."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.executemany(
                "INSERT OR REPLACE INTO GLTRAN VALUES (?, ?, ?, ?, ?, ?, ?)",
                (line + (None,) * (7 - len(line)) for line in lines),
            )

    def execute(self, *statements: str) -> None:
        """Changes the source."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def describe(self, *changes: tuple[str, str], text: str = PIPELINE) -> None:
        """Writes the pipeline file: each of ``changes`` replaces one text that must be there by another."""
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after)
        self.pipeline.write_text(text, encoding="utf-8")

    def command(self, *arguments: str | Path) -> Ended:
        """Runs a command in this process."""
        self.capture.readouterr()
        code = run_command([str(argument) for argument in arguments])
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def run(self, *options: str | Path) -> Ended:
        """Runs the pipeline; the report is JSON."""
        return self.command("run", self.pipeline, "--json", *options)

    def delivered(self, name: str = "gl_line.csv") -> list[dict[str, str]]:
        """The records in a file that was published."""
        with (self.folder / "out" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def ids(self, name: str = "gl_line.csv") -> list[str]:
        """The numbers of the postings in a file that was published."""
        return [row["ledger_entry_id"] for row in self.delivered(name)]

    def rejects(self) -> list[dict[str, Any]]:
        """The rejects of the last run."""
        ended = self.command("rejects", "list", self.pipeline, "--json")
        assert ended.code == 0, ended.err
        return [json.loads(line) for line in ended.out.splitlines()]


def posting(number: int, **changes: object) -> Line:
    """A posting as it should be, but for ``changes`` by column."""
    good: dict[str, object] = {
        "LFDNR": number,
        "BELNR": f"B{number // 2}",
        "BUDAT": "2024-01-31",
        "KONTO": "8400",
        "BETRAG": "10.25" if number % 2 else "-10.25",
        "BTEXT": f"line {number}",
        "CHANGED": f"2024-01-31 12:{number // 60 % 60:02d}:{number % 60:02d}",
    }
    return tuple((good | changes).values())


def postings(numbers: Iterable[int]) -> Sequence[Line]:
    """Postings as they should be."""
    return [posting(number) for number in numbers]
