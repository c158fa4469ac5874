"""What a file is written in."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.xml.encoding import encoding_of


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b"<r/>", "utf-8"),
        (b"<?xml version='1.0'?><r/>", "utf-8"),
        (b"<?xml version='1.0' encoding='Windows-1252'?><r/>", "cp1252"),
        (b'<?xml version="1.0" encoding="ISO-8859-15" standalone="yes"?>', "iso8859-15"),
        ("<?xml version='1.0'?><r/>".encode("utf-8-sig"), "utf-8"),
        ("<r/>".encode("utf-16"), "utf-16-le"),
        ("<?xml version='1.0'?>".encode("utf-16-be"), "utf-16-be"),
        ("<?xml version='1.0' encoding='cp037'?>".encode("cp037"), "cp037"),
        (b"<?xml version='1.0' encoding='IBM-9999'?>", ""),
        (b"", "utf-8"),
    ],
)
def test_mark_then_declaration_then_utf8(head: bytes, codec: str) -> None:
    """A byte order mark counts more than what is declared, and without either it is UTF-8."""
    assert encoding_of(head, None).codec == codec


def test_what_is_stated_counts_most() -> None:
    """The pipeline file knows better."""
    found = encoding_of(b"<?xml version='1.0' encoding='utf-8'?>", "windows-1252")
    assert (found.name, found.codec, found.declared) == ("windows-1252", "cp1252", False)


def test_signs_can_be_looked_for_where_bytes_are_like_ascii() -> None:
    """Not where a byte may be part of another character."""
    assert encoding_of(b"<r/>", "utf-8").like_ascii
    assert encoding_of(b"<r/>", "cp1252").like_ascii
    assert not encoding_of(b"<r/>", "shift_jis").like_ascii
    assert not encoding_of("<r/>".encode("utf-16"), None).like_ascii
    assert not encoding_of(b"<r/>", "unheard-of").like_ascii
