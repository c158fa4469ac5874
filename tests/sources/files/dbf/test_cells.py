"""Columns of every kind, as they stand in records."""

from __future__ import annotations

import struct
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from tests.sources.files.dbf.memo_bytes import dbt4, fpt
from tests.sources.files.dbf.tables import F, column, faults_of, pieces, rows_of, table, write

FLAGS = F("_NullFlags", "0", 1, flags=5)


def test_text_is_as_it_stands(tmp_path: Path) -> None:
    """With its blanks, and without the NULs that other writers fill it up with; one within stays."""
    rows = [(b" ab  ",), (b"ab\0\0\0",), (bytes(5),), (b"a\0b\0\0",), (b"abcde",)]
    path = write(tmp_path, table([F("T", "C", 5)], rows))
    assert column(path, "T") == [" ab  ", "ab", "", "a\0b", "abcde"]


def test_a_field_of_no_length_is_empty(tmp_path: Path) -> None:
    """And is no reason to stop."""
    path = write(tmp_path, table([F("T", "C", 0), F("U", "C", 1)], [(b"", b"x"), (b"", b"y")]))
    assert rows_of(pieces(path)) == [{"T": "", "U": "x"}, {"T": "", "U": "y"}]


def test_varying_texts_have_their_own_length(tmp_path: Path) -> None:
    """Where the bit is set, the last byte is the length; where it is not, the field is full."""
    rows = [(b"ab   \x02", b"\x01"), (b"abcdef", b"\x00"), (b"xxxxx\xff", b"\x01"), (b"      ", b"\x00")]
    path = write(tmp_path, table([F("V", "V", 6), FLAGS], rows, version=0x32))
    assert column(path, "V") == ["ab", "abcdef", "xxxxx", " " * 6]
    binary = write(tmp_path, table([F("Q", "Q", 6), FLAGS], rows, version=0x32))
    assert column(binary, "Q")[:2] == ["6162", "616263646566"]


def test_varying_texts_without_bits_are_texts(tmp_path: Path) -> None:
    """A table that has none has no nulls either."""
    path = write(tmp_path, table([F("V", "V", 3, flags=2)], [(b"ab ",)], version=0x32))
    assert column(path, "V") == ["ab "]


def test_nulls_have_a_bit(tmp_path: Path) -> None:
    """Whatever stands in their place, it is no fault."""
    fields = [F("V", "V", 3, flags=2), F("N", "N", 4, 1, flags=2), F("I", "I", 4), F("L", "L", 1, flags=2), FLAGS]
    rows = [
        (b"ab\x02", b" 1.5", b"\x05\0\0\0", b"T", b"\x01"),
        (b"   ", b"****", b"\x06\0\0\0", b"?", b"\x0e"),
        (b"abc", b"****", b"\x07\0\0\0", b"F", b"\x04"),
    ]
    found = pieces(write(tmp_path, table(fields, rows, version=0x32)))
    assert rows_of(found) == [
        {"V": "ab", "N": Decimal("1.5"), "I": 5, "L": True},
        {"V": None, "N": None, "I": 6, "L": None},
        {"V": "abc", "N": None, "I": 7, "L": False},
    ]
    assert faults_of(found) == []


def test_bits_that_are_not_there_say_nothing(tmp_path: Path) -> None:
    """More fields than the hidden one has bits for."""
    fields = [*(F(f"I{number}", "I", 4, flags=2) for number in range(9)), FLAGS]
    path = write(tmp_path, table(fields, [(*[bytes(4)] * 9, b"\xff")], version=0x30))
    assert [row["I8"] for row in rows_of(pieces(path))] == [0]
    assert [row["I7"] for row in rows_of(pieces(path))] == [None]


def test_visual_foxpro(tmp_path: Path) -> None:
    """Money, doubles and moments, and memos by binary numbers."""
    fields = [F("Y", "Y", 8, 4), F("B", "B", 8, 2), F("T", "T", 8), F("M", "M", 4), F("G", "G", 4)]
    cells = (
        struct.pack("<q", -125000),
        struct.pack("<d", 0.1),
        struct.pack("<ii", 2_460_370, 1000),
        struct.pack("<I", 8),
        struct.pack("<I", 9),
    )
    path = write(tmp_path, table(fields, [cells], version=0x30, language=3))
    (tmp_path / "t.fpt").write_bytes(fpt({8: b"M\xfcller\r\n", 9: b"\x00\xff"}))
    assert rows_of(pieces(path)) == [
        {
            "Y": Decimal("-12.5000"),
            "B": 0.1,
            "T": datetime(2024, 2, 29, 0, 0, 1),
            "M": "Müller\r\n",
            "G": "00ff",
        }
    ]


def test_dbase7(tmp_path: Path) -> None:
    """Its counters, and binary memos, which are no doubles."""
    fields = [F("Ident", "+", 4), F("Menge", "I", 4), F("Bild", "B", 10)]
    rows = [
        (struct.pack(">I", 2**31 + 1), struct.pack(">I", 2**31 - 5), b"         1"),
        (bytes(4), bytes(4), b" " * 10),
    ]
    path = write(tmp_path, table(fields, rows, version=0x8C, driver=b"DB437US0"))
    (tmp_path / "t.dbt").write_bytes(dbt4({1: b"GIF"}))
    assert rows_of(pieces(path)) == [
        {"Ident": 1, "Menge": -5, "Bild": "474946"},
        {"Ident": None, "Menge": None, "Bild": None},
    ]


def test_a_missing_memo_file_faults_its_cells_alone(tmp_path: Path) -> None:
    """The rest of the row is there; a text of nothing is no fault."""
    fields = [F("A", "C", 1), F("M", "M", 10)]
    path = write(tmp_path, table(fields, [(b"x", b"         3"), (b"y", b" " * 10)], version=0x83))
    found = pieces(path)
    assert rows_of(found) == [{"A": "x", "M": None}, {"A": "y", "M": None}]
    assert faults_of(found) == [("record 1", "M", "missing_memo", "block 3")]
    assert faults_of(pieces(path, columns=["A"])) == []
    assert rows_of(pieces(path, memo_file="optional")) == rows_of(found)
    assert faults_of(pieces(path, memo_file="optional")) == []
