"""Columns of a DBF."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.dbf.layout import layout_of
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from tests.sources.files.dbf.tables import F, table, write

TYPES = [
    (F("C", "C", 5), 0x03, pa.string()),
    (F("N", "N", 10, 2), 0x03, pa.decimal128(12, 2)),
    (F("N", "N", 8), 0x03, pa.decimal128(8, 0)),
    (F("N", "N", 30, 15), 0x03, pa.decimal128(38, 15)),
    (F("N", "N", 40, 2), 0x03, MIXED),
    (F("N", "N", 2, 2), 0x03, MIXED),
    (F("F", "F", 20, 4), 0x03, MIXED),
    (F("D", "D", 8), 0x03, pa.date32()),
    (F("D", "D", 10), 0x03, pa.string()),
    (F("L", "L", 1), 0x03, pa.bool_()),
    (F("M", "M", 10), 0x83, pa.string()),
    (F("M", "M", 4), 0x30, pa.string()),
    (F("G", "G", 10), 0x8B, pa.string()),
    (F("I", "I", 4), 0x30, pa.int64()),
    (F("Y", "Y", 8), 0x30, pa.decimal128(19, 4)),
    (F("B", "B", 8, 4), 0x30, pa.float64()),
    (F("T", "T", 8), 0x30, pa.timestamp("us")),
    (F("V", "V", 20), 0x32, pa.string()),
    (F("Q", "Q", 20), 0x32, pa.string()),
    (F("+", "+", 4), 0x8C, pa.int64()),
    (F("O", "O", 8), 0x8C, pa.float64()),
    (F("@", "@", 8), 0x8C, pa.timestamp("us")),
    (F("X", "X", 3), 0x03, pa.string()),
]


def row(field: F) -> tuple[bytes]:
    return (b" " * field.length,)


@pytest.mark.parametrize(("field", "version", "kind"), TYPES)
def test_each_type_has_a_column(tmp_path: Path, field: F, version: int, kind: pa.DataType) -> None:
    """Of a type that a reader may hand over."""
    path = write(tmp_path, table([field], [row(field)], version=version))
    found = DbfFormat().schema(path, None)
    assert found.types == [kind]
    assert is_allowed(kind)


def test_numbers_as_written_are_mixed(tmp_path: Path) -> None:
    """Where the pipeline asks for it."""
    path = write(tmp_path, table([F("N", "N", 10, 2)], []))
    assert DbfFormat(numbers="written").schema(path, None).types == [MIXED]


def test_hidden_fields_are_no_columns(tmp_path: Path) -> None:
    """The bits of nulls are numbered through: one for a length, one for a null."""
    fields = [F("A", "V", 5, flags=2), F("B", "C", 5), F("C", "I", 4, flags=2), F("_NullFlags", "0", 1, flags=5)]
    layout = layout_of(write(tmp_path, table(fields, [], version=0x32)), DbfFormat())
    assert [(column.name, column.length_bit, column.null_bit) for column in layout.columns] == [
        ("A", 0, 1),
        ("B", None, None),
        ("C", None, 2),
    ]


def test_names_are_in_the_code_page(tmp_path: Path) -> None:
    """ÜBER in code page 850."""
    path = write(tmp_path, table([F(b"\x9aBER", "C", 1)], [], language=2))
    assert DbfFormat().schema(path, None).names == ["ÜBER"]


def test_another_table_is_not_there(tmp_path: Path) -> None:
    """A DBF is one; its own name may be stated."""
    path = write(tmp_path, table([F("A", "C", 1)], []), "KUNDEN.DBF")
    assert DbfFormat().schema(path, "kunden").names == ["A"]
    with pytest.raises(ConfigError, match=r"there is no table KUNDE\n.*A DBF is one table: KUNDEN"):
        DbfFormat().schema(path, "KUNDE")
