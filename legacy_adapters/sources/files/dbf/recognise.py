"""Knows a DBF when it sees one: by its first byte, and by a header and a first record that fit each other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.code_page import recognise_code_page
from legacy_adapters.sources.files.dbf.cells import cells_of
from legacy_adapters.sources.files.dbf.companions import memo_path
from legacy_adapters.sources.files.dbf.encoding import UNSAID, code_page_of
from legacy_adapters.sources.files.dbf.fields import Field, size_of
from legacy_adapters.sources.files.dbf.header import Header, parse_header, read_header
from legacy_adapters.sources.files.dbf.layout import Column, layout_of
from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.dbf.memos import pointers_of, text_at
from legacy_adapters.sources.files.dbf.records import marks_of
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.dbf.versions import VERSIONS
from legacy_adapters.sources.files.desktop.code_page import CodePage, Matrix
from legacy_adapters.sources.files.desktop.long_texts import fetch
from legacy_adapters.sources.files.format import Recognised, Sample

_MARKS: Final = b" *\0"
_TYPES: Final = frozenset("CNFDLMGPYTIBVQWO@+0")
_LONGEST_NAME: Final = 32
_MEMOS: Final = 1000
"""Of so many records the long texts are looked at."""


def recognise(sample: Sample) -> Recognised | None:
    """The settings for a DBF; None for any other file, also for one that begins as a DBF does by chance."""
    if not sample.head or sample.head[0] not in VERSIONS:
        return None
    try:
        parse_header(sample.head, sample.size, sample.path.name)
        header = read_header(sample.path)
        if not _is_likely(header):
            return None
        records = _records(sample, header)
        if len(records) and (marks_of(records).broken[0] or records[0, 0] not in _MARKS):
            return None
        page, reason = code_page_of(sample.path, header, None)
    except (BadPart, OSError):
        return None
    said = f"{header.version.name}: byte 0x{sample.head[0]:02X}, {header.records} records of {header.length} bytes"
    evidence = [said, f"{int(marks_of(records).deleted.sum())} of the first {len(records)} records are deleted"]
    if lost := _without_memo_file(sample.path):
        evidence.append(f"the memo file of {', '.join(lost)} is not beside the table: their texts are faults")
    if page.name != UNSAID:
        return Recognised(DbfFormat(encoding=page.name), (*evidence, reason))
    pinned, why = _by_letters(sample.path, records)
    return Recognised(DbfFormat(encoding=pinned), (*evidence, f"{reason}; {why}"))


def _is_likely(header: Header) -> bool:
    """Whether the fields have sensible names and types, and fill their records."""
    first = header.fields[0]
    fits = size_of(header.fields) == header.length or header.version.family != "dbase2"
    return fits and bool(first.name) and first.length > 0 and all(_is_field(field) for field in header.fields)


def _is_field(field: Field) -> bool:
    printable = all(byte > 0x20 or byte == 0x20 for byte in field.name)
    return printable and len(field.name) <= _LONGEST_NAME and field.letter.upper() in _TYPES


def _records(sample: Sample, header: Header) -> Matrix:
    data = sample.head[header.start : header.start + header.records * header.length]
    whole = len(data) // header.length
    return np.frombuffer(data, np.uint8, whole * header.length).reshape(whole, header.length)


def _without_memo_file(path: Path) -> list[str]:
    """The columns whose texts cannot be had."""
    names = [column.name for column in layout_of(path, DbfFormat()).columns if column.kind.startswith("memo")]
    return names if names and memo_path(path) is None else []


def _by_letters(path: Path, records: Matrix) -> tuple[str | None, str]:
    """The code page that the texts of some records look like, and why; None where there is nothing to go by."""
    columns = layout_of(path, DbfFormat()).columns
    cells = [cells_of(column, records) for column in columns if column.kind in ("text", "varying")]
    texts = [cell.tobytes().rstrip(b" \0") for column in cells for cell in column[(column & 0x80).any(axis=1)]]
    data = b"\n".join(texts + _memos(path, columns, records[:_MEMOS]))
    if data.isascii():
        return None, f"nor do the first {len(records)} records need one"
    found = recognise_code_page(data)
    try:
        return CodePage.named(found.codec).name, found.evidence
    except LookupError:
        return None, found.evidence


def _memos(path: Path, columns: Sequence[Column], records: Matrix) -> list[bytes]:
    """The long texts of some records that are not all ASCII."""
    pointers = [pointers_of(cells_of(column, records)) for column in columns if column.kind == "memo"]
    found = memo_path(path) if pointers else None
    if found is None:
        return []
    with closing(MemoFile.open(found, read_header(path).version.memos)) as memos:
        fetched = fetch(pointers, len(records), lambda place: text_at(place, memos))[1]
    return [text for column in fetched for text in column.texts if text is not None and not text.isascii()]
