"""Columns of a Paradox table."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.paradox.layout import layout_of
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from tests.sources.files.paradox.tables import ALPHA, P, header, write


def test_names_are_in_the_code_page_and_unique(tmp_path: Path) -> None:
    """As the header spells them."""
    path = write(tmp_path, header([P("Größe", ALPHA, 3), P("A", ALPHA, 1), P("A", ALPHA, 1)], 0, 0))
    layout = layout_of(path, ParadoxFormat())
    assert layout.schema().names == ["Größe", "A", "A_2"]
    assert layout.reason == "code page cp437: the header has the number 437"


def test_another_table_is_not_there(tmp_path: Path) -> None:
    """A file is one; its own name may be stated."""
    path = write(tmp_path, header([P("A", ALPHA, 3)], 0, 0), "KUNDEN.DB")
    assert layout_of(path, ParadoxFormat(), "kunden").schema().names == ["A"]
    with pytest.raises(ConfigError, match=r"there is no table X\n.*A Paradox file is one table: KUNDEN"):
        layout_of(path, ParadoxFormat(), "X")
