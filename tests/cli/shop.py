"""A small shop's old database and a pipeline file over it, for commands that are run as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.cli.main import run_command

SCHEMA = """
CREATE TABLE Invoice (
    InvoiceId INTEGER PRIMARY KEY, Customer TEXT, Issued TEXT, Total NUMERIC(10,2), Paid INTEGER);
INSERT INTO Invoice VALUES
    (1, 'Müller & Söhne', '2024-01-31', 1.98, 1), (2, 'Nord "AG"', '2024-02-29', '12345678901234.56', 0),
    (3, NULL, '2024-03-01', 10, NULL);
CREATE TABLE KREDITOR (LIFNR TEXT PRIMARY KEY, NAME TEXT, WAEHR TEXT, KLIMIT NUMERIC, STATUS TEXT);
INSERT INTO KREDITOR VALUES
    ('0001', 'Brdr. Høegh  ', 'DKR', 1200.5, 'A'), ('0002', 'Kåre Bøgh A/S', 'ECU', 99, 'A'),
    ('0003', 'Nis Petersen', 'DM', 0.3, 'D'), ('0004', '[red]Löwenherz[/]', 'DM', 7, 'A');
CREATE VIEW Unpaid AS SELECT * FROM Invoice WHERE Paid = 0;
"""

PIPELINE = """\
version: 1
name: suppliers
params: {company: NORD}
source:
  kind: database
  id: shop
  url: sqlite:///../old.db
  company: ${param:company}
streams:
  suppliers:
    table: KREDITOR
    map:
      to: supplier
      when: "STATUS <> 'D'"
      fields:
        supplier_id: LIFNR
        name: NAME
        currency_code: {from: WAEHR, lookup: {DM: DEM, DKR: DKK}}
        credit_limit: KLIMIT
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
    def lines(self) -> list[str]:
        """The lines of the answer."""
        return self.out.splitlines()

    @property
    def objects(self) -> list[Any]:
        """The answer, one JSON object a line."""
        return [json.loads(line) for line in self.lines]

    @property
    def table(self) -> list[list[str]]:
        """The answer as CSV."""
        return list(csv.reader(io.StringIO(self.out, newline="")))


@dataclass(frozen=True, slots=True)
class Shop:
    """The current folder of the test: ``old.db``, and ``pipelines/suppliers.yaml``."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def pipeline(self) -> str:
        """The pipeline file as a user names it."""
        return "pipelines/suppliers.yaml"

    def __call__(self, *arguments: str) -> Ended:
        """Runs a command in this process."""
        self.capture.readouterr()
        code = run_command(arguments)
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def change(self, *statements: str) -> None:
        """Changes the database."""
        with closing(sqlite3.connect(self.folder / "old.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def write(self, name: str, text: str) -> str:
        """A file of the project."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    def rows(self, name: str) -> list[list[str]]:
        """A CSV file that was written, with its header."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))


def open_shop(folder: Path, capture: pytest.CaptureFixture[str]) -> Shop:
    """The shop as it is in the beginning: three invoices, four suppliers of which one is a reject."""
    shop = Shop(folder, capture)
    with closing(sqlite3.connect(folder / "old.db")) as connection:
        connection.executescript(SCHEMA)
    shop.write("pipelines/suppliers.yaml", PIPELINE)
    return shop


def column(table: Sequence[Sequence[str]], name: str) -> list[str]:
    """A column of a table whose first row has the names."""
    place = list(table[0]).index(name)
    return [row[place] for row in table[1:]]
