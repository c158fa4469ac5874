"""Files that are no text."""

from __future__ import annotations

import gzip
import random

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.delimited.binary import refuse_binary


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "zip archive"),
        (b"%PDF-1.4\n% text follows\n", "PDF"),
        (gzip.compress(b"a;b\n" * 100, mtime=0), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old Office file"),
        ("a;b\n1;2\n".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (random.Random(1).randbytes(4000), "control characters"),
        ("BUCHUNG;1\n".encode("cp037") * 30, "mainframe"),
    ],
)
def test_binary_is_refused(data: bytes, message: str) -> None:
    """The error says what it is, as far as that can be told."""
    with pytest.raises(BadPart, match=message) as error:
        refuse_binary(data, data, b';"', "x.csv")
    assert error.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b\r\n1;2\r\n\x1a",
        b"\x1b(s0B\x0cSeite 1\n" + b"a;b\n" * 20,
        b"a;bcdefgh\0\0\0\n" * 20,
        b"PK\x03\x04"[:2] + b";name\n1;2\n",
        b"BZh;name\n1;2\n",
        "日本".encode(),
        "ä;ö\n".encode("cp850") * 50,
    ],
)
def test_old_text_is_text(data: bytes) -> None:
    """Printer codes, form feeds, NULs in fields and a column called PK do no harm."""
    refuse_binary(data, data, b';"', "x.csv")


def test_control_characters_may_be_delimiters() -> None:
    """As stated in the settings."""
    data = b"a\x01b\x01c\n" * 50
    refuse_binary(data, data, b'\x01"', "x.csv")
    with pytest.raises(BadPart, match="control characters"):
        refuse_binary(data, data, b';"', "x.csv")
