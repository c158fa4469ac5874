"""Files for the tests of this folder, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest

from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.xml import chunks, planning, reader
from legacy_adapters.sources.files.xml.settings import XmlFormat

Mode = Literal["fast", "parts", "whole"]
MODES: tuple[Mode, ...] = ("fast", "parts", "whole")
"""The fast lane where it can, the general engine over parts of the file, and over the file as one."""

LEDGER = """<?xml version="1.0" encoding="UTF-8"?>
<Ledger company="Müller &amp; Söhne">
  <Header><Date>2025-01-31</Date></Header>
  <Entry id="1"><Amount Ccy="EUR">10.00</Amount><Text>Porto</Text></Entry>
  <Entry id="2"><Amount Ccy="USD">-2.50</Amount><Text>L&#246;hne</Text></Entry>
  <Entry id="3"><Amount Ccy="EUR">7.25</Amount></Entry>
  <Trailer><Count>3</Count><Sum>14.75</Sum></Trailer>
</Ledger>
"""


def write(folder: Path, content: str | bytes, name: str = "file.xml") -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@contextmanager
def reading(mode: Mode, chunk_bytes: int = 200) -> Iterator[None]:
    """Everything in between is read in this way, the parts being as small as that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "SMALL_BYTES", 0)
        patch.setattr(chunks, "CHUNK_BYTES", chunk_bytes)
        patch.setattr(reader, "CHUNK_BYTES", 1 << 20)
        if mode != "fast":
            patch.setattr(reader, "fast_lane", lambda *_: None)
        if mode == "whole":
            patch.setattr(reader, "find_start", lambda _: None)
        yield


@dataclass(frozen=True)
class Read:
    """All that was read: cells by column, origins, and faults as (row, column, code)."""

    columns: dict[str, list[str | None]]
    origins: list[str]
    faults: list[tuple[int, str, str]]
    stated: dict[str, str]

    def rows(self) -> list[tuple[str | None, ...]]:
        """The rows."""
        return list(zip(*self.columns.values(), strict=True))


def pieces_of(settings: XmlFormat, path: Path, table: str | None = None, most_rows: int = 1000) -> list[Piece]:
    """All pieces of a table."""
    return list(settings.read(path, table, None, None, most_rows))


def joined(pieces: Sequence[Piece], names: Sequence[str]) -> Read:
    """Pieces as one."""
    columns: dict[str, list[str | None]] = {name: [] for name in names}
    origins: list[str] = []
    faults: list[tuple[int, str, str]] = []
    stated: dict[str, str] = {}
    for piece in pieces:
        if piece.faults is not None:
            faults += [(f["row"] + len(origins), f["column"], f["code"]) for f in piece.faults.to_pylist()]
        for name in names:
            columns[name] += piece.rows.column(name).to_pylist()
        origins += map(str, piece.origin.to_pylist())
        stated.update(piece.stated)
    return Read(columns, origins, faults, stated)


def read(settings: XmlFormat, path: Path, table: str | None = None, most_rows: int = 1000) -> Read:
    """All of a table."""
    return joined(pieces_of(settings, path, table, most_rows), settings.schema(path, table).names)


def by_hand(document: bytes, record: str, fields: dict[str, str]) -> list[dict[str, str | None]]:
    """The records below the root by the standard library's parser, which shares nothing with ours: every field is an
    element, or element/@attribute, below the record; several are joined by a bar."""
    records = [element for element in ElementTree.fromstring(document) if element.tag == record]
    return [{name: _value(element, path) for name, path in fields.items()} for element in records]


def _value(element: Any, path: str) -> str | None:
    steps, _, attribute = path.partition("@")
    places = element.findall(steps.rstrip("/")) if steps else [element]
    values = [place.get(attribute) if attribute else "".join(place.itertext()) for place in places]
    return "|".join(value for value in values if value) or None
