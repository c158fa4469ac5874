"""Every cell of SQLite arrives as what it is, whatever its column is declared as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.sources.database.settings import DatabaseStream
from tests.sources.database.sqlite_files import cells, make, read

TABLE = DatabaseStream(table="T")

ANY_CELL = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(),
)


def table(tmp_path: Path, declared: str, values: list[Any]) -> Path:
    path = tmp_path / "old.db"
    path.unlink(missing_ok=True)
    return make(path, f"CREATE TABLE T (C {declared})", rows=[("INSERT INTO T VALUES (?)", [(v,) for v in values])])


def in_mixed(value: Any) -> object:
    """How a cell must arrive in a column without a type."""
    match value:
        case bytes():
            return ("binary_value", value.hex().upper())
        case int():
            return (str(value), True)
        case float():
            return (value, True)
        case str():
            return (value, False)
        case _:
            return None


def with_doubles(found: list[Any], given_cells: list[Any]) -> list[Any]:
    """Doubles by value: that their text is plain and shortest is shown elsewhere."""
    return [
        (float(cell[0]), cell[1]) if isinstance(value, float) else cell
        for cell, value in zip(found, given_cells, strict=True)
    ]


@given(st.lists(ANY_CELL, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_column_without_a_type_holds_anything(tmp_path: Path, values: list[Any]) -> None:
    """Each cell by itself: numbers exact, text with every character, binary data a fault."""
    found = cells(read(table(tmp_path, "", values), TABLE), "C")
    assert with_doubles(found, values) == [in_mixed(value) for value in values]


@given(st.lists(ANY_CELL, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_column_of_text_holds_text(tmp_path: Path, values: list[Any]) -> None:
    """SQLite has turned numbers into text when they were stored; binary data is a fault."""
    found = cells(read(table(tmp_path, "TEXT", values), TABLE), "C")
    for cell, value in zip(found, values, strict=True):
        match value:
            case float():
                assert float(cell) == pytest.approx(value, rel=1e-14)
            case int():
                assert cell == str(value)
            case bytes():
                assert cell == ("binary_value", value.hex().upper())
            case _:
                assert cell == value


def test_a_column_of_blobs_is_hexadecimal_without_a_fault(tmp_path: Path) -> None:
    """Pictures and documents can be carried on; text in such a column stays text."""
    path = table(tmp_path, "BLOB", [b"\x00\xff", b"", None, "text", 12])
    assert cells(read(path, TABLE), "C") == ["00FF", "", None, "text", "12"]


def test_a_column_of_numbers_holds_what_is_none(tmp_path: Path) -> None:
    """The reason why SQLite's columns are read cell by cell."""
    values = ["12,50-", "12.50", 12.5, 10, "", None, b"\x01", "1e3", " 7 ", "n/a"]
    assert cells(read(table(tmp_path, "NUMERIC(18,2)", values), TABLE), "C") == [
        ("12,50-", False),
        ("12.5", True),
        ("12.5", True),
        ("10", True),
        ("", False),
        None,
        ("binary_value", "01"),
        ("1000", True),
        ("7", True),
        ("n/a", False),
    ]


def test_infinity_is_no_number(tmp_path: Path) -> None:
    """It is text, which no amount can be read from."""
    assert cells(read(table(tmp_path, "REAL", [9e999, -9e999, 1.0]), TABLE), "C") == [
        ("Inf", False),
        ("-Inf", False),
        ("1.0", True),
    ]


@pytest.mark.parametrize("declared", ["TEXT", "", "NUMERIC", "BLOB"])
def test_text_in_another_code_page_is_a_fault(tmp_path: Path, declared: str) -> None:
    """Old programs wrote cp1252 into what SQLite takes for UTF-8: readable, and only that cell."""
    path = make(
        tmp_path / "old.db",
        f"CREATE TABLE T (C {declared})",
        "INSERT INTO T VALUES ('Müller'), (CAST(x'4dfc6c6c6572' AS TEXT)), (NULL), (CAST(x'80' AS TEXT)), ('ok')",
    )
    found = [
        cell[0] if isinstance(cell, tuple) and cell[1] is False else cell for cell in cells(read(path, TABLE), "C")
    ]
    assert found == ["Müller", ("undecodable", r"M\xfcller"), None, ("undecodable", r"\x80"), "ok"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_the_encoding_of_the_file_does_not_matter(tmp_path: Path, encoding: str) -> None:
    """SQLite's other encodings arrive as the same text, and blobs stay what they are."""
    path = make(
        tmp_path / "old.db",
        f"PRAGMA encoding = '{encoding}'",
        "CREATE TABLE T (C TEXT, K TEXT PRIMARY KEY NOT NULL)",
        rows=[("INSERT INTO T VALUES (?, ?)", [("Müller 😀", "ä\0b"), ("a\0b", "z"), (b"\xfe\xff\x00", "zz")])],
    )
    batches = read(path, TABLE, rows_per_second=1)
    assert cells(batches, "C") == ["a\0b", ("binary_value", "FEFF00"), "Müller 😀"]
    assert cells(read(path, TABLE, batches[1].position), "C") == ["Müller 😀"]


@pytest.mark.parametrize("declared", ["TEXT", "NUMERIC", "BLOB", ""])
def test_a_value_after_many_nulls_is_read(tmp_path: Path, declared: str) -> None:
    """The driver takes a column's type from the rows it sees first."""
    path = table(tmp_path, declared, [None] * 5000 + ["x", "", 5, None])
    found = cells(read(path, TABLE), "C")
    assert found[:5000] == [None] * 5000
    text = [cell[0] if isinstance(cell, tuple) else cell for cell in found[5000:]]
    assert text == ["x", "", "5", None]


@pytest.mark.parametrize("declared", ["DATE", "NUMERIC", ""])
@pytest.mark.parametrize("later", [["2024-01-01", "x"], [20240101, 5.5]])
def test_a_column_may_change_its_mind(tmp_path: Path, declared: str, later: list[Any]) -> None:
    """What the first rows hold decides how fast the rest is read, never what is read."""
    first = [1, 2.5, 3] * 1000 if isinstance(later[0], str) else ["a", "b", "c"] * 1000
    found = cells(read(table(tmp_path, declared, [*first, *later, b"\x00"]), TABLE), "C")
    assert found[: len(first)] == [(str(value), not isinstance(value, str)) for value in first]
    assert found[len(first) : -1] == [(str(value), not isinstance(value, str)) for value in later]
    assert found[-1] == ("binary_value", "00")


def test_a_column_that_is_null_throughout_is_null(tmp_path: Path) -> None:
    """Old tables are full of them."""
    path = make(
        tmp_path / "old.db",
        "CREATE TABLE T (A TEXT, B NUMERIC, C, D BLOB)",
        "INSERT INTO T VALUES (NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL)",
    )
    batch = read(path, TABLE)[0]
    assert [column.null_count for column in batch.rows.columns] == [2, 2, 2, 2]
    batch.rows.validate(full=True)


def test_faults_in_columns_that_are_not_wanted_are_no_faults(tmp_path: Path) -> None:
    """Only what is read can be wrong."""
    path = make(
        tmp_path / "old.db",
        "CREATE TABLE T (A TEXT PRIMARY KEY NOT NULL, B TEXT)",
        "INSERT INTO T VALUES (CAST(x'fc' AS TEXT), 'b')",
    )
    stream = DatabaseStream(query="SELECT B FROM T")
    assert read(path, stream)[0].faults is None
    assert read(path, TABLE)[0].faults is not None
