"""The code page of an HTML document, as browsers find it, and its text."""

from __future__ import annotations

import codecs
import re
from functools import cache

_PRESCAN = 1024
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9_.:-]+)""")
_HEADER = re.compile(r"""\bcharset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)

_FALLBACK = "cp1252"

# https://encoding.spec.whatwg.org/#names-and-labels: what a page calls itself, and what browsers take it for.
_TAKEN_FOR = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def charset_of(document: bytes, content_type: str = "", charset: str | None = None) -> str:
    """The name of Python's codec for a document: by its byte order mark, by what was sent as ``Content-Type``, by what
    it says of itself, by ``charset`` (what the recipe says), or else windows-1252. Names that are not known are
    passed over, as browsers do."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if document.startswith(mark):
            return name
    sent = _HEADER.search(content_type)
    head = _COMMENT.sub(b"", document[:_PRESCAN])
    said = _META.search(head) or _XML.search(head)
    named = _codec(said.group(1).decode("ascii")) if said else None
    # What can be read as ASCII is no UTF-16.
    named = "utf-8" if named and named.startswith("utf-16") else named
    return (sent and _codec(sent.group(1))) or named or (charset and _codec(charset)) or _FALLBACK


def decode(document: bytes, codec: str) -> str:
    """The text of a document, with line ends of one kind. A byte that stands for nothing becomes U+FFFD; in a
    code page of single bytes, below A0, the control character of its number, as in browsers."""
    table = _table(codec)
    if table is None:
        text = document.decode(codec, "replace").removeprefix("\ufeff")
    else:
        text = codecs.charmap_decode(document, "strict", table)[0]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def is_charset(name: str) -> bool:
    """Whether a name is that of a code page that is known here."""
    return _codec(name) is not None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        found.encode("0")
    except (LookupError, UnicodeError, AttributeError, TypeError):
        return None
    return _TAKEN_FOR.get(found.name, found.name)


@cache
def _table(codec: str) -> str | None:
    """The 256 characters of a single-byte code page; None for others."""
    characters: list[str] = []
    for byte in range(256):
        try:
            characters.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError as error:
            if "unexpected end" in error.reason or "incomplete" in error.reason or codec.startswith("utf"):
                return None
            characters.append(chr(byte) if byte < 0xA0 else "\ufffd")
    return "".join(characters)
