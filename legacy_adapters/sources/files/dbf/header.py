"""The header of a DBF: what it says, checked against the file that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.dbf.fields import Field, describe, little, size_of, with_long_texts
from legacy_adapters.sources.files.dbf.versions import REFUSED, VERSIONS, Version
from legacy_adapters.sources.files.format import MOST_COLUMNS

SHORTEST: Final = 33
"""Bytes of a header without a field."""

END_OF_FILE: Final = 0x1A
"""The byte behind the last record, where there is one."""

_BACKLINK: Final = 263
"""What Visual FoxPro keeps behind the descriptions: the name of the database that the table is part of."""

_DBASE2_START: Final = 521


@dataclass(frozen=True, slots=True)
class Header:
    """``records`` as the header counts them, ``start`` of the first and ``length`` of each in bytes, ``size`` of the
    file. ``language`` is the byte that stands for the code page, ``driver`` the name of one in dBase 7."""

    version: Version
    records: int
    start: int
    length: int
    size: int
    language: int
    driver: str
    fields: tuple[Field, ...]


def read_header(path: Path) -> Header:
    """The header of a file. Raises ``BadPart`` for one that is none, or is cut off, and ``OSError``."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(SHORTEST)
        if not head:
            raise BadPart("the file is empty", where=path.name)
        version = _version(head[0], path.name)
        if len(head) < SHORTEST:
            raise _cut(path.name)
        file.seek(0)
        head = file.read(_DBASE2_START if version.family == "dbase2" else max(little(head, 8, 2), SHORTEST))
        header, end = parse_header(head, size, path.name)
        if _is_encrypted(file, header, head):
            hint = "Take the protection off with the program that wrote it."
            raise BadPart("is encrypted by dBase", where=path.name, hint=hint)
        return replace(header, start=_first_record(file, header, end))


def parse_header(head: bytes, size: int, where: str) -> tuple[Header, int]:
    """The header in the first bytes of a file of ``size`` bytes, and where the descriptions of its fields end. Raises
    ``BadPart``."""
    version = _version(head[0], where)
    if len(head) < SHORTEST:
        raise _cut(where)
    if version.family == "dbase2":
        records, start, length = little(head, 1, 2), _DBASE2_START, little(head, 6, 2)
        language, driver = 0, ""
    else:
        records, start, length = little(head, 4, 4), little(head, 8, 2), little(head, 10, 2)
        language, driver = head[29], _driver(head, version)
    if len(head) < start or size < start:
        raise _cut(where)
    described = describe(head[:start], version.family)
    if not described.fields:
        raise BadPart("its header describes no field", where=where, hint="It is no table, or its header is damaged.")
    if len(described.fields) > MOST_COLUMNS:
        raise BadPart(f"its header describes more than {MOST_COLUMNS} fields", where=where)
    left = size - start
    fields, length = _fitting(described.fields, length, version, lambda each: 0 <= left - records * each <= 1, where)
    return Header(version, records, start, length, size, language, driver, fields), described.end


def _version(byte: int, where: str) -> Version:
    found = VERSIONS.get(byte)
    if found is None:
        what = REFUSED.get(byte)
        raise BadPart(
            f"is {what}, which is not read" if what else f"begins with 0x{byte:02X}, which no DBF does",
            where=where,
            hint="Open it with the program that wrote it, and save it as dBase III or IV." if what else "",
        )
    return found


def _cut(where: str) -> BadPart:
    return BadPart("ends within its header", where=where, hint="The file is incomplete: ask for it again.")


def _driver(head: bytes, version: Version) -> str:
    if version.family != "dbase7":
        return ""
    return head[32:64].split(b"\0", 1)[0].decode("ascii", "replace")


def _fitting(
    fields: Sequence[Field], length: int, version: Version, fills: Callable[[int], bool], where: str
) -> tuple[tuple[Field, ...], int]:
    """The fields, and the length of a record, in the way in which both agree; ``fills`` says whether records of a
    length leave nothing over in the file but the end mark."""
    plain = tuple(fields)
    if size_of(plain) == length:
        return plain, length
    if version.family != "visual" and size_of(longer := with_long_texts(plain)) == length:
        return longer, length
    if fills(size_of(plain)) and not fills(length):
        return plain, size_of(plain)
    if size_of(plain) < length:
        return plain, length
    raise BadPart(
        f"its fields take {size_of(plain)} bytes, and its records have {length}",
        where=where,
        hint="The header is damaged, or this is no DBF.",
    )


def _first_record(file: BinaryIO, header: Header, end: int) -> int:
    """Where the records begin: where the header says, unless there is no record there, and one at another usual place
    that leaves nothing over at the end of the file but the end mark."""
    left = header.size - header.records * header.length
    if 0 <= left - header.start <= 1 or not header.records or _has_record(file, header, header.start, b" *"):
        return header.start
    fitting = (place for place in _starts(file, header, end) if 0 <= left - place <= 1)
    return next((place for place in fitting if _has_record(file, header, place, b" *\0")), header.start)


def _starts(file: BinaryIO, header: Header, end: int) -> Iterator[int]:
    if header.version.family == "visual":
        yield end + 1 + _BACKLINK
    yield end + 1
    yield end
    file.seek(header.size - 1)
    if file.read(1) == bytes([END_OF_FILE]) and (first := header.size - 1 - header.records * header.length) > end:
        yield first


def _is_encrypted(file: BinaryIO, header: Header, head: bytes) -> bool:
    """dBase IV says so in a byte in which other programs leave anything: the records must look like it too."""
    stated = header.version.family == "dbase" and head[15] == 1
    return stated and header.records > 0 and not _has_record(file, header, header.start, b" *\0")


def _has_record(file: BinaryIO, header: Header, place: int, marks: bytes) -> bool:
    """Whether there is a record with one of these marks, and something in it."""
    file.seek(place)
    record = file.read(header.length)
    return record[:1] in [bytes([mark]) for mark in marks] and any(record)
