"""The records of a DBF: how many there are, their bytes, and the mark in front of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

import numpy as np

from legacy_adapters.sources.files.dbf.header import END_OF_FILE, Header
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.faults import Rows

RecordCount: TypeAlias = Literal["check", "header", "file"]

_DELETED: Final = 0x2A
_LIVE: Final = 0x20
_SCANNED_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Extent:
    """How many whole records there are, and whether one more is cut off."""

    whole: int
    cut: bool

    @property
    def records(self) -> int:
        """All of them."""
        return self.whole + self.cut


@dataclass(frozen=True, slots=True)
class Marks:
    """What the byte in front of each record says. ``broken``: it says nothing, or the record was never written."""

    deleted: Rows
    broken: Rows


def extent_of(path: Path, header: Header, count: RecordCount) -> Extent:
    """Which records are in the file. Those behind the number that the header states count if they have a mark; the
    end mark and what is left over behind the last record do not."""
    there, left = divmod(header.size - header.start, header.length)
    if there < header.records:
        with path.open("rb") as file:
            file.seek(header.start + there * header.length)
            return Extent(there, file.read(left) not in (b"", bytes([END_OF_FILE])))
    if count == "header":
        return Extent(header.records, cut=False)
    with path.open("rb") as file:
        return _beyond(file, header, there, left)


def _beyond(file: BinaryIO, header: Header, there: int, left: int) -> Extent:
    """The records behind those that the header counts, up to the first without a mark."""
    marks = (_LIVE, _DELETED)
    record, step = header.records, max(1, _SCANNED_BYTES // header.length)
    while record < there:
        file.seek(header.start + record * header.length)
        chunk = file.read(min(step, there - record) * header.length)
        unmarked = np.flatnonzero(~np.isin(np.frombuffer(chunk, np.uint8)[:: header.length], marks))
        if len(unmarked):
            return Extent(record + int(unmarked[0]), cut=False)
        if not chunk:
            return Extent(record, cut=False)
        record += -(-len(chunk) // header.length)
    if left > 1 and there > header.records:
        file.seek(header.start + there * header.length)
        return Extent(there, cut=file.read(1)[:1] in (b" ", b"*"))
    return Extent(there, cut=False)


def read_records(file: BinaryIO, header: Header, first: int, count: int) -> Matrix:
    """Up to ``count`` whole records behind the first ``first``, a row of bytes for each."""
    file.seek(header.start + first * header.length)
    data = file.read(count * header.length)
    whole = len(data) // header.length
    return np.frombuffer(data, np.uint8, whole * header.length).reshape(whole, header.length)


def marks_of(records: Matrix) -> Marks:
    """The marks of some records. Some writers have NUL where others have a blank."""
    marks = records[:, 0]
    broken = ~np.isin(marks, (_LIVE, _DELETED, 0))
    unwritten = marks == 0
    if unwritten.any():
        broken |= unwritten & ~records.any(axis=1)
    return Marks(marks == _DELETED, broken)
