"""Workbooks for the tests, written part by part so that each can be as odd as it has to be."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip file of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def relations(*targets: tuple[str, str]) -> str:
    """The part with references to (kind, target), with the ids r0, r1 and so on."""
    found = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f"<Relationships>{found}</Relationships>"


def xlsx(
    path: Path,
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    mac: bool = False,
    states: Mapping[str, str] | None = None,
) -> Path:
    """An .xlsx of sheets, each the XML of its rows. Style 0 is general, those after it have the ``formats``."""
    names = list(sheets)
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}" state="{states.get(name, "visible")}"/>'
        for i, name in enumerate(names)
    )
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{code}"/>' for i, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(formats)))
    targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(len(names))]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(*targets, ("sharedStrings", "shared.xml"), ("styles", "styles.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><workbookPr date1904="{int(mac)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/shared.xml": "<sst>" + "".join(f"<si>{text}</si>" for text in strings) + "</sst>",
        "xl/styles.xml": f"<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    for i, name in enumerate(names):
        parts[f"xl/worksheets/sheet{i}.xml"] = f"<worksheet><sheetData>{sheets[name]}</sheetData></worksheet>"
    return pack(path, parts)


def row(*cells: str | float | None, number: int | None = None) -> str:
    """A row's XML: text inline, numbers as such, None left out. A text that begins with ``<c`` is taken as it is."""
    found = []
    for i, cell in enumerate(cells):
        place = f' r="{chr(65 + i)}{number}"' if number else ""
        if cell is None:
            found.append(f"<c{place}/>")
        elif isinstance(cell, str) and cell.startswith("<c"):
            found.append(cell)
        elif isinstance(cell, str):
            found.append(f'<c{place} t="inlineStr"><is><t>{cell}</t></is></c>')
        else:
            found.append(f"<c{place}><v>{cell}</v></c>")
    return f"<row{f' r={chr(34)}{number}{chr(34)}' if number else ''}>{''.join(found)}</row>"


def ods(path: Path, sheets: Mapping[str, str], *, styles: str = "") -> Path:
    """An .ods of sheets, each the XML of its rows."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    names = ("office", "table", "text", "style", "calcext")
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in names)
    content = (
        f"<office:document-content {spaces}>{styles}<office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(path, {"mimetype": kind, "content.xml": content})


def record(kind: int, data: bytes) -> bytes:
    """A record of an .xlsb part: number and length in groups of seven bits."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = bytearray()
    size = len(data)
    while size >= 0x80:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    length.append(size)
    return number + bytes(length) + data


def wide(text: str) -> bytes:
    """A text of an .xlsb record."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    path: Path, rows: bytes, *, strings: Sequence[str] = (), formats: Sequence[str] = (), mac: bool = False
) -> Path:
    """An .xlsb with one sheet called ``S`` of these records. Style 0 is general, then come the ``formats``."""
    sheet = record(156, struct.pack("<II", 0, 1) + wide("r0") + wide("S"))
    codes = b"".join(record(44, struct.pack("<H", 200 + i) + wide(code)) for i, code in enumerate(formats))
    cells = b"".join(record(47, struct.pack("<HH", 0, 200 + i if i >= 0 else 0)) for i in range(-1, len(formats)))
    return pack(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations(
                ("worksheet", "sheet1.bin"), ("sharedStrings", "shared.bin"), ("styles", "styles.bin")
            ),
            "xl/workbook.bin": record(153, struct.pack("<II", int(mac), 0)) + sheet,
            "xl/shared.bin": b"".join(record(19, b"\0" + wide(text)) for text in strings),
            "xl/styles.bin": codes + record(617, b"\0\0\0\0") + cells + record(618, b""),
            "xl/sheet1.bin": rows,
        },
    )


def biff(kind: int, data: bytes = b"") -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def xls(path: Path, cells: bytes, *, formats: Sequence[str] = (), mac: bool = False) -> Path:
    """An .xls of Excel 5 without a compound file around it: one sheet called ``S`` of these records, code page 1252."""
    font = biff(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial")
    codes = b"".join(
        biff(0x41E, struct.pack("<HB", 200 + i, len(code)) + code.encode("ascii")) for i, code in enumerate(formats)
    )
    numbers = [0] * 16 + [200 + i for i in range(len(formats))]
    styles = b"".join(
        biff(0xE0, struct.pack("<HHHBBHHHH", 0, number, 0xFFF5 if i < 15 else 1, 0, 0, 0, 0, 0, 0))
        for i, number in enumerate(numbers)
    )
    start = biff(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + biff(0x42, struct.pack("<H", 1252))
    start += biff(0x22, struct.pack("<H", int(mac))) + font * 4 + codes + styles
    place = len(start) + 4 + 8 + 4
    start += biff(0x85, struct.pack("<IHB", place, 0, 1) + b"S") + biff(0x0A)
    path.write_bytes(start + biff(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)) + cells + biff(0x0A))
    return path


def pieces(
    path: Path, sheet: str | None = None, *, most_rows: int = 1000, after: str | None = None, **settings: Any
) -> list[Piece]:
    """What is read of a workbook."""
    return list(SpreadsheetSettings.model_validate(settings).read(path, sheet, None, after, most_rows))


def rows(path: Path, sheet: str | None = None, **settings: Any) -> list[dict[str, Any]]:
    """The rows of a sheet; a number in a column of mixed cells with a # behind it."""
    return [plain(row) for piece in pieces(path, sheet, **settings) for row in piece.rows.to_pylist()]


def faults(path: Path, sheet: str | None = None, **settings: Any) -> list[tuple[int, str, str, str]]:
    """The faults of the first piece."""
    found = pieces(path, sheet, **settings)[0].faults
    return [] if found is None else [tuple(fault.values()) for fault in found.to_pylist()]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row in a form that is easily compared."""
    return {name: cell["text"] + "#" * cell["number"] if isinstance(cell, dict) else cell for name, cell in row.items()}
