"""Workbooks among other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.spreadsheet.opening import OLE
from legacy_adapters.sources.files.spreadsheet.recognise import recognise
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from tests.sources.files.spreadsheet.books import ods, pack, row, xls, xlsb, xlsx


def evidence(path: Path) -> str | None:
    """Why a file is a workbook; None if it is not taken for one."""
    found = recognise(Sample.of(path))
    assert found is None or isinstance(found.settings, SpreadsheetSettings)
    return None if found is None else found.evidence[0]


def test_workbooks(tmp_path: Path) -> None:
    """Each flavour is told, whatever its name."""
    path = tmp_path / "file"
    assert "(.xlsx)" in str(evidence(xlsx(path, {"S": row("a")})))
    assert "(.xlsb)" in str(evidence(xlsb(path, b"")))
    assert "(.ods)" in str(evidence(ods(path, {"S": ""})))
    assert "(.xls)" in str(evidence(xls(path, b"")))


@pytest.mark.parametrize("content", [b"", b"a;b", b"<html><table>", b"<?xml?><a/>", b"PK\x03\x04cut off", OLE + b"x"])
def test_other_files(tmp_path: Path, content: bytes) -> None:
    """Text, XML, other archives and other compound files are left to others."""
    (tmp_path / "file").write_bytes(content)
    assert evidence(tmp_path / "file") is None


def test_an_archive_of_other_things(tmp_path: Path) -> None:
    """A zip file is no workbook."""
    assert evidence(pack(tmp_path / "a.zip", {"a.csv": "1;2"})) is None


def test_known_but_not_read(tmp_path: Path) -> None:
    """Lotus and encrypted workbooks are recognised, so that the error says what they are."""
    (tmp_path / "a").write_bytes(b"\x00\x00\x02\x00\x06\x04\x06\x00")
    assert "Lotus" in str(evidence(tmp_path / "a"))
    (tmp_path / "b").write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in str(evidence(tmp_path / "b"))


def test_a_file_that_went_away(tmp_path: Path) -> None:
    """Nothing is raised."""
    assert recognise(Sample(tmp_path / "none", b"PK\x03\x04", 4)) is None
