"""Text by code page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.kinds.text import National, Text, decode_text
from tests.sources.files.fixed.given import cells


@pytest.mark.parametrize("name", ["cp850", "cp1252", "cp273", "cp500", "cp1047", "cp1140", "cp037", "utf-8", "cp932"])
def test_text_as_it_stands(name: str) -> None:
    """Blanks are kept, whatever the code page."""
    page = charset(name)
    content = page.encode(" Konto ")
    assert Text(len(content), page).decode(cells(content)).values.to_pylist() == [" Konto "]


def test_letters_outside_ascii() -> None:
    """Umlauts of one byte, the euro sign of three in UTF-8, rows of different lengths."""
    page = charset("cp1252")
    assert Text(4, page).decode(cells("Mü€x".encode("cp1252"), b"abcd")).values.to_pylist() == ["Mü€x", "abcd"]


def test_bytes_that_are_no_text() -> None:
    """A byte without a character makes its cell a fault, not its neighbours."""
    decoded = Text(3, charset("cp1252")).decode(cells(b"a\x81b", "ä\xf6b".encode("cp1252"), b"abc"))
    assert decoded.values.to_pylist() == [None, "äöb", "abc"]
    assert decoded.bad is not None
    assert decoded.bad.tolist() == [True, False, False]
    assert decoded.code == "undecodable"


def test_low_values() -> None:
    """NULs are kept, or become blanks where that is stated."""
    page = charset("cp037")
    content = b"\xc1\x00"
    assert Text(2, page).decode(cells(content)).values.to_pylist() == ["A\0"]
    assert Text(2, page, low_values=True).decode(cells(content)).values.to_pylist() == ["A "]


def test_national() -> None:
    """UTF-16; half a pair is a fault."""
    decoded = National(4).decode(cells("Ä€".encode("utf-16-be"), b"\xd8\x00\x00A"))
    assert decoded.values.to_pylist() == ["Ä€", None]


@given(st.lists(st.binary(max_size=6), max_size=8), st.sampled_from(["cp1252", "cp1047", "utf-8", "cp932", "cp850"]))
def test_any_bytes_are_text_or_a_fault(contents: list[bytes], name: str) -> None:
    """As Python's codec decodes them, cell by cell."""
    page = charset(name)
    flat = np.frombuffer(b"".join(contents), np.uint8)
    decoded = decode_text(flat, np.array([len(one) for one in contents], np.int64), page)
    decoded.values.validate(full=True)
    assert decoded.values.to_pylist() == [python_decoded(one, name) for one in contents]


def python_decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(charset(name).name)
    except UnicodeDecodeError:
        return None
