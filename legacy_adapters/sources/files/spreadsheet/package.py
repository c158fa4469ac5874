"""The zip file that .xlsx, .xlsb and .ods are: its parts, with limits that are checked before anything is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.markup import Element, elements
from legacy_adapters.sources.files.spreadsheet.unpacking import unpacking
from legacy_adapters.sources.files.spreadsheet.workbook import Limits, damaged

CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: its kind (the last word of the relationship's type) and the other part's name."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """An open package."""

    path: Path
    archive: zipfile.ZipFile
    limits: Limits

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self.archive.NameToInfo

    def chunks(self, part: str) -> Generator[bytes, None, None]:
        """A part's bytes, piece by piece. Raises ``BadPart``."""
        if not self.has(part):
            raise damaged(self.path, f"its part {part} is missing")
        with unpacking(self.path, f"its part {part} cannot be unpacked"), self.archive.open(part) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def elements(self, part: str) -> Iterator[Element]:
        """The elements of a part that is XML, as they begin."""
        return elements(self.chunks(part), f"{self.path} ({part})")

    def check_texts(self, part: str) -> None:
        """Raises ``BadPart`` where a part that must be held in memory is larger than the limit for texts."""
        size = self.archive.NameToInfo[part].file_size
        if size > self.limits.texts:
            raise too_large(self.path, f"its texts take {size:,} bytes", self.limits.texts)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part refers to, by the id of the reference."""
        folder, name = posixpath.split(part)
        beside = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(beside):
            return {}
        found: dict[str, Relation] = {}
        for element in self.elements(beside):
            if element.name == "Relationship":
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                target = element.attributes.get("Target", "")
                full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[element.attributes.get("Id", "")] = Relation(kind, posixpath.normpath(full))
        return found


@contextmanager
def open_package(path: Path, limits: Limits) -> Generator[Package, None, None]:
    """Opens a package. Raises ``BadPart`` for one that is damaged or would unpack beyond the limits."""
    with unpacking(path, "its archive cannot be read"):
        archive = zipfile.ZipFile(path)
    with archive:
        size = sum(info.file_size for info in archive.infolist())
        if size > limits.unpacked:
            raise too_large(path, f"unpacked it takes {size:,} bytes", limits.unpacked)
        yield Package(path, archive, limits)


def too_large(path: Path, what: str, limit: int) -> BadPart:
    """The error for a workbook that is beyond a limit."""
    return BadPart(
        f"the workbook is too large: {what}, and {limit:,} are allowed",
        where=str(path),
        hint="If the file is what it should be, raise the limit under `format` (max_unpacked, max_texts, max_cells).",
    )
