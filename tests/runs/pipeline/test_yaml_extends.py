"""Files that take over what another holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.pipeline.yaml_extends import read_extended, read_mapping


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_mappings_merge_and_all_else_is_replaced(tmp_path: Path) -> None:
    """The file's own keys win, at every depth; lists and texts are not mixed."""
    _write(
        tmp_path,
        base="a: {x: 1, y: {p: 1, q: 2}}\nlist: [1, 2, 3]\nkept: base\n",
        own="extends: base.yaml\na: {y: {q: 9}, z: 3}\nlist: [4]\nadded: own\n",
    )
    merged = read_extended(tmp_path / "own.yaml").plain()
    assert merged == {
        "a": {"x": "1", "y": {"p": "1", "q": "9"}, "z": "3"},
        "list": ["4"],
        "kept": "base",
        "added": "own",
        "extends": "base.yaml",
    }


def test_a_mapping_and_a_text_do_not_merge(tmp_path: Path) -> None:
    """Where the kinds differ the file's own value stands."""
    _write(tmp_path, base="a: {x: 1}\nb: text\n", own="extends: base.yaml\na: text\nb: {x: 1}\n")
    merged = read_extended(tmp_path / "own.yaml").plain()
    assert merged == {"a": "text", "b": {"x": "1"}, "extends": "base.yaml"}


def test_null_takes_a_key_away(tmp_path: Path) -> None:
    """``~`` removes what the base has; where the base has nothing it stays null."""
    _write(tmp_path, base="a: {x: 1, y: 2}\nb: 1\n", own="extends: base.yaml\na: {x: ~}\nb: ~\nc: ~\n")
    assert read_extended(tmp_path / "own.yaml").plain() == {"a": {"y": "2"}, "c": None, "extends": "base.yaml"}


def test_a_name_is_not_taken_over(tmp_path: Path) -> None:
    """Two pipelines of one name would share their state."""
    _write(tmp_path, base="name: base\na: 1\n", own="extends: base.yaml\n")
    assert read_extended(tmp_path / "own.yaml").plain() == {"a": "1", "extends": "base.yaml"}


def test_each_value_knows_its_own_file(tmp_path: Path) -> None:
    """Lines are those of the file that a value stands in."""
    _write(tmp_path, base="# base\na:\n  x: 1\n", own="extends: base.yaml\n\n\na:\n  y: 2\n")
    a = read_extended(tmp_path / "own.yaml").child("a")
    assert a is not None
    inherited, own = a.child("x"), a.child("y")
    assert inherited is not None
    assert own is not None
    assert (str(inherited.place), str(own.place)) == (f"{tmp_path / 'base.yaml'}:3", f"{tmp_path / 'own.yaml'}:5")


def test_bases_may_have_bases_in_other_folders(tmp_path: Path) -> None:
    """A path is relative to the file that it stands in."""
    (tmp_path / "common").mkdir()
    (tmp_path / "customers").mkdir()
    _write(tmp_path / "common", root="a: root\nb: root\nc: root\n", base="extends: root.yaml\nb: base\nc: base\n")
    _write(tmp_path / "customers", own="extends: ../common/base.yaml\nc: own\n")
    merged = read_extended(tmp_path / "customers" / "own.yaml").plain()
    assert merged == {"a": "root", "b": "base", "c": "own", "extends": "../common/base.yaml"}


def test_a_circle_is_refused(tmp_path: Path) -> None:
    """Files that extend each other, or themselves, are told with the way round."""
    _write(tmp_path, a="extends: b.yaml\n", b="x: 1\nextends: a.yaml\n", self="extends: self.yaml\n")
    with pytest.raises(ConfigError, match=r"in a circle: a.yaml → b.yaml → a.yaml") as caught:
        read_extended(tmp_path / "a.yaml")
    assert caught.value.where == f"{tmp_path / 'b.yaml'}:2"
    with pytest.raises(ConfigError, match="circle"):
        read_extended(tmp_path / "self.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nextends: missing.yaml\n", "there is no file"),
        ("a: 1\nextends: [a, b]\n", "the path of one file"),
        ("a: 1\nextends: ${param:base}.yaml\n", "the path of one file"),
    ],
)
def test_a_base_that_is_none_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    """What cannot be extended is told where it is asked for."""
    _write(tmp_path, own=text)
    with pytest.raises(ConfigError, match=message) as caught:
        read_extended(tmp_path / "own.yaml")
    assert caught.value.where == f"{tmp_path / 'own.yaml'}:2"


@pytest.mark.parametrize("text", ["- a\n", "text\n", "~\n"])
def test_a_file_must_hold_a_mapping(tmp_path: Path, text: str) -> None:
    """A list or a text is no pipeline file, neither by itself nor as a base."""
    _write(tmp_path, base=text, own="extends: base.yaml\n")
    for name in ("base", "own"):
        with pytest.raises(ConfigError, match="should hold a mapping"):
            read_extended(tmp_path / f"{name}.yaml")
    with pytest.raises(ConfigError, match="should hold a mapping"):
        read_mapping(tmp_path / "base.yaml")


def test_extends_of_nothing_extends_nothing(tmp_path: Path) -> None:
    """A key left empty is as if it were not there."""
    _write(tmp_path, own="extends:\na: 1\n")
    assert read_extended(tmp_path / "own.yaml").plain() == {"extends": None, "a": "1"}
