"""What bytes say of themselves: marks, and the rules of Unicode's encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_pages.unicode import marked, unmarked_wide, utf8


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_names_its_codec(codec: str) -> None:
    """The bytes that Python writes with a mark are recognised by it."""
    found = marked("Konto".encode(codec))
    assert found is not None
    assert found.codec == codec


def test_big_endian_marks_are_known() -> None:
    """A mark says the order of bytes too, and the codec that heeds it is named."""
    found = marked(b"\xfe\xff" + "Konto".encode("utf-16-be"))
    assert found is not None
    assert (b"\xfe\xff" + "Konto".encode("utf-16-be")).decode(found.codec) == "Konto"


@given(st.text())
def test_utf8_breaks_no_rule(text: str) -> None:
    """Whatever is encoded as UTF-8 is found to keep to its rules."""
    found = utf8(text.encode("utf-8", "surrogatepass") if text.isascii() else text.encode())
    assert found.broken == 0
    assert found.characters == sum(1 for one in text if one > "\x7f")


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Any bytes are looked at without an error, and never more is counted than is there."""
    found = utf8(data)
    assert 0 <= found.characters <= len(data)
    assert 0 <= found.broken <= len(data)
    assert unmarked_wide(data) in {None, "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"}


def test_a_character_cut_off_at_the_end_is_no_fault() -> None:
    """A sample may end within a character."""
    assert utf8("Größe".encode()[:4]).broken == 0


def test_few_broken_places_are_damage_and_many_another_code_page() -> None:
    """One broken byte among ten characters is damage; code page 1252 is not UTF-8."""
    assert utf8(("ä" * 10).encode() + b"\xe4 ").damaged
    assert not utf8("Größe und Länge".encode("cp1252")).damaged


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Konto;Betrag\r\n1000;12,50\r\n", "Счет;Сумма;Дата\r\nКасса;12;31\r\n"])
def test_wide_characters_are_seen_without_a_mark(codec: str, text: str) -> None:
    """Bytes of the same few values at every second place, and readable text, are enough."""
    assert unmarked_wide((text * 3).encode(codec)) == codec


@pytest.mark.parametrize("data", [b"abc", b"\x00" * 100, b"ABC\x00\x00\x00\x00\x00" * 20, bytes(range(256)) * 4])
def test_zeros_alone_are_no_wide_characters(data: bytes) -> None:
    """Fields filled up with zeros, and binary data, are not UTF-16."""
    assert unmarked_wide(data) is None
