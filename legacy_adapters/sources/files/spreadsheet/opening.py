"""Which reader a workbook needs is seen from its first bytes and its parts, never from its name."""

from __future__ import annotations

import zipfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Literal, TypeAlias

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.unpacking import unpacking
from legacy_adapters.sources.files.spreadsheet.workbook import Limits, Opener, Workbook

Flavour: TypeAlias = Literal["xlsx", "xlsb", "ods", "xls", "xml2003"]

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
_BIFF: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""Excel 2, 3, 4 and 5 without a compound file around it."""

_HEAD: Final = 4 * 1024 * 1024

_REFUSED: Final = (
    ((b"\x00\x00\x1a\x00", b"\x00\x00\x02\x00\x04\x04", b"\x00\x00\x02\x00\x06\x04"), "Lotus 1-2-3"),
    ((b"\xff\x00\x02\x00",), "Microsoft Works"),
    ((b"\x00\x00\x02\x00",), "Quattro Pro"),
    ((b"ID;",), "SYLK"),
    ((b"TABLE\r\n0", b"TABLE\n0"), "DIF"),
)
"""Other spreadsheets, by how they begin."""


def name_of_refused(head: bytes) -> str | None:
    """The format of a spreadsheet that is known and not read; None for everything else."""
    for beginnings, name in _REFUSED:
        if head.startswith(beginnings):
            return name
    start = head[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        return "an HTML table"
    return None


def flavour_of(path: Path, head: bytes) -> Flavour | None:
    """What kind of workbook a file is, None for one that is none. Raises ``BadPart`` for a damaged or encrypted one."""
    if head.startswith(ZIP):
        return _zipped(path)
    if head.startswith(_BIFF):
        return "xls"
    if _is_xml2003(head):
        return "xml2003"
    return _compound(path) if head.startswith(OLE) else None


def _is_xml2003(head: bytes) -> bool:
    """A ``Workbook`` in Microsoft's namespace for spreadsheets, in UTF-8 or UTF-16."""
    start = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return start.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in start and b"Workbook" in start


def open_workbook(path: Path, limits: Limits) -> AbstractContextManager[Workbook]:
    """Opens a workbook. Raises ``BadPart`` with what the file is instead, ``DriverMissing`` and ``OSError``."""
    with path.open("rb") as file:
        head = file.read(4096)
    flavour = flavour_of(path, head)
    if flavour is None:
        name = name_of_refused(head)
        raise BadPart(
            f"this is {name}, which is not read" if name else "this is no workbook that can be read",
            where=str(path),
            hint="Open it in LibreOffice or Excel and save it as .xlsx, or export it as CSV.",
        )
    return _opener(flavour)(path, limits)


def _opener(flavour: Flavour) -> Opener:
    """Each is imported when it is needed."""
    match flavour:
        case "xlsx":
            from legacy_adapters.sources.files.spreadsheet.xlsx import open_xlsx

            return open_xlsx
        case "xlsb":
            from legacy_adapters.sources.files.spreadsheet.xlsb import open_xlsb

            return open_xlsb
        case "ods":
            from legacy_adapters.sources.files.spreadsheet.ods import open_ods

            return open_ods
        case "xls":
            from legacy_adapters.sources.files.spreadsheet.xls import open_xls

            return open_xls
        case "xml2003":
            from legacy_adapters.sources.files.spreadsheet.xml2003 import open_xml2003

            return open_xml2003


def _zipped(path: Path) -> Flavour | None:
    with unpacking(path, "its archive cannot be read"), zipfile.ZipFile(path) as archive:
        names = archive.NameToInfo
        if "[Content_Types].xml" in names:
            if any(name.startswith("xl/") for name in names):
                return "xlsb" if any(name.endswith("workbook.bin") for name in names) else "xlsx"
            return None
        if "content.xml" in names and "mimetype" in names:
            with archive.open("mimetype") as file:
                return "ods" if b"opendocument.spreadsheet" in file.read(200) else None
    return None


def _compound(path: Path) -> Flavour | None:
    """A compound file is told by the names in its directory, in UTF-16 wherever it lies."""
    with path.open("rb") as file:
        content = file.read(_HEAD)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise BadPart(
            "the workbook is protected by a password",
            where=str(path),
            hint="Save it without a password, or have it sent so.",
        )
    known = (name.encode("utf-16-le") + b"\x00\x00" for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
    return "xls" if any(name in content for name in known) or len(content) == _HEAD else None
