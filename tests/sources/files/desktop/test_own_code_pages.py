"""Code pages that Python does not have."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.desktop.own_code_pages import ALIASES, OWN_TABLES


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("mazovia", b"\x98l\x86sk, \xa7uraw, \x8fCKI, \xa0R\xa3D\x9cO, s\xa2l, da\x8d, ko\xa4, \x9eni\x91g",
         "Śląsk, żuraw, ĄCKI, ŹRÓDŁO, sól, dać, koń, śnięg"),
        ("kamenicky", b"P\xa9\xa1li\xa8 \x91lu\x9fou\x87k\x98 k\x96\xa4, \x8da\x9f", "Příliš žluťoučký kůň, ĺať"),
    ],
)  # fmt: skip
def test_letters_of_the_language_are_read(name: str, raw: bytes, text: str) -> None:
    """Words as programs of the time wrote them."""
    assert "".join(OWN_TABLES[name][byte] for byte in raw) == text


@pytest.mark.parametrize("name", sorted(OWN_TABLES))
def test_tables_are_whole(name: str) -> None:
    """256 characters, ASCII as it is, frames as in code page 437, and no letter twice."""
    table = OWN_TABLES[name]
    assert table[:0x80] == bytes(range(0x80)).decode("ascii")
    assert table[0xB0:] == bytes(range(0xB0, 0x100)).decode("cp437")
    assert len(table) == len(set(table)) == 256


def test_aliases_lead_somewhere() -> None:
    """Every other name is one of a table."""
    assert set(ALIASES.values()) == set(OWN_TABLES)
