"""Which code page is taken, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.dbf.encoding import code_page_of
from legacy_adapters.sources.files.dbf.header import read_header
from tests.sources.files.dbf.tables import F, column, faults_of, pieces, table, write

FIELDS = [F("T", "C", 3)]


def decided(path: Path, stated: str | None = None) -> tuple[str, str]:
    page, reason = code_page_of(path, read_header(path), stated)
    return page.name, reason


def test_the_header_says_it(tmp_path: Path) -> None:
    """By its byte, or by dBase 7's driver."""
    by_byte = write(tmp_path, table(FIELDS, [], language=0x69))
    assert decided(by_byte) == ("mazovia", "code page mazovia: the header has the byte 0x69")
    by_driver = write(tmp_path, table(FIELDS, [], version=0x04, language=0x1B, driver=b"DB850DE0"))
    assert decided(by_driver) == ("cp850", "code page cp850: the header names the driver DB850DE0")


def test_a_cpg_file_says_it_better(tmp_path: Path) -> None:
    """Unless it says nothing that is known; what is stated is better still."""
    path = write(tmp_path, table(FIELDS, [], language=3))
    (tmp_path / "t.cpg").write_text("1251\n")
    assert decided(path) == ("cp1251", "code page cp1251: t.cpg says 1251")
    assert decided(path, "cp866") == ("cp866", "code page cp866: it is stated")
    (tmp_path / "t.cpg").write_text("gibberish")
    assert decided(path)[0] == "cp1252"


def test_nothing_is_guessed(tmp_path: Path) -> None:
    """What is not ASCII is a fault where nobody says what it is."""
    path = write(tmp_path, table(FIELDS, [(b"abc",), (b"\x81ab",)]))
    found = pieces(path)
    assert faults_of(found) == [("record 2", "T", "undecodable", "\\x81ab")]
    assert column(path, "T", encoding="cp850") == ["abc", "üab"]


def test_an_unknown_code_page_is_refused(tmp_path: Path) -> None:
    """With some that are known."""
    with pytest.raises(ConfigError, match=r"there is no code page cp0815\n.*mazovia"):
        decided(write(tmp_path, table(FIELDS, [])), "cp0815")
