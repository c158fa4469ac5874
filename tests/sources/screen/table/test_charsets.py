"""Code pages of HTML documents."""

from __future__ import annotations

import codecs

import pytest

from legacy_adapters.sources.screen.table.charsets import charset_of, decode, is_charset

META = b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'


@pytest.mark.parametrize(
    ("document", "content_type", "stated", "codec"),
    [
        (codecs.BOM_UTF8 + META, "text/html; charset=windows-1251", "cp850", "utf-8"),
        (codecs.BOM_UTF16_LE, "", None, "utf-16-le"),
        (META, 'text/html; charset="windows-1251"', "cp850", "cp1251"),
        (META, "text/html", "cp850", "iso8859-2"),
        (b"<META CHARSET=UTF-8>", "", None, "utf-8"),
        (b"<!-- <meta charset=utf-8> --><meta charset='koi8-r'>", "", None, "koi8-r"),
        (b"<?xml version='1.0' encoding='iso-8859-5'?><html>", "", None, "iso8859-5"),
        (b"<p>", "text/html", "cp850", "cp850"),
        (b"<p>", "", None, "cp1252"),
        (b"<meta charset=iso-8859-1>", "", None, "cp1252"),
        (b"<meta charset=us-ascii>", "", None, "cp1252"),
        (b"<meta charset=utf-16>", "", None, "utf-8"),
        (b"<meta charset=klingon>", "text/html; charset=none", "cp850", "cp850"),
        (b" " * 2_000 + b"<meta charset=utf-8>", "", None, "cp1252"),
    ],
)
def test_order_in_which_a_code_page_is_found(
    document: bytes, content_type: str, stated: str | None, codec: str
) -> None:
    """The mark, the header, the document's own word, the recipe, windows-1252; unknown names are passed over."""
    assert charset_of(document, content_type, stated) == codec


def test_bytes_without_a_meaning_are_what_browsers_make_of_them() -> None:
    """Control characters in windows-1252, and otherwise the character that stands for what is lost."""
    assert decode(b"\x80\x81\xe4", "cp1252") == "€\x81ä"
    assert decode(b"\x81\xd2", "cp1253") == "\x81\ufffd"
    assert decode(b"a\xffb\xe4", "utf-8") == "a\ufffdb\ufffd"


def test_line_ends_are_one_character() -> None:
    """As for a browser, whichever system wrote the page."""
    assert decode(b"a\r\nb\rc\nd", "cp1252") == "a\nb\nc\nd"


def test_mark_is_no_text() -> None:
    """The byte order mark itself is not handed on."""
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8") == "a"
    assert decode("\ufeffa".encode("utf-16-le"), "utf-16-le") == "a"


def test_code_pages_of_several_bytes() -> None:
    """Characters of several bytes are read as such."""
    assert decode("会計".encode("cp932"), charset_of(b"<meta charset=Shift_JIS>")) == "会計"


def test_names_that_are_known() -> None:
    """A code page's name, and not the name of a codec of another kind."""
    assert is_charset("windows-1252")
    assert not is_charset("hex")
    assert not is_charset("klingon")
