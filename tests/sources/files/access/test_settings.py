"""The settings of Access, and the contract of formats that they fulfil."""

from __future__ import annotations

import struct
from pathlib import Path

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.format import Format
from tests.sources.files.access.databases import Col, Database, row

COLUMNS = (Col("n", jet.LONG, 0), Col("g", jet.CURRENCY, 4))


def database(tmp_path: Path) -> Path:
    """A database with one row."""
    made = Database()
    made.table("T", COLUMNS, [row(COLUMNS, {"n": struct.pack("<i", 7)})] * 2)
    return made.write(tmp_path / "a.mdb")


def test_it_is_a_format(tmp_path: Path) -> None:
    """All methods work on a file."""
    path = database(tmp_path)
    settings: Format = AccessSettings()
    schema = settings.schema(path, None)
    assert [(field.name, str(field.type)) for field in schema] == [("n", "int64"), ("g", "decimal128(19, 4)")]
    assert list(settings.tables(path, count=True)) == [StreamInfo("T", "table", 2)]
    assert list(settings.totals("T")) == []
    assert all(piece.rows.schema == schema for piece in settings.read(path, None, None, None, 1))
    assert settings.is_complete(path)


def test_a_file_that_is_closed_early_can_be_removed(tmp_path: Path) -> None:
    """The generator gives back what it holds."""
    path = database(tmp_path)
    pieces = AccessSettings().read(path, None, None, None, 1)
    next(pieces)
    pieces.close()
    path.unlink()
