"""Cells of every type."""

from __future__ import annotations

import struct
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import is_allowed
from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.definition import Column
from legacy_adapters.sources.files.access.jet import Jet
from legacy_adapters.sources.files.access.values import as_array, type_of
from tests.sources.files.access.databases import LAYOUTS, Col, Database, faults, row, rows, text

EVERYTHING = (
    Col("Wahr", jet.BOOLEAN, 0),
    Col("Byte", jet.BYTE, 0),
    Col("Kurz", jet.INTEGER, 1),
    Col("Lang", jet.LONG, 3),
    Col("Geld", jet.CURRENCY, 7),
    Col("Einfach", jet.SINGLE, 15),
    Col("Doppelt", jet.DOUBLE, 19),
    Col("Datum", jet.DATE, 27),
    Col("Guid", jet.GUID, 35),
    Col("Dezimal", jet.NUMERIC, 51, precision=10, scale=3),
    Col("Gross", jet.BIG, 68),
    Col("Fest", jet.TEXT, 76, length=6),
    Col("Text", jet.TEXT, 0, fixed=False),
    Col("Memo", jet.MEMO, 1, fixed=False),
    Col("Ole", jet.OLE, 2, fixed=False),
    Col("Roh", jet.BINARY, 3, fixed=False),
)
NUMERIC = b"\x80" + b"\0" * 12 + struct.pack("<I", 123456)


def values(layout: Jet) -> dict[str, bytes | bool]:
    """A cell of each type."""
    return {
        "Wahr": True,
        "Byte": b"\xff",
        "Kurz": struct.pack("<h", -2),
        "Lang": struct.pack("<i", -70000),
        "Geld": struct.pack("<q", -123456789),
        "Einfach": struct.pack("<f", 0.1),
        "Doppelt": struct.pack("<d", 444.555),
        "Datum": struct.pack("<d", 45351.5),
        "Guid": bytes(range(16)),
        "Dezimal": NUMERIC,
        "Gross": struct.pack("<q", 2**62),
        "Fest": text("abc", layout).ljust(6, b" ") if not layout.wide else text("abc"),
        "Text": text("Müller", layout),
        "Memo": struct.pack("<III", 0x80000000 | len(text("lang", layout)), 0, 0) + text("lang", layout),
        "Ole": struct.pack("<III", 0x40000000 | 777, 0x500, 0),
        "Roh": b"\x00\xff",
    }


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_every_type(tmp_path: Path, layout: Jet, version: int) -> None:
    """Exact, in the type that the database states; null is null, but for truth values."""
    database = Database(layout, version)
    database.table("T", EVERYTHING, [row(EVERYTHING, values(layout), layout), row(EVERYTHING, {}, layout)])
    full, empty = rows(database.write(tmp_path / "a.mdb"))
    assert full == {
        "Wahr": True,
        "Byte": 255,
        "Kurz": -2,
        "Lang": -70000,
        "Geld": Decimal("-12345.6789"),
        "Einfach": "0.1#",
        "Doppelt": 444.555,
        "Datum": datetime(2024, 2, 29, 12),
        "Guid": "{03020100-0504-0706-0809-0A0B0C0D0E0F}",
        "Dezimal": Decimal("-123.456"),
        "Gross": 2**62,
        "Fest": "abc" if layout.wide else "abc   ",
        "Text": "Müller",
        "Memo": "lang",
        "Ole": None,
        "Roh": None,
    }
    assert empty == dict.fromkeys(full) | {"Wahr": False}


def test_faults_of_cells(tmp_path: Path) -> None:
    """Bytes, texts that are none, memos that are missing, dates that are none, numbers that are too large."""
    odd = values(jet.JET4) | {
        "Text": b"abc",
        "Memo": struct.pack("<III", 0x40000000 | 5, 999 << 8, 0),
        "Datum": struct.pack("<d", 1e10),
        "Dezimal": b"\0" + b"\0" * 12 + b"\xff" * 4,
        "Guid": b"",
    }
    del odd["Guid"]
    database = Database()
    columns = (*EVERYTHING[:9], Col("Dezimal", jet.NUMERIC, 51, precision=5, scale=3), *EVERYTHING[10:])
    database.table("T", columns, [row(columns, odd)])
    found = {fault[1]: fault[2:] for fault in faults(database.write(tmp_path / "a.mdb"))}
    assert found == {
        "Text": ("undecodable", "616263"),
        "Memo": ("missing_memo", "the database is damaged: there is no page 999"),
        "Datum": ("date_out_of_range", "10000000000.0"),
        "Dezimal": ("number_overflow", "4294967295E-3"),
        "Ole": ("binary_value", "777 bytes"),
        "Roh": ("binary_value", "00ff"),
    }


def wrapped(value: bytes) -> bytes:
    """The result of a calculated column."""
    return b"\0" * 16 + struct.pack("<I", len(value)) + value + b"\0" * 3


def test_calculated_columns(tmp_path: Path) -> None:
    """Their results, of every kind; none where nothing was calculated."""
    kinds: list[tuple[str, int, bytes, Any]] = [
        ("Text", jet.TEXT, b"\xff\xfeabc", "abc"),
        ("Datum", jet.DATE, struct.pack("<d", 1.0), datetime(1899, 12, 31)),
        ("Wahr", jet.BOOLEAN, b"\xff", True),
        ("Lang", jet.LONG, struct.pack("<i", 7), 7),
        ("Dezimal", jet.NUMERIC, b"\x0a\0\x02\x80" + struct.pack("<II", 0, 12345), "-123.45#"),
    ]
    columns = [Col(name, kind, i, fixed=False, more_flags=0xC0) for i, (name, kind, _, _) in enumerate(kinds)]
    full = row(columns, {name: wrapped(value) for name, _, value, _ in kinds})
    empty = row(columns, {name: wrapped(b"") for name, _, _, _ in kinds})
    database = Database(version=3)
    database.table("T", columns, [full, empty])
    found = rows(database.write(tmp_path / "a.accdb"))
    assert found == [{name: value for name, _, _, value in kinds}, {name: None for name, _, _, _ in kinds}]


@pytest.mark.parametrize("kind", range(0x16))
def test_all_types_are_allowed(kind: int) -> None:
    """Known or not, calculated or not, with whatever digits."""
    for digits in ((0, 0), (255, 255), (5, 9)):
        for calculated in (False, True):
            assert is_allowed(type_of(Column("a", kind, 0, True, 0, 0, *digits, "", calculated)))


def test_an_array_is_itself() -> None:
    """Only its type is said."""
    column = pa.array([1])
    assert as_array(column) is column
