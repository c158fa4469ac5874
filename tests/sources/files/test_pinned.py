"""A run never guesses how files are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.pinned import pinned_format
from legacy_adapters.sources.files.settings import FilesStream
from tests.sources.files.samples import at_hand, stream


def test_what_is_stated_is_taken(tmp_path: Path) -> None:
    """Whatever the file looks like."""
    (tmp_path / "a.csv").write_text("A,B\n1,2\n")
    stated = stream()
    with at_hand(tmp_path / "a.csv") as file:
        assert pinned_format(stated, file, "stream s") is stated.format


def test_what_is_not_stated_is_proposed(tmp_path: Path) -> None:
    """With the line to write, and why."""
    (tmp_path / "a.csv").write_text("KONTO;BETRAG\n" + "".join(f"{n};{n},00\n" for n in range(1000, 1030)))
    with at_hand(tmp_path / "a.csv") as file, pytest.raises(ConfigError, match="`format` is missing") as caught:
        pinned_format(FilesStream(), file, "stream s")
    assert "kind: delimited" in caught.value.hint
