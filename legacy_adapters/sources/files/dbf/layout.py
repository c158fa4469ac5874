"""The columns of a DBF: names, types, and how the bytes of each field are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.dbf.fields import SYSTEM_TYPE, Field
from legacy_adapters.sources.files.dbf.header import Header, read_header
from legacy_adapters.sources.files.dbf.versions import Family
from legacy_adapters.sources.files.desktop.beside import own_path
from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.desktop.column_names import column_names

if TYPE_CHECKING:
    from legacy_adapters.sources.files.dbf.settings import DbfFormat

DELETED: Final = "_deleted"
"""The column that says which records are marked as deleted."""

MOST_DIGITS: Final = 38
WIDEST_DECIMAL: Final = 36
"""A field of more bytes may hold a number that no decimal of Arrow does."""

POINTER_SIZES: Final = (4, 10)
"""The bytes of a memo's number: binary in Visual FoxPro, digits elsewhere."""

Kind: TypeAlias = Literal[
    "text", "varying", "hex", "varying_hex", "memo", "memo_hex", "decimal", "written", "date", "moment",
    "moment7", "boolean", "integer", "integer7", "double", "double7", "currency",
]  # fmt: skip
"""How the bytes of a field are read; ``7`` for dBase 7, which writes high bytes first."""

_TYPES: Final[dict[Kind, pa.DataType]] = {
    "date": pa.date32(),
    "moment": pa.timestamp("us"),
    "moment7": pa.timestamp("us"),
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "integer7": pa.int64(),
    "double": pa.float64(),
    "double7": pa.float64(),
    "currency": pa.decimal128(19, 4),
    "written": MIXED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A field as a column. ``null_bit`` and ``length_bit`` are the numbers of its bits in ``_NullFlags``."""

    name: str
    field: Field
    kind: Kind
    type: pa.DataType
    null_bit: int | None = None
    length_bit: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that must be known to read a table. ``null_flags`` is the hidden field with a bit for each null;
    ``reason`` says in words why this is the code page."""

    header: Header
    columns: tuple[Column, ...]
    code_page: CodePage
    reason: str
    null_flags: Field | None

    def schema(self, *, deleted: bool) -> pa.Schema:
        """The columns, and the one that says which records are deleted."""
        own = [pa.field(column.name, column.type) for column in self.columns]
        return pa.schema([*own, pa.field(DELETED, pa.bool_())] if deleted else own)


def layout_of(path: Path, settings: DbfFormat, table: str | None = None) -> Layout:
    """The layout of a file. Raises ``BadPart``, ``OSError``, and ``ConfigError`` for a table or code page that there is
    not."""
    from legacy_adapters.sources.files.dbf.encoding import code_page_of

    if table is not None and table.lower() != own_path(path).stem.lower():
        raise ConfigError(
            f"there is no table {table}",
            where=path.name,
            hint=f"A DBF is one table: {own_path(path).stem}. Leave `table` out.",
        )
    header = read_header(path)
    code_page, reason = code_page_of(path, header, settings.encoding)
    taken = {DELETED} if settings.deleted == "keep" else set()
    shown = [field for field in header.fields if field.letter != SYSTEM_TYPE]
    names = iter(column_names([code_page.shown(field.name) for field in shown], taken))
    return Layout(
        header,
        tuple(_columns(header, names, written=settings.numbers == "written")),
        code_page,
        reason,
        next((field for field in header.fields if field.letter == SYSTEM_TYPE), None),
    )


def _columns(header: Header, names: Iterator[str], *, written: bool) -> Iterator[Column]:
    bit = 0
    flagged = any(field.letter == SYSTEM_TYPE for field in header.fields)
    for field in header.fields:
        if field.letter == SYSTEM_TYPE:
            continue
        length_bit = null_bit = None
        if flagged and field.letter in "VQ":
            length_bit, bit = bit, bit + 1
        if flagged and field.nullable:
            null_bit, bit = bit, bit + 1
        kind = kind_of(field, header.version.family, written=written)
        yield Column(next(names), field, kind, arrow_type(kind, field), null_bit, length_bit)


_KINDS: Final[Mapping[tuple[str, int], Kind]] = {
    ("D", 8): "date",
    ("L", 1): "boolean",
    ("I", 4): "integer",
    ("+", 4): "integer",
    ("O", 8): "double7",
    ("B", 8): "double",
    ("@", 8): "moment7",
    ("T", 8): "moment",
    ("Y", 8): "currency",
    **{("M", size): "memo" for size in POINTER_SIZES},
    **{(letter, size): "memo_hex" for letter in "GPWB" for size in POINTER_SIZES},
}
"""By the type's letter and the bytes that it takes."""


def kind_of(field: Field, family: Family, *, written: bool) -> Kind:
    """How a field is read; one whose length does not fit its type, or whose type nobody knows, is text."""
    if field.letter in "NF" and field.length:
        fits = field.letter == "N" and field.length <= WIDEST_DECIMAL and field.decimals < field.length
        return "decimal" if fits and not written else "written"
    if field.letter in "VQ":
        return "varying" if field.letter == "V" else "varying_hex"
    kind = _KINDS.get((field.letter, field.length), "text")
    return "integer7" if kind == "integer" and family == "dbase7" else kind


def arrow_type(kind: Kind, field: Field) -> pa.DataType:
    """What a column of this kind is in Arrow. A decimal has room for a number that fills the field without its
    decimals: dBase leaves them out where a number would not fit otherwise."""
    if kind == "decimal":
        return pa.decimal128(min(field.length + field.decimals, MOST_DIGITS), field.decimals)
    return _TYPES.get(kind, pa.string())
