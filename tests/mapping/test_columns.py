"""Columns by the names that a pipeline file gives them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.columns import Columns, nearest

COLUMNS = Columns(pa.schema([("KONTO", pa.string()), ("konto", pa.string()), ("Straße", pa.string())]))


def test_an_exact_name_wins() -> None:
    """Where two names differ only in case, each is found by its own."""
    assert COLUMNS.find("konto", "here").name == "konto"
    assert COLUMNS.find("KONTO", "here").name == "KONTO"


def test_case_does_not_matter_where_it_is_clear() -> None:
    """Also for letters beyond ASCII."""
    assert COLUMNS.find("STRASSE", "here").name == "Straße"
    assert COLUMNS.get("missing", "here") is None


def test_an_ambiguous_name_is_refused() -> None:
    """The error names the columns that it could be."""
    with pytest.raises(ConfigError, match="'Konto' is ambiguous") as error:
        COLUMNS.find("Konto", "here")
    assert "KONTO, konto" in error.value.hint


def test_the_nearest_names_are_offered() -> None:
    """Up to three that look like it, else what there is, but not hundreds."""
    assert nearest("kotno", ["KONTO", "BETRAG"]) == "Did you mean KONTO?"
    assert nearest("zzz", ["KONTO", "BETRAG"]) == "There are: KONTO, BETRAG"
    assert nearest("zzz", [f"COL{n}" for n in range(300)]).endswith(", …")
