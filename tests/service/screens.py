"""The demo company's web application as a user's recipes see it: commands are run, and what they wrote is looked at."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.cli.main import run_command
from tests.cli.shop import Ended
from tests.fixtures.nordhandel import WebSite

RECIPES = Path(__file__).parents[2] / "scrapers" / "nordhandel"

Rows = Sequence[Mapping[str, str]]

GRID = """\
version: 1
params: {{address: ~}}
url: "{{address}}{path}"
table:
  at: "#grid"
  header: [No., Article, Amount]
{more}"""
"""A recipe for one of the odd pages, which need no login."""

APPLICATION = """\
version: 1
extends: {recipe}
{more}"""
"""A recipe that changes something of one that is shipped."""


@dataclass(frozen=True, slots=True)
class Screens:
    """``folder`` is the current one; nothing is written elsewhere."""

    site: WebSite
    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Ended:
        """Runs a command in this process."""
        self.capture.readouterr()
        code = run_command(arguments)
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def extract(self, recipe: str, *arguments: str, **params: str) -> Ended:
        """Extracts into ``out.csv``: a recipe of the application by its name, or a file by its path. One that has a
        parameter ``password`` is given the clerk's."""
        shipped = RECIPES / f"{recipe}.yaml"
        path = shipped if shipped.is_file() else self.folder / recipe
        given = {"address": self.site.url, **params}
        if "#grid" not in path.read_text("utf-8") or recipe == "accounts":
            given = {"password": "${env:NORDHANDEL_PASSWORD}", **given}
        named = [part for name, value in given.items() for part in ("--param", f"{name}={value}")]
        return self("extract", str(path), "--to", "out.csv", *arguments, *named)

    def write(self, name: str, text: str) -> str:
        """A file of the user's."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def odd(self, path: str, more: str = "") -> str:
        """A recipe for the numbered articles of an odd page."""
        return self.write("odd.yaml", GRID.format(path=path, more=more))

    def changed(self, recipe: str, more: str, name: str = "changed.yaml") -> str:
        """A recipe that is one of the application's, changed."""
        return self.write(name, APPLICATION.format(recipe=os.path.relpath(RECIPES / f"{recipe}.yaml"), more=more))

    def rows(self, name: str = "out.csv") -> list[dict[str, str]]:
        """What was written."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def expire_at(self, patch: pytest.MonkeyPatch, page: int) -> None:
        """Ends every session just before the ``page``-th page from now on that needs one, and never again."""
        sessions = type(self.site.sessions)
        visit, asked = sessions.visit, count(1)

        def visiting(self: Any, token: str) -> Any:
            if next(asked) == page:
                self.expire_all()
            return visit(self, token)

        patch.setattr(sessions, "visit", visiting)

    @property
    def evidence(self) -> list[Path]:
        """The folders of evidence, oldest first."""
        return sorted((self.folder / ".legacy_adapters" / "evidence").glob("2*"))


def one_line(rows: Rows, *columns: str) -> list[dict[str, str]]:
    """The rows with these columns only, and what a cell shows in several lines with blanks between."""
    return [{name: " ".join(row[name].split()) for name in columns} for row in rows]


def as_read(rows: Rows, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The application's rows under the names that a recipe has for them."""
    return [{new: row[old] for old, new in names.items()} for row in rows]
