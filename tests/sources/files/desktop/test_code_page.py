"""Cells of bytes as text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.desktop.code_page import CodePage, Matrix, Ragged, only


def matrix(*cells: bytes) -> Matrix:
    return np.frombuffer(b"".join(cells), np.uint8).reshape(len(cells), -1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp437", "Größe Ñ"), ("cp850", "Größe Øre"), ("cp1252", "Größe €"), ("cp866", "Итого"), ("cp852", "Żółć"),
        ("mazovia", "Żółć Źródło"), ("kamenicky", "Příliš"), ("cp932", "売上高ﾊﾝｶｸ"),
        ("cp936", "简体"), ("cp949", "합계"),
        ("cp950", "繁體"), ("utf-8", "Größe € 合計 😀"), ("big5", "國語"), ("gb18030", "简体"), ("euc_kr", "합계"),
    ],
)  # fmt: skip
def test_text_is_read_whole(name: str, text: str) -> None:
    """Letters of one byte and of several, among cells of ASCII and empty ones."""
    page = CodePage.named(name)
    raw = bytes(page.table.index(letter) for letter in text) if page.table else text.encode(name)
    found, faults = page.decode(Ragged.of_cells([b"abc", raw, b"", raw + b"\n"]))
    found.validate(full=True)
    assert (found.to_pylist(), faults) == (["abc", text, "", text + "\n"], [])


@pytest.mark.parametrize("name", ["cp1252", "utf-8", "cp932", "ascii"])
def test_a_cell_that_is_no_text_is_a_fault(name: str) -> None:
    """It alone, with its bytes shown; 0x81 stands for nothing there, or begins a letter that is cut."""
    found, faults = CodePage.named(name).decode(Ragged.of_matrix(matrix(b"ab ", b"a\x81\x81"[:2] + b" ", b"cd ")))
    assert found.to_pylist() == ["ab ", None, "cd "]
    assert [(fault.row, fault.code, fault.text) for fault in faults] == [(1, "undecodable", "a\\x81 ")]


def test_every_control_character_may_be_in_text() -> None:
    """Where none is left to stand between cells, they are read one by one."""
    cells = [bytes([byte]) + "売".encode("cp932") for byte in range(0x20)]
    found, faults = CodePage.named("cp932").decode(Ragged.of_cells(cells))
    assert (found.to_pylist(), faults) == ([chr(byte) + "売" for byte in range(0x20)], [])


@pytest.mark.parametrize("name", ["cp037", "utf-16", "utf-7", "hz", "iso2022_jp", "rot13", "base64", "no such", ""])
def test_what_is_no_code_page_over_ascii_is_refused(name: str) -> None:
    """EBCDIC, wide and stateful codes, and names of something else."""
    with pytest.raises(LookupError):
        CodePage.named(name)


def test_lengths_cut_cells() -> None:
    """What is behind a cell's length is not there."""
    cells = Ragged.of_lengths(matrix(b"abc", b"d\xe4f"), np.array([2, 0]))
    assert CodePage.named("cp1252").decode(cells)[0].to_pylist() == ["ab", ""]


def test_only_keeps_what_is_null() -> None:
    """Nulls of before stay; those that are asked for come."""
    assert only(pa.array(["a", None, "c"]), np.array([True, True, False])).to_pylist() == ["a", None, None]


@given(st.lists(st.binary(max_size=12), max_size=12), st.sampled_from(["cp1252", "cp850", "mazovia", "utf-8", "cp932"]))
def test_any_bytes_are_text_or_a_fault(cells: list[bytes], name: str) -> None:
    """Never both, never neither, and the text is what Python makes of the cell."""
    page = CodePage.named(name)
    found, faults = page.decode(Ragged.of_cells(cells))
    found.validate(full=True)
    faulty = {fault.row for fault in faults}
    for row, (cell, text) in enumerate(zip(cells, found.to_pylist(), strict=True)):
        assert (text is None) == (row in faulty)
        if text is not None:
            assert text == ("".join(page.table[byte] for byte in cell) if page.table else cell.decode(name))
