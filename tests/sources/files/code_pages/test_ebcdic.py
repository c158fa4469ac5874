"""Text of IBM's large machines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_pages.ebcdic import ebcdic, is_ebcdic, pages

GERMAN = "Müller GmbH     Straße 12   Köln      00012345  Überweisung  Gebühr für Häuser  "
ENGLISH = "SMITH & SONS    12 HIGH STREET      LONDON    00012345  PAYMENT   "


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (GERMAN, "cp273"),
        (GERMAN, "cp500"),
        (ENGLISH, "cp037"),
        ("Købmand Sørensen  Århus   00012345  lønninger  småanskaffelser   hensættelser  gæld   ", "cp277"),
        ("Señor Núñez   España  00012345  descripción  número  año   crédito   débito  ", "cp284"),
        ("société générale   00012345  créances  dépréciation  à payer  reçu  crédit  ", "cp297"),
    ],
)
def test_the_country_is_told_by_letters(text: str, codec: str) -> None:
    """Letters stand in other places than in America's code page; what comes out is the text."""
    if codec not in pages():
        pytest.skip(f"neither Python nor the package ebcdic has {codec} here")
    found = ebcdic(text.encode(codec))
    assert found is not None
    assert text.encode(codec).decode(found.codec) == text


def test_neighbours_are_not_told_apart_for_certain() -> None:
    """Sweden's and Denmark's letters stand in the same places, and their frequencies are alike."""
    if "cp278" not in pages():
        pytest.skip("neither Python nor the package ebcdic has cp278 here")
    found = ebcdic("Göteborg   Örebro  00012345  löner  årsavgift  försäljning   ".encode("cp278"))
    assert found is not None
    assert not found.certain


def test_plain_letters_tell_no_country() -> None:
    """Where no letter differs, America's is assumed, and not for certain."""
    found = ebcdic(ENGLISH.encode("cp273"))
    assert found is not None
    assert (found.codec, found.certain) == ("cp037", False)
    assert "nothing tells its country" in found.evidence


def test_packed_numbers_do_not_hide_it() -> None:
    """Binary and packed fields may stand between the texts."""
    record = ENGLISH[:20].encode("cp037") + b"\x00\x01\x23\x4c\x00\x00\x12\xff"
    assert is_ebcdic(record * 20)


@pytest.mark.parametrize(
    "data",
    [
        "Расчеты с поставщиками;Иванов;Касса;Сумма;Москва\r\n".encode("cp1251"),
        "Müller;Straße;12,50;Köln\r\n".encode("cp850"),
        "银行存款应收账款管理费用".encode("gb18030"),
        "ИВАНОВ\r\nКАССА\r\nМОСКВА\r\nПОСТАВЩИК\r\n".encode("cp1251"),
        b"\x00" * 100,
        bytes(range(256)) * 8,
    ],
    ids=["cp1251", "cp850", "gbk", "capitals", "zeros", "all"],
)
def test_other_text_is_not_taken_for_it(data: bytes) -> None:
    """Code pages of the ASCII family, and binary data, are not EBCDIC."""
    assert ebcdic(data) is None


@given(st.binary(max_size=500))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Any bytes are looked at without an error."""
    found = ebcdic(data)
    assert found is None or found.evidence
