"""Every kind of cell of an .xlsb, and files that are broken."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.xlsb import rk_number
from tests.sources.files.spreadsheet.books import faults, pieces, record, rows, wide, xlsb


def line(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row's record and those of its cells."""
    return record(0, struct.pack("<IIHBB", number - 1, 0, 300, 0, 0x10 * hidden) + b"\0" * 5) + b"".join(cells)


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    """A cell's record."""
    return record(kind, struct.pack("<II", column, style) + value)


HEADER = line(1, cell(7, 0, struct.pack("<I", 0)), cell(6, 1, wide("Amount")), cell(6, 2, wide("Day")))


def test_every_kind_of_cell(tmp_path: Path) -> None:
    """Shared and own texts, packed and double numbers, dates by their style, results of formulas."""
    body = HEADER + line(
        2,
        cell(6, 0, wide("0012")),
        cell(2, 1, struct.pack("<I", (2002 << 2) | 3)),
        cell(5, 2, struct.pack("<d", 45351), style=1),
    )
    body += line(5, cell(8, 0, wide("formula")), cell(9, 1, struct.pack("<d", 0.1)), cell(1, 2, b""))
    body += line(6, cell(4, 0, b"\x01"), cell(10, 1, b"\0"), cell(9, 2, struct.pack("<d", 45352), style=1))
    path = xlsb(tmp_path / "a.xlsb", body, strings=["Name"], formats=["dd/mm/yyyy"])
    assert rows(path) == [
        {"Name": "0012", "Amount": "20.02#", "Day": date(2024, 2, 29)},
        {"Name": "formula", "Amount": "0.1#", "Day": None},
        {"Name": "true", "Amount": "false", "Day": date(2024, 3, 1)},
    ]
    assert pieces(path)[0].origin.to_pylist() == ["S row 2", "S row 5", "S row 6"]


def test_odd_cells_are_faults(tmp_path: Path) -> None:
    """Errors by their code, and shared texts that are not there."""
    body = HEADER + line(2, cell(3, 0, b"\x2a"), cell(11, 1, b"\x07")) + line(3, cell(7, 0, struct.pack("<I", 99)))
    path = xlsb(tmp_path / "a.xlsb", body, strings=["Name"])
    assert faults(path) == [
        (0, "Name", "error_value", "#N/A"),
        (0, "Amount", "error_value", "#DIV/0!"),
        (1, "Name", "malformed", "shared text 99"),
    ]


def test_hidden_rows_and_the_other_epoch(tmp_path: Path) -> None:
    """Hidden rows can be left out; dates count from 1904 where the workbook says so."""
    day = cell(5, 2, struct.pack("<d", 1), style=1)
    path = xlsb(
        tmp_path / "a.xlsb",
        HEADER + line(2, day, hidden=True) + line(3, day),
        strings=["Name"],
        formats=["d.m.yy"],
        mac=True,
    )
    assert [found["Day"] for found in rows(path)] == [date(1904, 1, 2)] * 2
    assert len(rows(path, skip_hidden=True)) == 1


@pytest.mark.parametrize(
    ("packed", "value"),
    [((5 << 2) | 2, 5), ((0x3FFFFFFF << 2) | 2, -1), ((12345 << 2) | 3, 123.45), (0x3FF00000, 1.0), (0x3FF00001, 0.01)],
)
def test_packed_numbers(packed: int, value: float) -> None:
    """Whole or the upper half of a double, and each a hundredth."""
    assert rk_number(packed) == value


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (record(0, b"\0"), "too short"),
        (line(1, record(5, b"\0" * 8)), "too short"),
        (line(1, cell(6, 0, struct.pack("<I", 100))), "too short"),
        (line(2) + line(2), "not in its place"),
        (line(1, cell(5, 16384, b"\0" * 8)), "16,384 columns"),
    ],
)
def test_broken(tmp_path: Path, body: bytes, what: str) -> None:
    """What is cut off or out of order is damage, in words."""
    with pytest.raises(BadPart, match=what):
        rows(xlsb(tmp_path / "a.xlsb", body))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.binary(max_size=20))))
def test_any_records_are_rows_or_damage(tmp_path: Path, written: list[tuple[int, bytes]]) -> None:
    """Nothing else is raised, and there are as many origins as rows."""
    path = xlsb(tmp_path / "a.xlsb", b"".join(record(kind, content) for kind, content in written))
    try:
        found = pieces(path)
    except BadPart:
        return
    assert all(len(piece.origin) == piece.rows.num_rows for piece in found)
