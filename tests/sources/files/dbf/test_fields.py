"""The fields that a header describes."""

from __future__ import annotations

from legacy_adapters.sources.files.dbf.fields import describe, size_of, with_long_texts
from tests.sources.files.dbf.tables import F, header

FIELDS = [F("KONTO", "C", 8), F("BETRAG", "N", 12, 2), F("OFFEN", "L", 1)]


def test_fields_stand_one_behind_the_other() -> None:
    """Behind the mark of deletion."""
    found = describe(header(FIELDS, 0), "dbase")
    assert [(field.name, field.letter, field.offset, field.length, field.decimals) for field in found.fields] == [
        (b"KONTO", "C", 1, 8, 0),
        (b"BETRAG", "N", 9, 12, 2),
        (b"OFFEN", "L", 21, 1, 0),
    ]
    assert found.end == 32 + 3 * 32
    assert size_of(found.fields) == 22


def test_dbase7_has_longer_names() -> None:
    """Up to 32 bytes, in descriptions of 48."""
    fields = [F("A name of more than eleven bytes", "+", 4), F("B", "@", 8)]
    found = describe(header(fields, 0, version=0x8C), "dbase7")
    assert [(field.name, field.letter) for field in found.fields] == [
        (b"A name of more than eleven bytes", "+"),
        (b"B", "@"),
    ]


def test_dbase2_describes_in_16_bytes() -> None:
    """Behind eight bytes of header."""
    raw = (
        b"\x02\x01\x00\x01\x02\x03\x0b\x00"
        + b"NR\0".ljust(11, b"\0")
        + b"N\x03\0\0\0"
        + b"LAST".ljust(11, b"\0")
        + b"C\x07\0\0\0\r"
    )
    found = describe(raw.ljust(521, b"\0"), "dbase2")
    assert [(field.name, field.letter, field.length) for field in found.fields] == [(b"NR", "N", 3), (b"LAST", "C", 7)]


def test_the_array_may_end_without_its_terminator() -> None:
    """With the header, or with a NUL."""
    assert len(describe(header(FIELDS, 0, end=b""), "dbase").fields) == 3
    assert len(describe(header(FIELDS, 0, end=b"\0"), "dbase").fields) == 3
    assert len(describe(header(FIELDS, 0, end=bytes(64)), "dbase").fields) == 3


def test_long_texts_take_their_decimals_for_length() -> None:
    """As in Clipper: 44 + 256."""
    longer = with_long_texts(describe(header([F("T", "C", 44, 1), F("N", "N", 5, 1)], 0), "dbase").fields)
    assert [(field.length, field.offset, field.decimals) for field in longer] == [(300, 1, 0), (5, 301, 1)]


def test_only_visual_foxpro_has_nulls() -> None:
    """Elsewhere the byte means something else."""
    fields = [F("A", "C", 1, flags=2), F("B", "C", 1)]
    assert [field.nullable for field in describe(header(fields, 0, version=0x30), "visual").fields] == [True, False]
    assert [field.nullable for field in describe(header(fields, 0), "dbase").fields] == [False, False]
