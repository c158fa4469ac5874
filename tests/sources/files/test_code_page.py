"""Recognising the code page of text, whatever speaks for it."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.code_page import recognise_code_page


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (b"\xef\xbb\xbfKonto;Betrag", "utf-8-sig"),
        ("Konto;Betrag".encode("utf-16"), "utf-16"),
        ("Köln;Straße".encode(), "utf-8"),
        ("Köln;12345\r\n".encode("utf-16-le"), "utf-16-le"),
        ("Köln;12345\r\n".encode("utf-16-be"), "utf-16-be"),
        ("Löhne, Gehälter, Bürobedarf, Straße, Größe, Müller".encode("cp850"), "cp850"),
        ("Löhne, Gehälter, Bürobedarf, Straße, Größe, Müller".encode("cp1252"), "cp1252"),
        ("Müller    Straße    000123 Köln  Überweisung".encode("cp273"), "cp273"),
        ("売上高と普通預金".encode("iso2022_jp"), "iso2022_jp"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_kind_of_evidence_is_enough(data: bytes, codec: str) -> None:
    """Marks, the rules of Unicode, and letters each tell a code page for certain."""
    found = recognise_code_page(data)
    assert (found.codec, found.certain) == (codec, True)
    assert found.evidence


def test_ascii_says_nothing() -> None:
    """Pure ASCII is read as utf-8, and it is said that this is an assumption."""
    found = recognise_code_page(b"ACCOUNT;AMOUNT\r\n1000;12.50\r\n")
    assert (found.codec, found.certain) == ("utf-8", False)
    assert "nothing speaks for or against" in found.evidence


def test_one_letter_is_not_certain() -> None:
    """One word with an umlaut gives a code page, and it is said what another one would read."""
    found = recognise_code_page("Müller".encode("cp850"))
    assert found.codec == "cp850"
    assert not found.certain
    assert "not certain" in found.evidence
    assert "for Müller" in found.evidence


def test_damaged_utf8_is_still_utf8() -> None:
    """One broken byte among many characters of UTF-8 does not make a code page of it."""
    found = recognise_code_page("Löhne und Gehälter für Müller und Söhne\n".encode() * 10 + b"\xfc\n")
    assert found.codec == "utf-8"
    assert "1 places" in found.evidence
