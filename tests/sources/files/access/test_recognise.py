"""Access databases among other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.access.jet import Jet
from legacy_adapters.sources.files.access.recognise import has_whole_pages, recognise
from legacy_adapters.sources.files.format import Sample
from tests.sources.files.access.databases import LAYOUTS, Database

MAGIC = b"\x00\x01\x00\x00"


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_databases(tmp_path: Path, layout: Jet, version: int) -> None:
    """Known by their first bytes, whatever their name; whole if they consist of whole pages."""
    path = Database(layout, version).write(tmp_path / "a.dat")
    found = recognise(Sample.of(path))
    assert found is not None
    assert "Access" in found.evidence[0]
    assert has_whole_pages(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert not has_whole_pages(path)


@pytest.mark.parametrize(
    "head",
    [b"", MAGIC, MAGIC + b"Standard Jet DB\x00", b"a;b", MAGIC + b"MSISAM Database\x00\x01"],
)
def test_other_files(tmp_path: Path, head: bytes) -> None:
    """They are left to others."""
    (tmp_path / "a.mdb").write_bytes(head)
    assert recognise(Sample.of(tmp_path / "a.mdb")) is None
    assert not has_whole_pages(tmp_path / "a.mdb")
