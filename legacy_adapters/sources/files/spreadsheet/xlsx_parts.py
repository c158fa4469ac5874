"""The parts of an .xlsx file that its sheets lean on: the list of sheets, the shared texts, the number formats.

ECMA-376 part 1: 18.2 (workbook), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.spreadsheet.markup import Handlers, parse
from legacy_adapters.sources.files.spreadsheet.number_format import Show, show_of, show_of_built_in
from legacy_adapters.sources.files.spreadsheet.package import Package
from legacy_adapters.sources.files.spreadsheet.workbook import Sheet, damaged

WORKBOOK: Final = "officeDocument"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a workbook is made of: sheets with their parts, the epoch (``mac``: 1904), and parts shared by sheets."""

    sheets: dict[str, tuple[Sheet, str]]
    mac: bool
    strings: str | None
    styles: str | None


def workbook_part(package: Package) -> str:
    """The name of the part that all others hang on."""
    for relation in package.relations("").values():
        if relation.kind == WORKBOOK:
            return relation.part
    raise damaged(package.path, "it has no workbook in it")


def outline(package: Package) -> Outline:
    """Reads ``workbook.xml``. Sheets of charts have no cells and are left out."""
    part = workbook_part(package)
    related = package.relations(part)
    sheets: dict[str, tuple[Sheet, str]] = {}
    mac = False
    for element in package.elements(part):
        if element.name == "workbookPr":
            mac = element.attributes.get("date1904", "0") in {"1", "true"}
        if element.name == "sheet":
            name = element.attributes.get("name", "")
            target = related.get(element.attributes.get("id", ""))
            if target is not None and target.kind == "worksheet":
                sheets[name] = (Sheet(name, element.attributes.get("state", "visible") != "visible"), target.part)
    parts = {relation.kind: relation.part for relation in related.values()}
    return Outline(sheets, mac, parts.get("sharedStrings"), parts.get("styles"))


def shared_strings(package: Package, part: str | None) -> Sequence[str]:
    """The texts that cells refer to by number; without formats, and without readings (furigana)."""
    if part is None or not package.has(part):
        return []
    package.check_texts(part)
    return [text for texts in _strings(package, part) for text in texts]


def _strings(package: Package, part: str) -> Generator[list[str], None, None]:
    found: list[str] = []
    parts: list[str] = []
    inside = reading = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, reading
        if name == "si":
            parts.clear()
        elif name == "rPh":
            reading = True
        inside = name == "t" and not reading

    def end(name: str) -> None:
        nonlocal inside, reading
        inside = False
        if name == "si":
            found.append(unescaped("".join(parts)))
        elif name == "rPh":
            reading = False

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    for _ in parse(package.chunks(part), Handlers(start, end, text), f"{package.path} ({part})"):
        yield found
        found.clear()


def unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as ``_x000D_`` (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shows(package: Package, part: str | None) -> Sequence[Show]:
    """How each style of cells (``cellXfs``) shows a number."""
    if part is None or not package.has(part):
        return []
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False
    for element in package.elements(part):
        match element.name:
            case "numFmt":
                codes[_number(element.attributes.get("numFmtId"))] = element.attributes.get("formatCode", "")
            case "cellXfs":
                inside = True
            case "cellStyles" | "dxfs" | "tableStyles":
                inside = False
            case "xf" if inside:
                formats.append(_number(element.attributes.get("numFmtId")))
    return [show_of(codes[i]) if i in codes else show_of_built_in(i) for i in formats]


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
