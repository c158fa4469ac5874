"""How a column is read by what it is declared as."""

from __future__ import annotations

import pytest

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.sources.database.sqlite_columns import CellColumn, Storage, affinity, is_short


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("INTEGER", ("mixed", True)),
        ("bigint unsigned", ("mixed", True)),
        ("CHARINT", ("mixed", True)),
        ("CHAR(8)", ("text", False)),
        ("nvarchar(40)", ("text", False)),
        ("CLOB", ("text", False)),
        ("LONGTEXT", ("text", False)),
        ("BLOB", ("blob", False)),
        ("longblob", ("blob", False)),
        ("", ("mixed", False)),
        ("REAL", ("mixed", True)),
        ("NUMERIC(18,2)", ("mixed", True)),
        ("MONEY", ("mixed", True)),
        ("DATE", ("mixed", False)),
        ("TIMESTAMP", ("mixed", False)),
        ("STRING", ("mixed", True)),
    ],
)
def test_the_declared_type_decides(declared: str, expected: tuple[Storage, bool]) -> None:
    """By SQLite's own rules; dates have the affinity of numbers, and are expected to be text."""
    assert affinity(declared) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("CHAR(8)", True),
        ("nvarchar( 255 )", True),
        ("VARCHAR(256)", False),
        ("VARCHAR(4000)", False),
        ("TEXT", False),
        ("INTEGER", True),
        ("NUMERIC(18,2)", True),
        ("timestamp", True),
        ("STRING", False),
        ("", False),
        ("BLOB(16)", False),
    ],
)
def test_columns_of_short_cells_are_known_by_their_type(declared: str, expected: bool) -> None:
    """Numbers, dates, and texts whose length is stated; of a word that only one program knows nothing is expected."""
    assert is_short(declared) is expected


def test_every_storage_has_an_allowed_type() -> None:
    """Only columns of unsure content are mixed."""
    storages: tuple[Storage, ...] = ("integer", "text", "blob", "mixed")
    types = [CellColumn("A", '"A"', storage).type for storage in storages]
    assert [str(kind) for kind in types[:3]] == ["int64", "string", "string"]
    assert types[3] == MIXED
    assert all(is_allowed(kind) for kind in types)
