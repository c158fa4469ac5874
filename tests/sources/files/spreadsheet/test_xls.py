"""Every kind of cell of an .xls, and files that are broken."""

from __future__ import annotations

import struct
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart, DriverMissing
from tests.sources.files.spreadsheet.books import biff, faults, pieces, rows, xls


def label(row: int, column: int, text: str) -> bytes:
    """A cell with a text in code page 1252."""
    return biff(0x204, struct.pack("<HHHH", row, column, 15, len(text)) + text.encode("cp1252"))


def number(row: int, column: int, value: float, style: int = 15) -> bytes:
    """A cell with a double; style 16 is the first of the stated formats."""
    return biff(0x203, struct.pack("<HHHd", row, column, style, value))


HEADER = label(0, 0, "Name") + label(0, 1, "Day") + label(0, 2, "Amount")


def test_every_kind_of_cell(tmp_path: Path) -> None:
    """Text by its code page, numbers plain, dates by their format, truth values, errors as faults."""
    body = HEADER + label(1, 0, "Müller") + number(1, 1, 45351, 16) + number(1, 2, 20.02)
    body += biff(0x205, struct.pack("<HHHBB", 2, 0, 15, 0x2A, 1)) + number(2, 1, 45352, 16)
    body += biff(0x205, struct.pack("<HHHBB", 2, 2, 15, 1, 0))
    path = xls(tmp_path / "a.xls", body, formats=["dd/mm/yyyy"])
    assert rows(path) == [
        {"Name": "Müller", "Day": date(2024, 2, 29), "Amount": "20.02#"},
        {"Name": None, "Day": date(2024, 3, 1), "Amount": "true"},
    ]
    assert faults(path) == [(1, "Name", "error_value", "#N/A")]
    assert pieces(path)[0].origin.to_pylist() == ["S row 2", "S row 3"]


@pytest.mark.parametrize(("mac", "day"), [(False, date(1900, 1, 1)), (True, date(1904, 1, 2))])
def test_both_epochs(tmp_path: Path, mac: bool, day: date) -> None:
    """The workbook says which it is."""
    path = xls(tmp_path / "a.xls", HEADER + number(1, 1, 1, 16), formats=["d.m.yy"], mac=mac)
    assert rows(path)[0]["Day"] == day


def test_too_large(tmp_path: Path) -> None:
    """It is held whole, so it has a limit."""
    with pytest.raises(BadPart, match="max_texts"):
        rows(xls(tmp_path / "a.xls", HEADER), max_texts=100)


def test_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without xlrd one line says what to install."""
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(DriverMissing, match=r"legacy-adapters\[excel\]"):
        rows(xls(tmp_path / "a.xls", HEADER))


def test_encrypted(tmp_path: Path) -> None:
    """A workbook with a password is refused in words."""
    path = xls(tmp_path / "a.xls", HEADER)
    content = path.read_bytes()
    path.write_bytes(content[:12] + biff(0x2F, b"\x12\x34\x56\x78") + content[12:])
    with pytest.raises(BadPart, match="password"):
        rows(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_damage_is_told_in_words(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever byte is changed and wherever the file ends, it is read or refused, and nothing else is raised."""
    path = xls(tmp_path / "a.xls", HEADER + number(1, 1, 45351, 16) + label(2, 0, "x"), formats=["d.m.yy"])
    content = bytearray(path.read_bytes())
    for _ in range(3):
        place = data.draw(st.integers(8, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]))
    with suppress(BadPart):
        rows(path)
