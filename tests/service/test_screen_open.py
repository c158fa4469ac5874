"""A person shows the sample company's journal once; the recipe that comes of it reads all of it."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.async_api import Page

from legacy_adapters.cli.main import run_command
from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.runs.drafting import FirstRecipe, first_recipe
from legacy_adapters.sources.screen.browser.finding import Program, find
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from tests.fixtures.nordhandel import WebSite, load_build_script
from tests.service.person import Person
from tests.service.require import require

pytestmark = pytest.mark.service

_LOOKS = 1_500
"""Within so many milliseconds the recorder looks at what came, also on a busy machine."""

Work: TypeAlias = Callable[[Page], Coroutine[Any, Any, None]]


def _program(*, whole: bool) -> Program | None:
    try:
        return find(None, whole=whole)
    except DriverMissing:
        return None


@pytest.fixture
def site() -> Iterator[WebSite]:
    """The application."""
    with load_build_script().serve(page_rows=100) as site:
        yield site


def _journal(password: str) -> Work:
    """Logs in, goes through the menu to the journal, searches two months of a year, and shows its second page."""

    async def work(page: Page) -> None:
        person = Person(page)
        await person.types("#txtUser", "clerk")
        await person.types("#txtPassword", password)
        await person.clicks("#btnLogin")
        await person.sees("#lblUser", "top")
        await person.moves_to("#Ledger", "menu")
        await person.clicks("text=Journal", "menu")
        await person.sees("#ddlYear", "main")
        await person.chooses("#ddlYear", "2003", "main")
        await person.types("#txtFrom", "01.01.2003", "main")
        await person.types("#txtTo", "28.02.2003", "main")
        await person.clicks("#btnSearch", "main")
        await person.sees("#dgJournal", "main")
        # A person looks at a list before going on, and so does the recorder.
        await page.wait_for_timeout(_LOOKS)
        await person.clicks("text=Next", "main")
        await person.sees("text=Page 2 of", "main")
        await page.wait_for_timeout(_LOOKS)
        await page.close()

    return work


def _made(site: WebSite, *, headless: bool) -> FirstRecipe:
    settings = BrowserSettings(headless=headless)
    work = _journal(site.clerk.password)
    return first_recipe(f"{site.url}/app", ready=lambda _: None, settings=settings, attend=work)


def test_the_recipe_of_what_was_shown_reads_the_journal(
    site: WebSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a change by hand it gives every row of the journal, and the password is in nothing that was written."""
    require(_program(whole=False), "a browser", "`make setup`, or: apt-get install chromium-headless-shell")
    made = _made(site, headless=True)
    assert made.problem == ""
    assert site.clerk.password not in made.text
    recipe, rows = tmp_path / "journal.yaml", tmp_path / "journal.csv"
    recipe.write_text(made.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCREEN_PASSWORD", site.clerk.password)
    assert run_command(["extract", str(recipe), "--to", str(rows)]) == 0
    with rows.open(encoding="utf-8", newline="") as file:
        read = [{name.replace(" / ", " "): text for name, text in row.items()} for row in csv.DictReader(file)]
    truth = site.truth.journal("NORD", "2003", "01.01.2003", "28.02.2003").rows
    assert len(truth) > 200
    # Whether an item is open is a picture, which `take` would read.
    assert [{**row, "Open": ""} for row in read] == [{**row, "Open": ""} for row in truth]


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desktop that nobody sees."""
    server = require(shutil.which("Xvfb"), "Xvfb", "`make setup`, or: apt-get install xvfb")
    command = [server, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        # It writes its number once it can be used.
        monkeypatch.setenv("DISPLAY", f":{process.stdout.readline().strip()}")
        try:
            yield
        finally:
            process.terminate()


@pytest.mark.usefixtures("display")
def test_a_window_that_a_person_sees(site: WebSite) -> None:
    """On a desktop the same comes of it, in a whole browser with a window."""
    require(_program(whole=True), "a whole browser", "`make setup`, or: apt-get install chromium")
    made = _made(site, headless=False)
    assert made.problem == ""
    assert site.clerk.password not in made.text
    for line in (
        '  - {hover: "#Ledger", frame: menu}',
        "  inside: {at: text=Log off, frame: top}",
        '  from: "01.01.2003"',
    ):
        assert line in made.text.splitlines()
    assert "next:" in made.text
