"""Pages that rows were read from are kept once, and without secrets."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.evidence.pages import KeptPages, kept_page
from tests.sources.screen.evidence.searching import found_in


def test_a_page_is_kept_under_its_content(tmp_path: Path) -> None:
    """The same page has the same name, in every run and process, and is there once."""
    first = KeptPages(tmp_path).keep("<p>ü</p>")
    other = KeptPages(tmp_path).keep("<p>ö</p>")
    assert KeptPages(tmp_path).keep("<p>ü</p>") == first != other
    assert first.count("/") == 1
    assert first.endswith(".html.gz")
    assert kept_page(tmp_path, first) == "<p>ü</p>"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    """No time is written into the file."""
    name = KeptPages(tmp_path / "one").keep("<p>1</p>")
    KeptPages(tmp_path / "two").keep("<p>1</p>")
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_secrets_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that became known after the folder was opened."""
    monkeypatch.setattr(KNOWN, "_values", set())
    pages = KeptPages(tmp_path)
    KNOWN.add("hunter2/ü")
    name = pages.keep('<p>hunter2/ü</p><input type=password value="typed">')
    assert kept_page(tmp_path, name) == '<p>***</p><input type=password value="***">'
    assert found_in(tmp_path, "hunter2/ü") == []


def test_old_pages_are_forgotten(tmp_path: Path) -> None:
    """What was not seen since then goes; what was seen again stays."""
    pages = KeptPages(tmp_path)
    old, again = pages.keep("old"), pages.keep("again")
    for name in (old, again):
        os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))
    pages.keep("again")
    assert pages.forget(datetime(2020, 1, 1, tzinfo=UTC)) == 1
    assert not (tmp_path / old).exists()
    assert (tmp_path / again).exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """It is an error of the output, with what to do."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="keep_pages"):
        KeptPages(tmp_path / "file").keep("x")
