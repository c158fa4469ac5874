"""Texts of Jet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access.text import decoded


@pytest.mark.parametrize(
    ("raw", "codec", "text"),
    [
        (b"M\xfcller", "cp1252", "Müller"),
        ("Müller €".encode("utf-16-le"), "", "Müller €"),
        (b"\xff\xfeM\xfcller", "", "Müller"),
        (b"\xff\xfeab\x00" + "Мир".encode("utf-16-le") + b"\x00cd", "", "abМирcd"),
        (b"\xff\xfe\x00" + "Мир".encode("utf-16-le"), "", "Мир"),
        (b"\xff\xfe", "", ""),
        (b"", "", ""),
        (b"\x81", "cp1252", None),
        (b"abc", "", None),
        (b"\x00\xd8", "", None),
        (b"\xff\xfea\x00b", "", None),
    ],
)
def test_texts(raw: bytes, codec: str, text: str | None) -> None:
    """Of a code page, of UTF-16, and compressed; what is no text is none."""
    assert decoded(raw, codec) == text


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\0")))
def test_compressed_text(text: str) -> None:
    """A byte for each character."""
    assert decoded(b"\xff\xfe" + text.encode("latin-1"), "") == text


@given(st.binary(max_size=30))
def test_any_bytes_are_text_or_not(raw: bytes) -> None:
    """Nothing is raised."""
    for data in (raw, b"\xff\xfe" + raw):
        found = decoded(data, "")
        assert found is None or len(found) <= len(data)
