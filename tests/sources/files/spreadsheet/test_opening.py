"""What a file is, by its content; never by its name."""

from __future__ import annotations

import random
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.spreadsheet.opening import OLE, flavour_of, name_of_refused, open_workbook
from legacy_adapters.sources.files.spreadsheet.workbook import Limits
from tests.sources.files.spreadsheet.books import ods, pack, pieces, record, row, xls, xlsb, xlsx

LIMITS = Limits(10**7, 10**6, 10**6)


def test_each_flavour_is_known_by_its_content(tmp_path: Path) -> None:
    """All are called .dat here."""
    path = tmp_path / "file.dat"
    assert flavour_of(xlsx(path, {"S": row("a")}), path.read_bytes()) == "xlsx"
    assert flavour_of(xlsb(path, b""), path.read_bytes()) == "xlsb"
    assert flavour_of(ods(path, {"S": ""}), path.read_bytes()) == "ods"
    assert flavour_of(xls(path, b""), path.read_bytes()) == "xls"
    assert flavour_of(pack(path, {"a.txt": "x"}), path.read_bytes()) is None
    assert flavour_of(pack(path, {"[Content_Types].xml": "", "word/document.xml": ""}), path.read_bytes()) is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x00\x00\x02\x00\x06\x04\x06\x00", "Lotus"),
        (b"\x00\x00\x1a\x00\x02\x10\x04\x00", "Lotus"),
        (b"\x00\x00\x02\x00\x01\x10\xc9\x00", "Quattro"),
        (b"\xff\x00\x02\x00\x04\x04\x05T", "Works"),
        (b"ID;PWXL;N;E", "SYLK"),
        (b"TABLE\r\n0,1\r\n", "DIF"),
        (b"\r\n<HTML><table>", "HTML"),
        (b"a;b;c", "no workbook"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, head: bytes, name: str) -> None:
    """A person learns what the file is, and what to do."""
    (tmp_path / "a.xls").write_bytes(head)
    with pytest.raises(BadPart, match=name) as caught, open_workbook(tmp_path / "a.xls", LIMITS):
        pass
    assert "save it as .xlsx" in caught.value.hint


def test_ordinary_text_is_no_other_spreadsheet() -> None:
    """Only what certainly is one is named."""
    assert name_of_refused(b"IDX;NAME\n1;a") is None
    assert name_of_refused(b"TABLE;NAME") is None


def test_compound_files(tmp_path: Path) -> None:
    """A compound file is a workbook, an encrypted one, or something else."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(BadPart, match="password"):
        flavour_of(path, OLE)
    path.write_bytes(OLE + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    assert flavour_of(path, OLE) is None
    path.write_bytes(OLE + b"\0" * 600 + "Workbook\0".encode("utf-16-le"))
    assert flavour_of(path, OLE) == "xls"
    with pytest.raises(BadPart), open_workbook(path, LIMITS):
        pass


def test_broken_archive(tmp_path: Path) -> None:
    """A zip file that is cut off is damage."""
    path = xlsx(tmp_path / "a.xlsx", {"S": row("a")})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadPart, match="damaged"), open_workbook(path, LIMITS):
        pass


@pytest.mark.parametrize("flavour", ["xlsx", "xlsb", "ods"])
def test_any_damage_within_is_told_in_words(tmp_path: Path, flavour: str) -> None:
    """Whichever bytes of whichever part are others: rows or words, and as many origins as rows."""
    path = tmp_path / "a"
    cell = record(0, struct.pack("<IIHBB", 0, 0, 300, 0, 0) + b"\0" * 5)
    cell += record(7, struct.pack("<III", 0, 0, 0)) + record(5, struct.pack("<IId", 1, 1, 45351.0))
    made = {
        "xlsx": lambda: xlsx(path, {"S": row("a", "b") + row("x", '<c s="1"><v>45351</v></c>')}, formats=["d.m.yy"]),
        "xlsb": lambda: xlsb(path, cell, strings=["x"], formats=["d.m.yy"]),
        "ods": lambda: ods(path, {"S": "<table:table-row><table:table-cell/></table:table-row>"}),
    }[flavour]()
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(flavour)
    for _ in range(300):
        name = chance.choice([name for name, content in parts.items() if len(content) > 5])
        changed = bytearray(parts[name])
        for _ in range(chance.randrange(1, 4)):
            changed[chance.randrange(len(changed))] = chance.choice([0, 0xFF, 0x3C, 0x22, chance.randrange(256)])
        pack(path, parts | {name: bytes(changed[: chance.choice([len(changed), chance.randrange(len(changed))])])})
        with suppress(BadPart, ConfigError):
            pieces(path)
