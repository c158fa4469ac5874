"""Which names a pattern stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.folder.pattern import Patterns, split_member


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("BUCH*.TXT", "BUCH2025.TXT"),
        ("BUCH*.TXT", "buch.txt"),
        ("BÜCH*.TXT", "BU\u0308CH1.TXT"),
        ("*", "with blank %41.txt"),
        ("*", "-rf"),
        ("*.txt", "a\nb.txt"),
        ("BUCH?.TXT", "BUCH1.TXT"),
        ("BUCH[0-9].TXT", "BUCH1.TXT"),
        ("BUCH[!0-9].TXT", "BUCHA.TXT"),
        ("BUCH[1].TXT", "BUCH[1].TXT"),
        ("BUCH[1.TXT", "BUCH[1.TXT"),
        ("**/*.csv", "a.csv"),
        ("**/*.csv", "x/y/a.csv"),
        ("in/**", "in/x/y.txt"),
        ("*/BUCH.TXT", "north/BUCH.TXT"),
    ],
)
def test_names_that_are_meant(pattern: str, name: str) -> None:
    """Case and composition do not matter, brackets may be meant as they stand."""
    assert Patterns.of(pattern).matches(name)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("*.txt", "sub/a.txt"),
        ("*", ".hidden"),
        ("*", ".BUCH.TXT.claimed-x@20260131T031500Z"),
        ("**/*", ".git/config"),
        ("BUCH?.TXT", "BUCH12.TXT"),
        ("BUCH[!0-9].TXT", "BUCH1.TXT"),
        ("*.txt", "a.txt.bak"),
        ("a.b", "aXb"),
        ("*/BUCH.TXT", "a/b/BUCH.TXT"),
    ],
)
def test_names_that_are_not_meant(pattern: str, name: str) -> None:
    """A star stays within its folder, and hidden names never match."""
    assert not Patterns.of(pattern).matches(name)


def test_only_folders_that_may_hold_a_file_are_looked_into() -> None:
    """A share may have a million files in folders beside."""
    patterns = Patterns.of(["in/*/BUCH*.TXT", "deep/**/x.txt"])
    assert [folder for folder in ("in", "in/a", "deep", "deep/a/b") if patterns.may_lie_in(folder)] == [
        *("in", "in/a", "deep", "deep/a/b"),
    ]
    assert not any(patterns.may_lie_in(folder) for folder in ("out", "in/a/b", ".deep", "deep/.git"))
    assert not Patterns.of("*.txt").may_lie_in("sub")


def test_one_of_several_patterns_is_enough() -> None:
    """Each with its own ending."""
    patterns = Patterns.of(["*.txt", "*.csv"])
    assert [patterns.matches(name) for name in ("a.txt", "a.csv", "a.dbf")] == [True, True, False]
    assert set(patterns.suffixes) == {".txt", ".csv"}


def test_members_of_an_archive_have_a_pattern_of_their_own() -> None:
    """Behind a `!`; without one all members are meant."""
    patterns = Patterns.of(["month*.zip!BUCH*.TXT", "all.tar.gz"])
    assert patterns.matches("month1.zip")
    assert patterns.matches_member("month1.zip", "BUCH1.TXT")
    assert patterns.matches_member("month1.zip", "inner/BUCH1.TXT")
    assert not patterns.matches_member("month1.zip", "KUND1.TXT")
    assert patterns.matches_member("all.tar.gz", "anything")
    assert not patterns.matches_member("other.zip", "BUCH1.TXT")


def test_an_exclamation_mark_may_be_part_of_a_name() -> None:
    """It parts archive and member only behind an archive's ending."""
    assert split_member("a!b.txt") == ("a!b.txt", None)
    assert split_member("x[!a]!.zip!b.txt") == ("x[!a]!.zip", "b.txt")
    assert Patterns.of("a!*.txt").matches("a!b.txt")


@pytest.mark.parametrize("pattern", ["", "/etc/*", "../*.txt", "a/../b", "a//b", "./a"])
def test_patterns_that_leave_the_folder_are_refused(pattern: str) -> None:
    """The folder is stated in `path`."""
    with pytest.raises(ValueError, match="pattern"):
        Patterns.of(pattern)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_pattern_and_name_have_an_answer(pattern: str, name: str) -> None:
    """No pattern breaks the expression it becomes."""
    try:
        patterns = Patterns.of(pattern)
    except ValueError:
        return
    assert patterns.matches(name) in (True, False)


@given(st.text("ab*?[]!-^\\.&~|", min_size=1, max_size=12))
def test_a_name_matches_itself(name: str) -> None:
    """Whatever signs it is made of: `extract` takes the name of a file as its pattern."""
    if name.startswith(".") or "\\" in name:
        return
    assert Patterns.of(name).matches(name)
