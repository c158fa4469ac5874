"""Headers of Paradox tables, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.paradox.header import parse_header, read_header
from tests.sources.files.paradox.tables import ALPHA, BCD, NUMBER, P, header, integer, table, write

FIELDS = [P("Konto", ALPHA, 8), P("Betrag", NUMBER, 8), P("Wert", BCD, 2)]


@pytest.mark.parametrize(
    ("version", "program"), [(3, "3"), (4, "3.5"), (5, "4"), (9, "4"), (10, "5"), (11, "5"), (12, "7")]
)
def test_every_version_is_read(tmp_path: Path, version: int, program: str) -> None:
    """The earlier ones have a shorter header and no number of a code page."""
    found = read_header(write(tmp_path, header(FIELDS, 7, 0, version=version, sort_order=0xB7)))
    assert found.program == f"Paradox {program}"
    assert [(field.name, field.offset, field.length) for field in found.fields] == [
        (b"Konto", 0, 8),
        (b"Betrag", 8, 8),
        (b"Wert", 16, 17),
    ]
    assert (found.records, found.record_size, found.block_size, found.start) == (7, 33, 1024, 2048)
    assert (found.code_page, found.sort_order) == (437 if version > 4 else 0, 0xB7)


@pytest.mark.parametrize("length", [0, 1, 0x57, 0x58, 0x77, 500, 2047])
def test_a_header_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    """In words, with the file."""
    with pytest.raises(BadPart, match=r"t\.db: (ends within its header|the file is empty)"):
        read_header(write(tmp_path, header(FIELDS, 0, 0)[:length]))


@pytest.mark.parametrize("version", [4, 12])
def test_an_encrypted_table_is_refused(tmp_path: Path, version: int) -> None:
    """With what to do."""
    with pytest.raises(BadPart, match=r"is encrypted with a password\n.*Take the password off"):
        read_header(write(tmp_path, header(FIELDS, 0, 0, version=version, encryption=0x1234)))


@pytest.mark.parametrize("kind", [1, 3, 4, 5, 6, 7, 8])
def test_an_index_is_refused(tmp_path: Path, kind: int) -> None:
    """It has the same header."""
    with pytest.raises(BadPart, match="is an index"):
        read_header(write(tmp_path, header(FIELDS, 0, 0, kind=kind)))


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"record_size": 34}, "its fields take 33 bytes, and its records have 34"),
        ({"record_size": 0}, "is no Paradox table"),
        ({"kilobytes": 0}, "is no Paradox table"),
        ({"kilobytes": 33}, "is no Paradox table"),
        ({"start": 0x6C}, "is no Paradox table"),
        ({"count": 0}, "describes no fields"),
        ({"start": 200}, "describes no fields, or not all of them"),
    ],
)
def test_a_damaged_header_is_refused(tmp_path: Path, stated: dict[str, int], words: str) -> None:
    """For what is wrong with it."""
    with pytest.raises(BadPart, match=words):
        read_header(write(tmp_path, header(FIELDS, 0, 0, **stated)))


@given(st.binary(max_size=700), st.integers(0, 2**40))
def test_any_bytes_are_a_header_or_refused(data: bytes, size: int) -> None:
    """And nothing else."""
    try:
        found = parse_header(data, size, "f")
    except BadPart:
        return
    assert sum(field.length for field in found.fields) == found.record_size


@given(st.data())
def test_a_damaged_byte_is_seen_or_harmless(data: st.DataObject) -> None:
    """One byte changed anywhere."""
    whole = bytearray(table(FIELDS[:1], [(integer(1, 8),)]))
    whole[data.draw(st.integers(0, 600))] = data.draw(st.integers(0, 255))
    try:
        found = parse_header(bytes(whole), len(whole), "f")
    except BadPart:
        return
    assert found.record_size > 0
