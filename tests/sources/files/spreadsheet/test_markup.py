"""XML with bounds."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES
from legacy_adapters.sources.files.spreadsheet.markup import Element, elements, local

BOMB = b'<!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def test_elements_come_without_prefixes() -> None:
    """Names and attributes are those behind the colon, also when a chunk ends within them."""
    found = list(elements([b'<x:a xmlns:x="u" x:b="1"><', b"c/></x:a>"], "here"))
    assert found == [Element("a", {"x": "u", "b": "1"}), Element("c", {})]


@pytest.mark.parametrize(
    ("document", "what"),
    [
        (BOMB, "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<a>" * 100_000, "nested"),
        (b"<a><b></a>", "mismatched"),
        (b"<a>", "no element|unclosed"),
        (b"", "no element"),
        (b"<a>\xff</a>", "not well-formed"),
        (b'<?xml version="1.0" encoding="nothing"?><a/>', "unknown encoding"),
    ],
)
def test_what_no_workbook_has_is_refused(document: bytes, what: str) -> None:
    """Entities, document types, endless nesting and broken XML are damage, with the place."""
    with pytest.raises(BadPart, match=what) as caught:
        list(elements([document], "book.xlsx (part)"))
    assert caught.value.where == "book.xlsx (part)"


def test_a_tag_without_an_end_is_not_gathered() -> None:
    """What goes on and on without an end is refused before it fills the memory."""
    chunks = (b'<a b="' if i == 0 else b"x" * 1_000_000 for i in range(FIELD_BYTES // 1_000_000 + 10))
    with pytest.raises(BadPart, match="without an end"):
        list(elements(chunks, "here"))


@given(st.binary(max_size=200))
def test_nothing_else_is_raised(data: bytes) -> None:
    """Any bytes are XML or damage."""
    with suppress(BadPart):
        list(elements([b"<a>", data, b"</a>"], "here"))


def test_local_name() -> None:
    """A name without a prefix is its own."""
    assert (local("a"), local("x:a")) == ("a", "a")
