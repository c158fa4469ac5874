"""Neither passwords nor one-time codes' secrets, cookies and keys stand in anything that screens leave behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.service.commands import Commands
from tests.service.screen_pipelines import Kind, Pipeline, map_of
from tests.service.screens import Screens
from tests.sources.screen.evidence.searching import found_in

WRONG: Final = 'Revision#1994/"ü'
KEY: Final = "vB7/kept=under+this"

AUDITOR: Final = """\
params:
  user: auditor
  totp: ~
  key: ~
login:
  steps:
    - {fill: "#txtUser", frame: "", text: "{user}"}
    - {fill: "#txtPassword", frame: "", text: "{password}"}
    - {click: "#btnLogin", frame: ""}
    - {fill: "#txtCode", frame: "", text: "{code}"}
    - {click: "#btnCode", frame: ""}
  totp: {secret: "{totp}"}
  keep: {key: "{key}"}
open:
  - goto: "{address}/journal"
    frame: main
  - choose: "#ddlYear"
    option: "{year}"
  - fill: "#txtTo"
    text: 15.01.{year}
  - click: "#btnSearch"
"""

GIVEN: Final = ("password", "totp", "key")

CARELESS: Final = '''\
class Journal:
    def open(self, screen, params):
        raise RuntimeError(f"cannot open with {params['password']} and {dict(params)}")
'''


def given(screens: Screens, **others: str) -> list[str]:
    """The parameters of the recipe, by names of variables of the environment."""
    named = {name: f"${{env:NORDHANDEL_{name.upper()}}}" for name in GIVEN} | others
    values = {"address": screens.site.url, **named}
    return [part for name, value in values.items() for part in ("--param", f"{name}={value}")]


def test_no_secret_is_in_anything_that_is_left(screens: Screens, commands_in: Callable[[str], Commands]) -> None:
    """A wrong login, a good run with a kept session and kept pages, one that fails with a trace, a recording, a replay,
    and a defect of a recipe: every byte of what they wrote is searched."""
    site, commands = screens.site, commands_in("run")
    auditor = site.auditor
    environment = {"PASSWORD": auditor.password, "TOTP": auditor.totp_secret, "KEY": KEY, "WRONG": WRONG}
    for name, value in environment.items():
        commands.environment[f"NORDHANDEL_{name}"] = value
    site.modes.page_rows = 20
    kind = Kind("journal", map_of("journal"), "/journal", AUDITOR)
    run = Pipeline.written(site, commands, kind, source="keep_pages: pages\n")
    pipeline = commands.folder / "pipeline.yaml"
    text = pipeline.read_text("utf-8")
    pipeline.write_text(
        text.replace('password: "', 'totp: "${env:NORDHANDEL_TOTP}", key: "${env:NORDHANDEL_KEY}", password: "'), "utf-8"
    )
    (commands.folder / "careless.py").write_text(CARELESS, "utf-8")
    (commands.folder / "careless.yaml").write_text("version: 1\nextends: recipe.yaml\npython: careless.py:Journal\n")
    cookies: set[str] = set()

    def ends(code: int, *arguments: str) -> None:
        assert commands(*arguments) == code, commands.said()
        cookies.update(site.sessions.tokens)

    ends(77, "extract", "recipe.yaml", "--to", "x.csv", *given(screens, password="${env:NORDHANDEL_WRONG}"))
    ends(0, "run", "pipeline.yaml")
    site.modes.version = 2
    ends(76, "run", "pipeline.yaml")
    site.modes.version = 1
    ends(0, "screen", "record", "recipe.yaml", *given(screens))
    ends(0, "screen", "replay", "recipe.yaml", *given(screens))
    ends(70, "extract", "careless.yaml", "--to", "y.csv", *given(screens))
    ends(0, "runs", "--json", "show", "last")

    left = {path.name for folder in (commands.folder, commands.temporary) for path in folder.rglob("*")}
    for name in ("trace.zip", "expected.csv", "gl_line.csv", "ledger.db"):
        assert name in left
    for suffix in (".session", ".html.gz", ".png", ".txt"):
        assert any(name.endswith(suffix) for name in left)
    assert any(name.startswith("legacy-adapters-defect-") for name in left)
    assert (len(cookies), site.counters.logins) == (1, {"auditor": 1})
    for secret in (*environment.values(), *cookies):
        for folder in (commands.folder, commands.temporary):
            assert found_in(folder, secret) == [], secret
