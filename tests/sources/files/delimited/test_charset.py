"""Code pages, byte order marks, and bytes that are no text."""

from __future__ import annotations

import codecs

import pytest

from legacy_adapters.sources.files.delimited.charset import UNDECODABLE, charset_of


@pytest.mark.parametrize(
    ("head", "codec", "bom"),
    [
        (codecs.BOM_UTF8, "utf-8", 3),
        (codecs.BOM_UTF16_LE + b"a\0", "utf-16-le", 2),
        (codecs.BOM_UTF16_BE, "utf-16-be", 2),
        (codecs.BOM_UTF32_LE, "utf-32-le", 4),
        (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    ],
)
def test_a_byte_order_mark_goes_before_what_is_declared(head: bytes, codec: str, bom: int) -> None:
    """Whatever the settings say, a file that begins with a mark is what the mark says."""
    charset = charset_of("cp1252", head)
    assert (charset.codec, charset.bom) == (codec, bom)


@pytest.mark.parametrize(
    ("declared", "codec", "direct"),
    [
        ("utf-8-sig", "utf-8", True),
        ("cp1252", "cp1252", True),
        ("latin-1", "iso8859-1", True),
        ("cp850", "cp850", True),
        ("cp037", "cp037", False),
        ("cp864", "cp864", False),
        ("shift_jis", "shift-jis", False),
        ("gb18030", "gb18030", False),
    ],
)
def test_what_is_read_in_its_own_bytes(declared: str, codec: str, direct: bool) -> None:
    """Only where every ASCII byte stands for itself: not in EBCDIC, nor where a letter may contain a delimiter."""
    charset = charset_of(declared, b"a;b")
    assert (charset.codec, charset.direct, charset.bom) == (codec, direct, 0)


def test_utf_16_without_a_mark() -> None:
    """The byte order is told by where the zeros of Latin text stand."""
    assert charset_of("utf-16", "Köln;1".encode("utf-16-be")).codec == "utf-16-be"
    assert charset_of("utf-16", "Köln;1".encode("utf-16-le")).codec == "utf-16-le"
    assert charset_of("utf-32", "Köln;1".encode("utf-32-be")).codec == "utf-32-be"


def test_undecodable_bytes_are_shown_and_none_is_lost() -> None:
    r"""A byte that is no text is shown as \x81, in the file's own bytes as in those turned into UTF-8."""
    assert charset_of("cp1252", b"").show(b"a\x81\xe4") == "a\\x81ä"
    assert charset_of("utf-8", b"").show(b"a\xe4;") == "a\\xe4;"
    marked = b"a\xff\x41".decode("shift_jis", UNDECODABLE).encode("utf-8", "surrogatepass")
    assert charset_of("shift_jis", b"").show(marked) == "a\\xffA"


def test_only_decoding_is_marked() -> None:
    """A character that a code page lacks is an error as ever."""
    with pytest.raises(UnicodeEncodeError):
        "ä".encode("ascii", UNDECODABLE)


def test_lengths_of_a_single_byte_code_page() -> None:
    """Each byte's character has a length in UTF-8; a byte that stands for nothing has none."""
    lengths = charset_of("cp1252", b"").lengths
    assert lengths is not None
    assert (lengths[0x41], lengths[0xE4], lengths[0x80], lengths[0x81]) == (1, 2, 3, 0)
