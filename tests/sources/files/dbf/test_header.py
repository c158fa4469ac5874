"""Headers, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.dbf.header import parse_header, read_header
from tests.sources.files.dbf.tables import F, header, table, write

FIELDS = [F("A", "C", 3), F("B", "N", 5, 2)]
ROWS = [(b"abc", b" 1.00"), (b"def", b"-2.50")]


def test_a_header_says_where_records_are(tmp_path: Path) -> None:
    """Their number, first, length, and the code page's byte."""
    found = read_header(write(tmp_path, table(FIELDS, ROWS, language=2)))
    assert (found.records, found.start, found.length, found.language, found.size) == (2, 97, 9, 2, 97 + 18 + 1)


def test_dbase7_names_its_driver(tmp_path: Path) -> None:
    """Behind the first 32 bytes."""
    found = read_header(write(tmp_path, table(FIELDS, ROWS, version=0x8C, driver=b"DB850DE0")))
    assert (found.driver, found.start) == ("DB850DE0", 68 + 96 + 1)


@pytest.mark.parametrize("length", [0, 1, 16, 32, 33, 60, 90])
def test_a_header_cut_off_is_refused(tmp_path: Path, length: int) -> None:
    """In words, with the file."""
    path = write(tmp_path, table(FIELDS, ROWS)[:length])
    with pytest.raises(BadPart, match=r"t\.dbf: (ends within its header|the file is empty)"):
        read_header(path)


@pytest.mark.parametrize(
    ("byte", "words"), [(0x00, "begins with 0x00"), (0xE5, r"HiPer-SIX table with \.smt"), (0x86, "encrypted")]
)
def test_what_is_not_read_is_refused_in_words(tmp_path: Path, byte: int, words: str) -> None:
    """What it is, where that is known."""
    with pytest.raises(BadPart, match=words):
        read_header(write(tmp_path, bytes([byte]) + table(FIELDS, ROWS)[1:]))


def test_an_encrypted_table_is_refused(tmp_path: Path) -> None:
    """Where the byte that says so is not left over from something else."""
    marked = bytearray(table(FIELDS, ROWS))
    marked[15] = 1
    assert read_header(write(tmp_path, bytes(marked))).records == 2
    marked[97] = 0x8F
    with pytest.raises(BadPart, match=r"is encrypted by dBase\n.*Take the protection off"):
        read_header(write(tmp_path, bytes(marked)))


def test_no_field_is_no_table(tmp_path: Path) -> None:
    """A header that ends at once."""
    with pytest.raises(BadPart, match="describes no field"):
        read_header(write(tmp_path, table([], [], length=1)))


def test_fields_larger_than_records_are_refused(tmp_path: Path) -> None:
    """They would read into the next one."""
    with pytest.raises(BadPart, match="its fields take 9 bytes, and its records have 8"):
        read_header(write(tmp_path, table(FIELDS, ROWS, length=8, tail=bytes(20))))


@pytest.mark.parametrize("stated", [8, 10, 200])
def test_a_wrong_length_of_records_is_seen_through(tmp_path: Path, stated: int) -> None:
    """Where the fields' own length fills the file, and the header's does not."""
    data = table(FIELDS, ROWS * 20)
    wrong = data[:10] + stated.to_bytes(2, "little") + data[12:]
    assert read_header(write(tmp_path, wrong)).length == 9


def test_bytes_that_no_field_has_stay_in_the_record(tmp_path: Path) -> None:
    """The records are as long as the header says."""
    found = read_header(write(tmp_path, table(FIELDS, [(b"abc", b" 1.00", b""), (b"def", b"-2.50", b"")], length=12)))
    assert (found.length, [field.length for field in found.fields]) == (12, [3, 5])


def test_clipper_texts_are_longer_than_255(tmp_path: Path) -> None:
    """Where that is what makes the record's length."""
    fields = [F("T", "C", 44, 1)]
    found = read_header(write(tmp_path, table(fields, [(b"x" * 300,)], length=301)))
    assert [field.length for field in found.fields] == [300]
    plain = read_header(write(tmp_path, table(fields, [(b"x" * 44,)])))
    assert [field.length for field in plain.fields] == [44]


@pytest.mark.parametrize("stated", [97, 98, 96 + 1 + 100, 97 + 263])
def test_records_are_found_behind_a_wrong_length(tmp_path: Path, stated: int) -> None:
    """Visual FoxPro's header is 263 bytes longer than others, which writers forget."""
    data = table(FIELDS, ROWS, version=0x30)
    wrong = data[:8] + stated.to_bytes(2, "little") + data[10:]
    assert read_header(write(tmp_path, wrong)).start == 97 + 263


def test_records_that_the_header_does_not_count_move_nothing(tmp_path: Path) -> None:
    """A record stands where the header says: there it begins."""
    data = table(FIELDS, ROWS * 40, records=3)
    assert read_header(write(tmp_path, data)).start == 97


@given(st.binary(max_size=400), st.integers(0, 2**40))
def test_any_bytes_are_a_header_or_refused(data: bytes, size: int) -> None:
    """And nothing else."""
    try:
        found, end = parse_header(data or b"\0", size, "f")
    except BadPart:
        return
    assert end <= found.start
    assert sum(field.length for field in found.fields) < found.length


@given(st.data())
def test_a_damaged_header_is_a_header_or_refused(data: st.DataObject) -> None:
    """One byte changed anywhere."""
    whole = bytearray(header(FIELDS, 2))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found, _ = parse_header(bytes(whole), 10_000, "f")
    except BadPart:
        return
    assert found.length > 0
