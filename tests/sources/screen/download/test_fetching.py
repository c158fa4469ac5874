"""Gets the file that a screen exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.settings import ScreenStream
from tests.sources.screen.ledger import PASSWORD, USER, Ledger
from tests.sources.screen.reading import LOGIN, NAME, browser_for, cells, recipe, source

NONE = dict.fromkeys(("table", "key", "next", "total"))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    made = Ledger([], exported="No;Amount\n0001;1\n")
    with browser_for(made):
        yield made


def read(ledger: Ledger, folder: Path, at: str = "#journal", **stated: Any) -> list[list[str | None]]:
    """The rows of the file."""
    download = {"at": at, "format": {"kind": "delimited", "delimiter": ";"}}
    stream = ScreenStream.model_construct(recipe=recipe(ledger, **{**NONE, "open": (), "download": download, **stated}))
    with source(folder).connect() as connection:
        reader: Any = connection.reader(NAME, stream)
        return cells(list(reader.read({})))


def test_behind_steps_and_a_login(ledger: Ledger, tmp_path: Path) -> None:
    """The file is what the screen gives to whoever is in; the session is logged off behind it."""
    ledger.login = True
    login = {**LOGIN, "log_off": [{"click": "#off"}]}
    stated: Any = {"open": [{"hover": "#journal"}], "login": login, "params": {"user": USER, "password": PASSWORD}}
    assert read(ledger, tmp_path, **stated) == [["0001", "1"]]
    assert ledger.sessions == set()


def test_by_a_class(ledger: Ledger, tmp_path: Path) -> None:
    """It may open the screen that exports."""
    (tmp_path / "journal.py").write_text(
        "class J:\n    def open(self, screen, params):\n        pass\n", encoding="utf-8"
    )
    assert read(ledger, tmp_path, python="journal.py:J", file=tmp_path / "journal.yaml") == [["0001", "1"]]


def test_a_button_that_is_not_there(ledger: Ledger, tmp_path: Path) -> None:
    """Is a changed source with evidence, and nothing stays open."""
    with pytest.raises(SourceChanged, match="#exprot") as caught:
        read(ledger, tmp_path, at="#exprot")
    assert "Evidence: " in caught.value.hint
    assert ledger.open_sessions == 0
