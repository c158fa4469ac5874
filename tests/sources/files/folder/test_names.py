"""Names as they are shown, compared, and put into other names."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.folder.names import (
    as_owner,
    as_part,
    folded,
    is_hidden,
    joined,
    printable,
    split_name,
    stem_and_suffix,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Übertrag März 2026.TXT", "Übertrag März 2026.TXT"),
        ("a\nb.txt", r"a\x0ab.txt"),
        (os.fsdecode(b"B\xe4nke.txt"), r"B\xe4nke.txt"),
        ("a\\b.txt", r"a\\b.txt"),
        ("invoice\u202etxt.exe", r"invoice\u202etxt.exe"),
    ],
)
def test_names_are_shown_so_that_nothing_is_hidden(name: str, shown: str) -> None:
    """Control characters, undecodable bytes and marks that turn the direction of text are written out."""
    assert printable(name) == shown


@given(st.binary(min_size=1, max_size=20), st.binary(min_size=1, max_size=20))
def test_each_name_is_shown_in_its_own_way(one: bytes, other: bytes) -> None:
    """Any two names of bytes differ when they are shown, and both are UTF-8."""
    left, right = (printable(name.decode("utf-8", "surrogateescape")) for name in (one, other))
    left.encode(), right.encode()
    assert (left == right) == (one == other)


def test_umlauts_are_the_same_composed_or_not() -> None:
    """macOS writes Ü as two characters, in either case."""
    assert folded("U\u0308BERTRAG.txt") == folded("übertrag.TXT")


@pytest.mark.parametrize("name", [".hidden", "a/.b/c.txt", "~$book.xlsx", "x/Thumbs.db", "DESKTOP.INI"])
def test_hidden_names_are_known(name: str) -> None:
    """Dots, office locks and Windows' own files, also in subfolders."""
    assert is_hidden(name)
    assert not is_hidden("book.xlsx")


def test_a_name_comes_apart_and_together() -> None:
    """Folder and last part; stem and ending."""
    assert split_name("a/b/c.txt") == ("a/b", "c.txt")
    assert joined("", "c.txt") == "c.txt"
    assert stem_and_suffix("BUCH.TXT.gz") == ("BUCH.TXT", ".gz")
    assert stem_and_suffix(".profile") == (".profile", "")


@pytest.mark.parametrize("text", ["../../etc/passwd", "a/b", "C:\\x", ".", "..", "a\0b", "con?*", "50 %"])
def test_a_part_of_a_path_names_a_file_in_its_folder(text: str) -> None:
    """Nothing that separates folders or leads out of one is left."""
    part = as_part(text)
    assert not set(part) & set('/\\:?*<>|"\0')
    assert part not in (".", "..")


def test_an_owner_is_plain_text() -> None:
    """An owner's name cannot end a claim's name or begin its time."""
    assert as_owner("host 1/run@home") == "host%201%2Frun%40home"
