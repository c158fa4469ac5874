"""What all sessions of a connection share."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.evidence.pages import KeptPages
from legacy_adapters.sources.screen.layouts import KeptLayout
from legacy_adapters.sources.screen.surroundings import Surroundings
from tests.sources.screen.fake_screen import FakeScreen, shown


@pytest.fixture
def screen() -> FakeScreen:
    return shown("<p>Journal of open sesame</p>")


def collect(around: Surroundings, screen: FakeScreen, error: LegacyAdaptersError, *, traced: bool = False) -> None:
    around.collect(error, cast("Any", screen.context), screen, "open, step 1", traced=traced)


def test_notes_are_kept_once_and_without_secrets(tmp_path: Path) -> None:
    """In their order."""
    KNOWN.add("open sesame")
    around = Surroundings(tmp_path)
    for text in ("first", "said open sesame", "first"):
        around.note(text)
    assert around.notes == ["first", "said ***"]


def test_evidence_is_kept_and_named_in_the_error(tmp_path: Path, screen: FakeScreen) -> None:
    """Picture, page and error, in a folder of their own; the hint that was there stays."""
    KNOWN.add("open sesame")
    error = Unavailable("the page does not finish", hint="Try later.")
    collect(Surroundings(tmp_path, tmp_path / "evidence", stream="journal"), screen, error)
    (folder,) = (tmp_path / "evidence").iterdir()
    assert error.hint == f"Try later.\n  Evidence: {folder}"
    assert "journal" in folder.name
    assert {"picture.png", "error.txt"} <= {path.name for path in folder.iterdir()}
    assert not any(b"sesame" in path.read_bytes() for path in folder.iterdir())


def test_without_a_folder_nothing_is_kept(tmp_path: Path, screen: FakeScreen) -> None:
    """And no trace is begun."""
    error = Unavailable("the page does not finish")
    around = Surroundings(tmp_path)
    around.begin_evidence(cast("Any", screen.context))
    collect(around, screen, error)
    assert error.hint == ""
    assert not screen.context.traced
    assert list(tmp_path.iterdir()) == []


def test_a_trace_begins_behind_the_login(tmp_path: Path, screen: FakeScreen) -> None:
    """Where evidence is kept."""
    Surroundings(tmp_path, tmp_path / "evidence").begin_evidence(cast("Any", screen.context))
    assert screen.context.traced


@pytest.mark.parametrize(
    ("error", "both"), [(SourceChanged("the screen is another one"), True), (Unavailable("no answer"), False)]
)
def test_the_picture_of_before_is_put_beside_it(
    tmp_path: Path, screen: FakeScreen, error: LegacyAdaptersError, both: bool
) -> None:
    """Where the screen has changed."""
    (tmp_path / "journal.layout.png").write_bytes(b"before")
    layout = KeptLayout(tmp_path / "journal.yaml")
    collect(Surroundings(tmp_path, tmp_path / "evidence", layout=layout), screen, error)
    (folder,) = (tmp_path / "evidence").iterdir()
    assert (folder / "picture-before.png").exists() is both


def test_pages_are_kept_where_they_are_to_be(tmp_path: Path, screen: FakeScreen) -> None:
    """The origin names the page, and the same page is kept once."""
    around = Surroundings(tmp_path, pages=KeptPages(tmp_path / "pages"))
    kept = around.keep_page(screen, ())
    assert kept == around.keep_page(screen, ())
    assert (tmp_path / "pages" / kept.removeprefix(" in ")).is_file()
    assert Surroundings(tmp_path).keep_page(screen, ()) == ""
