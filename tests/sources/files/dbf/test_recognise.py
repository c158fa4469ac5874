"""Which files are DBF files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.dbf.recognise import recognise
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.dbf.versions import VERSIONS
from legacy_adapters.sources.files.format import Recognised, Sample
from tests.sources.files.dbf.memo_bytes import dbt3
from tests.sources.files.dbf.tables import F, table, write

FIELDS = [F("KONTO", "C", 20), F("BETRAG", "N", 12, 2)]
AMOUNT = b"        1.00"


def seen(path: Path) -> Recognised | None:
    return recognise(Sample.of(path))


@pytest.mark.parametrize("version", sorted(VERSIONS.keys() - {2}))
def test_every_version_is_known(tmp_path: Path, version: int) -> None:
    """By its first byte; the evidence says what it is."""
    path = write(tmp_path, table(FIELDS, [(b"4711".ljust(20), AMOUNT)], version=version, language=2))
    found = seen(path)
    assert found is not None
    assert found.settings == DbfFormat(encoding="cp850")
    assert found.evidence[0] == f"{VERSIONS[version].name}: byte 0x{version:02X}, 1 records of 33 bytes"


def test_an_empty_table_is_known(tmp_path: Path) -> None:
    """There is nothing but its header to go by."""
    assert seen(write(tmp_path, table(FIELDS, []))) is not None


def test_deleted_records_are_told(tmp_path: Path) -> None:
    """Before anybody misses them."""
    rows = [(b"*", b" " * 20, AMOUNT), (b" " * 20, AMOUNT)]
    found = seen(write(tmp_path, table(FIELDS, rows)))
    assert found is not None
    assert found.evidence[1] == "1 of the first 2 records are deleted"


@pytest.mark.parametrize(
    ("text", "codec"),
    [("Müller & Söhne größer", "cp850"), ("Фирма Иванов и сын", "cp866"), ("合計金額と消費税", "cp932")]
)  # fmt: skip
def test_a_code_page_that_nobody_names_is_recognised(tmp_path: Path, text: str, codec: str) -> None:
    """And pinned, with the reason: reading alone would not guess."""
    raw = text.encode(codec)
    found = seen(write(tmp_path, table([F("T", "C", 40)], [(raw.ljust(40),)] * 5)))
    assert found is not None
    assert found.settings == DbfFormat(encoding=codec)
    assert found.evidence[-1].startswith(f"only ASCII: the header names no code page; {codec}: ")


def test_long_texts_are_looked_at_too(tmp_path: Path) -> None:
    """Often they alone have letters that are not ASCII."""
    path = write(tmp_path, table([F("T", "C", 4), F("M", "M", 10)], [(b"abcd", b"         1")], version=0x83))
    assert (found := seen(path)) is not None
    assert found.settings == DbfFormat()
    assert found.evidence[2] == "the memo file of M is not beside the table: their texts are faults"
    (tmp_path / "t.dbt").write_bytes(dbt3({1: "Lieferung für Müller, größere Mengen später".encode("cp850")}))
    assert (found := seen(path)) is not None
    assert found.settings == DbfFormat(encoding="cp850")
    assert "memo file" not in found.evidence[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"0",
        b"0000001;0000002;0000003\r\n" * 50,
        b"1;2;3\r\n" * 100,
        b'{"a": [1, 2, 3]}\n' * 30,
        b"Code,Name\n1,a\n" * 30,
        b"combined list\n" * 30,
        b"\x03text" * 100,
        b"\x02\x01" * 600,
        bytes(2000),
        b"\x03" + bytes(2000),
        table(FIELDS, [(b"4711".ljust(20), AMOUNT)])[:50],
        table(FIELDS, [(b"x", b"4711".ljust(20), AMOUNT)]),
        table([F("A", "?", 3)], [(b"abc",)]),
        table([F(b"A\x01B", "C", 3)], [(b"abc",)]),
    ],
)
def test_other_files_are_not_taken(tmp_path: Path, data: bytes) -> None:
    """Texts, and tables that are none."""
    assert seen(write(tmp_path, data)) is None


@given(st.binary(max_size=300), st.sampled_from(sorted(VERSIONS)))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, data: bytes, version: int) -> None:
    """Whatever follows the first."""
    path = write(tmp_path_factory.mktemp("dbf"), bytes([version]) + data)
    found = seen(path)
    assert found is None or isinstance(found.settings, DbfFormat)


def test_a_file_that_went_away_is_none(tmp_path: Path) -> None:
    """Between the first look and the second."""
    path = write(tmp_path, table(FIELDS, []))
    sample = Sample.of(path)
    path.unlink()
    assert recognise(sample) is None
