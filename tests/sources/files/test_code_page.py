"""Recognising the code page of text, whatever speaks for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.code_page import MOST_BYTES, recognise_code_page
from tests.sources.files.vocabulary import VOCABULARY

ENOUGH = 24
"""So many letters outside ASCII tell a code page."""


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
        ("Müller    Straße    000123 Köln  Überweisung  Gebühr  Löhne  Größe".encode("cp273"), "cp273"),
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


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """Lines of words of one language with enough letters outside ASCII, amounts between them; and a code page of it."""
    vocabulary = VOCABULARY[draw(st.sampled_from(sorted(VOCABULARY)))]
    words = draw(st.lists(st.sampled_from(vocabulary.words), min_size=12, max_size=40, unique=True))
    for word in vocabulary.words:
        if sum(1 for one in "".join(words) if one > "\x7f") >= ENOUGH:
            break
        words.append(word)
    amount = draw(st.integers(0, 10**7))
    text = "\r\n".join(f"{4000 + at:08};{word};{amount * at % 99999},{at:02}" for at, word in enumerate(words))
    return text, draw(st.sampled_from(vocabulary.codecs))


@given(texts())
def test_text_of_a_language_is_read_as_it_was_written(case: tuple[str, str]) -> None:
    """A few dozen letters in words of a language give a code page that reads the same text. Where words could be those
    of another one too, that is said, and only some letters differ."""
    text, codec = case
    found = recognise_code_page(text.encode(codec))
    read = text.encode(codec).decode(found.codec, "replace")
    differing = sum(1 for ours, theirs in zip(read, text, strict=False) if ours != theirs)
    assert read == text or (not found.certain and differing <= ENOUGH // 4), found


@given(st.binary(max_size=3000))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    """Whatever the bytes, there is an answer with a reason, and its codec can decode."""
    found = recognise_code_page(data)
    assert found.evidence
    assert isinstance(data.decode(found.codec, "replace"), str)


@given(st.text(min_size=1).filter(lambda text: not text.isascii()))
def test_what_is_utf8_is_read_as_such(text: str) -> None:
    """Text in UTF-8 is never taken for a code page."""
    data = text.encode("utf-8", "ignore")
    codec = recognise_code_page(data).codec
    assert codec in {"utf-8", "utf-8-sig"} or data.isascii() or b"\x00" in data


def test_a_large_text_is_looked_at_in_part() -> None:
    """No more than a part is looked at: a megabyte of words takes a moment."""
    found = recognise_code_page("Löhne und Gehälter der Müller GmbH;".encode("cp1252") * (4 * MOST_BYTES // 35))
    assert (found.codec, found.certain) == ("cp1252", True)
