"""Databases of the Jackcess project: every table is read, and has as many rows as it says."""

from __future__ import annotations

import os
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.sources.files.access.recognise import recognise
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.format import Piece, Sample

FILES = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata")) / "files"
FOLDER = FILES / "jahlborn+jackcess/src/test/data"
DATABASES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("V*/*"))
BINARY = {"RESERVED_BINARY_DATA", "UnknownVar", "UnknownFix"}
"""Columns of OLE objects, and of types that were made up for the test: their cells are faults."""

pytestmark = pytest.mark.real


def real(name: str) -> Path:
    """The path of a file; the test is skipped where the files are not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return path


def pieces(name: str, table: str | None = None, most: int = 1000) -> list[Piece]:
    """What is read of a table."""
    return list(AccessSettings().read(real(name), table, None, None, most))


def rows(name: str, table: str | None = None) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [row for piece in pieces(name, table) for row in piece.rows.to_pylist()]


@pytest.mark.parametrize("name", DATABASES)
def test_every_table_is_read(name: str) -> None:
    """No table of the system is listed; each has the rows that it states, at fault only in binary cells."""
    settings = AccessSettings()
    assert recognise(Sample.of(real(name))) is not None
    assert settings.is_complete(real(name))
    infos = settings.tables(real(name), count=True)
    assert infos
    assert not any(info.name.startswith("MSys") for info in infos)
    for info in infos:
        found = pieces(name, info.name, most=2)
        assert sum(piece.rows.num_rows for piece in found) == info.rows == int(found[-1].stated["count"])
        assert all(piece.rows.schema == settings.schema(real(name), info.name) for piece in found)
        faults = [fault for piece in found if piece.faults for fault in piece.faults.to_pylist()]
        assert {fault["column"] for fault in faults} <= BINARY | {"DateExt"}


@pytest.mark.parametrize("name", ["V1997/testV1997.mdb", "V2010/testV2010.accdb"])
def test_values_of_each_type(name: str) -> None:
    """The same table, from Access 97 and Access 2010."""
    found = rows(name, "Table1")
    assert found[1] == {
        "A": "abcdefg",
        "B": "hijklmnop",
        "C": 2,
        "D": 222,
        "E": 333333333,
        "F": 444.555,
        "G": datetime(1974, 9, 21),
        "H": Decimal("3.5000"),
        "I": True,
    }
    assert len(found) == 2


@pytest.mark.parametrize("name", ["V1997/delTestV1997.mdb", "V2003/delTestV2003.mdb", "V2010/delTestV2010.accdb"])
def test_deleted_rows_are_gone(name: str) -> None:
    """Of some rows two are left."""
    assert rows(name) == [{"a": "z", "b": "y"}, {"a": "v", "b": "u"}]


def test_rows_that_were_moved() -> None:
    """In this file rows lie on other pages than their places: each is there once and in order."""
    found = rows("V1997/overflowTestV1997.mdb")
    assert [next(cell for cell in row.values() if cell)[:4] for row in found] == [f"row{i}" for i in range(1, 8)]
    assert all(cell is None or cell.startswith(f"row{i}") for i, row in enumerate(found, 1) for cell in row.values())


@pytest.mark.parametrize("name", ["V2003/fixedNumericTestV2003.mdb", "V2010/fixedNumericTestV2010.accdb"])
def test_decimals(name: str) -> None:
    """Decimals that are stored as fixed columns, with their signs."""
    (row,) = rows(name)
    assert [row[f"col{i}"] for i in range(2, 8)] == [1, 0, 0, 4, -1, 1]
    assert all(isinstance(row[f"col{i}"], Decimal) for i in range(2, 8))


def test_compressed_unicode() -> None:
    """Latin, Cyrillic and mixed texts, as the first rows name them."""
    found = {row["ID"]: row["Unicode"] for row in rows("V2003/testUnicodeCompV2003.mdb")}
    assert (found[1], found[2], found[3]) == ("only ascii chars", "ääkkösiä", "Мир")
    assert all("\0" not in text and "\ufffd" not in text for text in found.values())


@pytest.mark.parametrize("name", ["V1997/test2V1997.mdb", "V2003/test2V2003.mdb", "V2007/test2V2007.accdb"])
def test_memos_and_a_code_page(name: str) -> None:
    """A long memo, a pound sign, and an OLE object of 22,970 bytes, which is told."""
    (row,) = rows(name)
    assert row["PROJ_PROP_AUTHOR"].startswith("Jon Iles this is a a vawesrasoih aksdkl fas dlkjflkasjd")
    assert row["PROJ_OPT_CURRENCY_SYMBOL"] == "£"
    faults = pieces(name)[0].faults
    assert faults is not None
    assert faults.to_pylist() == [
        {"row": 0, "column": "RESERVED_BINARY_DATA", "code": "binary_value", "text": "22970 bytes"}
    ]


def test_the_same_project_in_three_versions() -> None:
    """Cell by cell, wherever the tables have the same columns."""
    names = ("V1997/test2V1997.mdb", "V2003/test2V2003.mdb", "V2007/test2V2007.accdb")
    old, middle, new = (rows(name)[0] for name in names)
    common = sorted(old.keys() & middle.keys() & new.keys())
    assert len(common) == 74
    assert [old[name] for name in common] == [middle[name] for name in common] == [new[name] for name in common]


def test_extended_dates_of_access_2019() -> None:
    """Each row has its date extended, in words, and as an ordinary one to the second; also in the years 100 and 1265.

    Two are finer than a microsecond: they are told. mdb-export prints the early ones as 01/00/00.
    """
    name = "V2019/extDateTestV2019.accdb"
    found = rows(name)
    for row in found:
        words = row["DateExtStr"]
        if words is None or not words[0].isdigit():
            assert row["DateExt"] is None
            continue
        moment = in_words(words)
        assert row["DateNormal"] == row["DateNormalCalc"] == moment.replace(microsecond=0)
        if row["DateExt"] is not None:
            assert row["DateExt"] == moment
    assert [row["DateNormal"].year for row in found if row["DateNormal"]][-3:] == [1765, 100, 1265]
    faults = pieces(name)[0].faults
    assert faults is not None
    assert [(fault["column"], fault["code"]) for fault in faults.to_pylist()] == [("DateExt", "too_many_decimals")] * 2


def in_words(text: str) -> datetime:
    """A date as Access shows it in America: 6/14/2021 12:45:00.0000000 PM."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month, day, year, *clock = numbers
    if not clock:
        return datetime(year, month, day)
    hour = clock[0] % 12 + (12 if text.endswith("PM") else 0)
    return datetime(year, month, day, hour, clock[1], clock[2], clock[3] // 10)
