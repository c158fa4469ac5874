"""First recipes: tried before they are written, and never written over anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.runs.drafting import check_free, tried, write_recipe
from legacy_adapters.runs.locate import screen_stream
from tests.sources.screen.drafting.recordings import PASSWORD, recorded

LIST = ("click", "#list", "")


def test_a_good_recipe_has_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a login and a list is a recipe, once its password is in the environment."""
    made = tried(recorded(LIST))  # type: ignore[arg-type]
    assert made.problem == ""
    path = tmp_path / "list.yaml"
    write_recipe(path, made.text)
    monkeypatch.setenv("LEDGER_PASSWORD", PASSWORD)
    recipe = screen_stream(str(path), tmp_path, {}).recipe
    assert recipe.columns == ("No.", "Date", "Amount")
    assert recipe.params["password"] == PASSWORD


def test_what_is_wrong_stands_at_the_top() -> None:
    """A recipe that cannot be run is made all the same, with the reason in comments."""
    done = recorded(LIST)  # type: ignore[arg-type]
    broken = replace(done, acts=tuple(replace(each, text="") if each.kind == "choose" else each for each in done.acts))
    step = replace(done.acts[-1], kind="click", selector="")
    made = tried(replace(broken, acts=(*broken.acts[:-1], step)))
    assert "open" in made.problem
    assert made.text.startswith("# This is no valid recipe yet:\n# recipe:")
    assert "\nversion: 1\n" in made.text


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """The error names another file that is free."""
    path = tmp_path / "a.yaml"
    write_recipe(path, "version: 1\n")
    write_recipe(tmp_path / "a-2.yaml", "version: 1\n")
    with pytest.raises(OutputError) as caught:
        write_recipe(path, "other")
    assert caught.value.exit_code == 73
    assert str(tmp_path / "a-3.yaml") in caught.value.hint
    assert path.read_text() == "version: 1\n"


def test_a_missing_folder_is_said_at_once(tmp_path: Path) -> None:
    """Before somebody has done all the work in the browser."""
    with pytest.raises(OutputError, match="there is no folder"):
        check_free(tmp_path / "none" / "a.yaml")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """Its reason is the system's."""
    with pytest.raises(OutputError, match="cannot be written"):
        write_recipe(tmp_path / ("x" * 300 + ".yaml"), "")
