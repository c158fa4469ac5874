"""The Python class of a recipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.scripted import Script

JOURNAL = """
class Journal:
    def next(self, screen):
        return screen == "more"

class Empty:
    pass

class Asks:
    def __init__(self, what):
        pass

class Not:
    next = "a text"
"""


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    (tmp_path / "journal.py").write_text(JOURNAL, encoding="utf-8")
    return tmp_path / "journal.yaml"


def test_no_class_leaves_all_to_yaml() -> None:
    """Nothing is scripted."""
    assert Script.of(None, None) == Script()


def test_a_class_in_a_file_beside_the_recipe(beside: Path) -> None:
    """Its methods are called in the place of YAML, those that it lacks are not."""
    script = Script.of("journal.py:Journal", beside)
    assert script.next is not None
    assert script.next("more")  # type: ignore[arg-type]
    assert (script.open, script.total, script.log_in) == (None, None, None)


def test_a_class_in_a_folder_below(beside: Path) -> None:
    """The path starts from the recipe."""
    (beside.parent / "classes").mkdir()
    (beside.parent / "classes" / "journal.py").write_text(JOURNAL, encoding="utf-8")
    assert Script.of("classes/journal.py:Journal", beside).next is not None


def test_a_class_of_a_package(monkeypatch: pytest.MonkeyPatch, beside: Path) -> None:
    """Is imported by its name."""
    monkeypatch.syspath_prepend(str(beside.parent))
    (beside.parent / "of_a_package_of_ours.py").write_text(JOURNAL, encoding="utf-8")
    assert Script.of("of_a_package_of_ours:Journal", None).next is not None


def test_files_of_one_name_beside_two_recipes_are_two(tmp_path: Path) -> None:
    """The second is not the first again."""
    scripts = []
    for folder, more in (("a", "yes"), ("b", "no")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "journal.py").write_text(JOURNAL.replace("more", more), encoding="utf-8")
        scripts.append(Script.of("journal.py:Journal", tmp_path / folder / "journal.yaml"))
    assert [script.next("yes") for script in scripts if script.next] == [True, False]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ("nowhere.py:Journal", "No such file"),
        ("journal.py:Jornal", "Jornal"),
        ("journal.py:Asks", "what"),
        ("no_such_package_anywhere:Journal", "no_such_package_anywhere"),
        ("broken.py:Journal", "invalid syntax|was never closed"),
        ("fails.py:Journal", "boom"),
        ("journal.py:Empty", "has none of the methods log_in, open, next, total"),
        ("journal.py:Not", "has none of the methods"),
    ],
)
def test_what_cannot_be_loaded(beside: Path, named: str, what: str) -> None:
    """Is an error of the recipe, in words."""
    (beside.parent / "broken.py").write_text("class Journal(:", encoding="utf-8")
    (beside.parent / "fails.py").write_text("raise ValueError('boom')", encoding="utf-8")
    with pytest.raises(ConfigError, match=what) as caught:
        Script.of(named, beside)
    assert caught.value.where == "recipe, python"
