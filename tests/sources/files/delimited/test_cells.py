"""Bytes become text."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.cells import as_text, without_excel_guard
from legacy_adapters.sources.files.delimited.charset import charset_of


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "iso8859-2", "koi8-r", "mac-roman"])
def test_cells_with_and_without_other_than_ascii(encoding: str) -> None:
    """Each cell is decoded, empty text stays empty text, null stays null."""
    character = "я" if encoding == "koi8-r" else "é"
    texts = ["abc", character, "", None, f"{character}x{character}", "z"]
    column = pa.array([None if text is None else text.encode(encoding) for text in texts], pa.binary())
    found, faults = as_text(column, charset_of(encoding, b""))
    found.validate(full=True)
    assert found.type == pa.string()
    assert found.to_pylist() == texts
    assert faults == {}
    sliced, _ = as_text(column.slice(1, 4), charset_of(encoding, b""))
    assert sliced.to_pylist() == texts[1:5]


@pytest.mark.parametrize(("encoding", "bad", "shown"), [("cp1252", b"\x81", "\\x81"), ("utf-8", b"\xe4;", "\\xe4;")])
def test_a_cell_that_is_no_text(encoding: str, bad: bytes, shown: str) -> None:
    """It is null and shown; the others are not touched."""
    column = pa.array(["é".encode(encoding), bad, None, b"x"], pa.binary())
    found, faults = as_text(column, charset_of(encoding, b""))
    assert found.to_pylist() == ["é", None, None, "x"]
    assert faults == {1: shown}


def test_columns_of_nothing() -> None:
    """Nulls only, or no rows at all."""
    for column in (pa.nulls(2, pa.binary()), pa.array([], pa.binary())):
        found, _ = as_text(column, charset_of("cp1252", b""))
        assert (found.type, found.null_count) == (pa.string(), len(column))


@given(st.lists(st.binary(max_size=9) | st.none(), max_size=9))
def test_whatever_bytes(cells: list[bytes | None]) -> None:
    """A cell is its text, or null with a fault, in a code page with gaps as in one of several bytes."""
    for encoding in ("cp1252", "utf-8", "cp437"):
        found, faults = as_text(pa.array(cells, pa.binary()), charset_of(encoding, b""))
        found.validate(full=True)
        for i, cell in enumerate(cells):
            try:
                expected = None if cell is None else cell.decode(encoding)
                assert i not in faults
            except UnicodeDecodeError:
                expected = None
                assert i in faults
            assert found[i].as_py() == expected


def test_excels_guard() -> None:
    """What is written as a formula that is a text becomes that text; what only looks a little like it does not."""
    texts = ['="0012"', '=""', '="a""b"', '="a"b"', '=1+"x"', "0012", None, '="a\nb"', '="', '="x']
    assert without_excel_guard(pa.array(texts, pa.string())).to_pylist() == [
        *["0012", "", 'a"b', '="a"b"', '=1+"x"', "0012", None, "a\nb", '="', '="x'],
    ]
    plain = pa.array(["a"], pa.string())
    assert without_excel_guard(plain) is plain
