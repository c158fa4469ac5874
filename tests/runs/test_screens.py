"""Recipes recorded on an application, and run again without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, OutputError, SourceChanged
from legacy_adapters.runs.golden import NotAsExpected
from legacy_adapters.runs.pace import Silent
from legacy_adapters.runs.pipeline.params import read_params_file
from legacy_adapters.runs.screens import SavedScreen
from tests.runs.ledger_site import ledger_site, write_recipe
from tests.sources.screen.browser.site import Handling, Site
from tests.sources.screen.ledger import Ledger, rows

SECRET = "tok3n-of-the-application"


@pytest.fixture
def site() -> Iterator[Site]:
    """The ledger on loopback."""
    with ledger_site() as made:
        yield made


@pytest.fixture
def project(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the recipe, which is the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEDGER_TOKEN", SECRET)
    write_recipe(tmp_path, site.url("/"))
    return tmp_path


def saved(project: Path) -> SavedScreen:
    return SavedScreen.of("journal.yaml", project)


@pytest.fixture
def recorded(project: Path, site: Site) -> Path:
    """What was recorded, once the application is gone."""
    params = {"year": "2024", "token": "${env:LEDGER_TOKEN}", "code": SECRET}
    summary = saved(project).record(params, show=Silent())
    assert (summary.exit_code, summary.rows.taken) == (0, 7)
    site.pages.clear()
    site.seen.clear()
    return project


@pytest.mark.service
def test_recorded_and_replayed_without_the_application(
    recorded: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows, with the parameters that were recorded, no secret and no request."""
    monkeypatch.delenv("LEDGER_TOKEN")
    assert saved(recorded).replay({}, show=Silent()).rows.taken == 7
    assert site.seen == []


@pytest.mark.service
def test_what_is_saved_has_no_secret(recorded: Path) -> None:
    """Rows, parameters, pages and the layout are beside the recipe, and the token is in none of them."""
    pages = recorded / "journal.pages"
    assert read_params_file(pages / "params.yaml") == {"year": "2024"}
    assert len((pages / "expected.csv").read_text(encoding="utf-8").splitlines()) == 8
    assert (recorded / "journal.layout.json").is_file()
    files = [path for path in recorded.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


@pytest.mark.service
def test_a_secret_that_was_given_as_it_is(project: Path) -> None:
    """A parameter whose name says that it is one is not kept."""
    saved(project).record({"token": "just-a-text", "year": "2024"}, show=Silent())
    assert read_params_file(project / "journal.pages" / "params.yaml") == {"year": "2024"}


@pytest.mark.service
def test_other_rows_than_recorded(recorded: Path) -> None:
    """Are told with the lines that differ."""
    expected = recorded / "journal.pages" / "expected.csv"
    expected.write_text(expected.read_text(encoding="utf-8").replace("3.25", "3.26"), encoding="utf-8")
    with pytest.raises(NotAsExpected, match=r"3\.26"):
        saved(recorded).replay({}, show=Silent())


@pytest.mark.service
def test_a_page_that_was_not_recorded(recorded: Path) -> None:
    """Is a changed source, with what was expected and what to do."""
    recipe = recorded / "journal.yaml"
    recipe.write_text(recipe.read_text(encoding="utf-8").replace("/list?", "/journal?"), encoding="utf-8")
    with pytest.raises(SourceChanged, match=r"/journal.* was not recorded; expected next: .*/list") as caught:
        saved(recorded).replay({}, show=Silent())
    assert "record its pages again" in caught.value.hint


@pytest.mark.service
def test_a_recording_that_fails_leaves_the_one_before(recorded: Path, site: Site) -> None:
    """With its pages and its rows."""
    before = {path: path.read_bytes() for path in recorded.rglob("*.pages/**/*") if path.is_file()}
    with pytest.raises(LegacyAdaptersError, match=r"404|#list"):
        saved(recorded).record({"token": "x"}, show=Silent())
    after = {path: path.read_bytes() for path in recorded.rglob("*.pages/**/*") if path.is_file()}
    assert after == before
    assert saved(recorded).replay({}, show=Silent()).rows.taken == 7


@pytest.mark.service
def test_a_recording_that_fails_leaves_the_layout(project: Path, site: Site) -> None:
    """Also where it has seen the first page, and fails behind it: the next run compares with the screen of before."""
    params, real = {"token": "x"}, site.pages["/list"]
    saved(project).record(params, show=Silent())
    before = {path.name: path.read_bytes() for path in project.glob("journal.layout.*")}

    def fails(handling: Handling) -> None:
        if "page=2" in handling.seen.path:
            handling.answer("", 500)
        else:
            handling.answer(str(Ledger(rows(7)).answer(handling.seen.path, {}, "")[0]).replace("Journal", "Ledger"))

    site.pages["/list"] = fails
    with pytest.raises(LegacyAdaptersError, match="500"):
        saved(project).record(params, show=Silent())
    assert {path.name: path.read_bytes() for path in project.glob("journal.layout.*")} == before
    assert len(before) == 2
    site.pages["/list"] = real
    assert saved(project).record(params, show=Silent()).exit_code == 0


def test_nothing_recorded(tmp_path: Path) -> None:
    """Is told with how to record."""
    write_recipe(tmp_path)
    with pytest.raises(ConfigError, match="nothing was recorded") as caught:
        saved(tmp_path).replay({}, show=Silent())
    assert "legacy-adapters screen record journal.yaml" in caught.value.hint


def test_a_recipe_that_is_not_there(tmp_path: Path) -> None:
    """Is told before anything is started."""
    with pytest.raises(ConfigError, match="no recipe"):
        SavedScreen.of("nowhere.yaml", tmp_path)


def test_a_recording_that_cannot_be_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is an error of the output, before a browser is started."""
    monkeypatch.chdir(tmp_path)
    write_recipe(tmp_path)
    (tmp_path / ".journal.pages.begun").write_text("a file where a folder is to be", encoding="utf-8")
    with pytest.raises(OutputError):
        saved(tmp_path).record({"token": "x"}, show=Silent())
