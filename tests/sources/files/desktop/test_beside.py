"""The files beside a table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from legacy_adapters.sources.files.desktop.beside import own_path, same_stem, same_stem_in_any_case
from legacy_adapters.sources.files.folder.claims import Claim

CLAIMED = Claim.by("BUCH.DBF", "ledger", datetime(2026, 1, 31, tzinfo=UTC)).name


def test_a_claimed_file_keeps_its_companions(tmp_path: Path) -> None:
    """They lie under the name that it had before."""
    (tmp_path / "BUCH.FPT").write_bytes(b"")
    assert own_path(tmp_path / CLAIMED) == tmp_path / "BUCH.DBF"
    assert own_path(tmp_path / "a.dbf") == tmp_path / "a.dbf"
    for name in (CLAIMED, "BUCH.DBF"):
        assert same_stem(tmp_path / name, ".fpt") == tmp_path / "BUCH.FPT"
        assert same_stem(tmp_path / name, ".cpg") is None


def test_names_are_found_in_any_case(tmp_path: Path) -> None:
    """And only whole ones."""
    for name in ("Buch.Fpt", "Buch2.fpt"):
        (tmp_path / name).write_bytes(b"")
    assert same_stem_in_any_case(tmp_path / "BUCH.DBF", ".fpt") == tmp_path / "Buch.Fpt"
    assert same_stem_in_any_case(tmp_path / "BU.DBF", ".fpt") is None
