"""Neither passwords nor one-time codes' secrets, cookies and keys stand in anything that screens leave behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Final

import pytest

from tests.fixtures.nordhandel import WebSite
from tests.service.commands import Commands
from tests.service.screen_pipelines import map_of
from tests.service.screens import RECIPES, Screens
from tests.sources.screen.evidence.searching import found_in

WRONG: Final = 'Revision#1994/"ü'
KEY: Final = "vB7/kept=under+this"

CLERK: Final = """\
version: 1
extends: {shipped}
params: {{key: ~}}
login:
  keep: {{key: "{{key}}"}}
open:
  - goto: "{{address}}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{{year}}"
  - fill: "#txtTo"
    text: 15.01.{{year}}
  - click: "#btnSearch"
"""

AUDITOR: Final = """\
version: 1
extends: clerk.yaml
params: {user: auditor, totp: ~}
login:
  steps:
    - {fill: "#txtUser", frame: "", text: "{user}"}
    - {fill: "#txtPassword", frame: "", text: "{password}"}
    - {click: "#btnLogin", frame: ""}
    - {fill: "#txtCode", frame: "", text: "{code}"}
    - {click: "#btnCode", frame: ""}
  totp: {secret: "{totp}"}
"""

CARELESS: Final = """\
class Journal:
    def open(self, screen, params):
        raise RuntimeError(f"cannot open with {params['password']} and {dict(params)}")
"""

PIPELINE: Final = """\
version: 1
name: journal
source:
  kind: screen
  id: nordhandel-web
  company: NORD
  keep_pages: pages
  params: {{address: "{address}", password: "${{env:PASSWORD}}", totp: "${{env:TOTP}}", key: "${{env:KEY}}"}}
streams:
  journal:
    recipe: auditor.yaml
{map}
sink: {{kind: file, path: "out/{{entity}}.csv"}}
"""


@dataclass(frozen=True, slots=True)
class Searched:
    """Commands whose secrets are searched for in all that they leave."""

    site: WebSite
    commands: Commands
    cookies: set[str] = field(default_factory=set)

    def write(self, name: str, text: str) -> None:
        """A file of the user's."""
        (self.commands.folder / name).write_text(text, encoding="utf-8")

    def ends(self, code: int, *arguments: str, **secrets: str) -> None:
        """Runs a command, with parameters that name variables of the environment."""
        given = {"address": self.site.url} if secrets else {}
        given |= {name: f"${{env:{variable}}}" for name, variable in secrets.items()}
        named = [part for name, value in given.items() for part in ("--param", f"{name}={value}")]
        assert self.commands(*arguments, *named) == code, self.commands.said()
        self.cookies.update(self.site.sessions.tokens)

    @property
    def left(self) -> set[str]:
        """The names of all files that are there now."""
        return {path.name for folder in self.folders for path in folder.rglob("*")}

    @property
    def folders(self) -> tuple[Path, Path]:
        """All that anything is written to."""
        return self.commands.folder, self.commands.temporary


@pytest.fixture
def searched(screens: Screens, commands_in: Callable[[str], Commands]) -> Searched:
    """Two users' recipes for the journal, one of them with a second step, and a pipeline."""
    site, commands = screens.site, commands_in("run")
    site.modes.page_rows = 20
    auditor = site.auditor
    commands.environment.update(PASSWORD=auditor.password, TOTP=auditor.totp_secret, KEY=KEY, WRONG=WRONG)
    searched = Searched(site, commands)
    searched.write("clerk.yaml", CLERK.format(shipped=os.path.relpath(RECIPES / "journal.yaml", commands.folder)))
    searched.write("auditor.yaml", AUDITOR)
    searched.write("pipeline.yaml", PIPELINE.format(address=site.url, map=indent(map_of("journal"), "    ")))
    searched.write("careless.py", CARELESS)
    searched.write("careless.yaml", "version: 1\nextends: clerk.yaml\npython: careless.py:Journal\n")
    return searched


def test_no_secret_is_in_anything_that_is_left(searched: Searched) -> None:
    """A wrong login, a good run with a kept session and kept pages, one that fails with a trace, a defect of a recipe,
    a recording and a replay: every byte of what they wrote is searched. The recording does not use the kept session, so
    that its replay can log in."""
    site, clerk = searched.site, {"password": "NORDHANDEL_PASSWORD", "key": "KEY"}
    searched.ends(77, "extract", "auditor.yaml", "--to", "x.csv", password="WRONG", totp="TOTP", key="KEY")
    searched.ends(0, "run", "pipeline.yaml")
    site.modes.version = 2
    searched.ends(76, "run", "pipeline.yaml")
    site.modes.version = 1
    searched.ends(70, "extract", "careless.yaml", "--to", "y.csv", **clerk)
    searched.ends(0, "screen", "record", "clerk.yaml", **clerk)
    searched.ends(0, "screen", "replay", "clerk.yaml", **clerk)
    searched.ends(0, "runs", "--json", "show", "last")

    left = searched.left
    assert {"trace.zip", "expected.csv", "gl_line.csv"} <= left
    for suffix in (".session", ".html.gz", ".png", ".txt", ".db"):
        assert any(name.endswith(suffix) for name in left), suffix
    assert any(name.startswith("legacy-adapters-defect-") for name in left)
    assert (len(searched.cookies), site.counters.logins) == (3, {"auditor": 1, "clerk": 2})
    for secret in (*searched.commands.environment.values(), *searched.cookies):
        for folder in searched.folders:
            assert found_in(folder, secret) == []
