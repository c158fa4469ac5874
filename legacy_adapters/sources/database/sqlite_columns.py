"""A column of SQLite as SQL that yields text, and conditions that tell the kind of a cell.

A column may hold anything in any row: what it is declared as says only what most of its cells are likely to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import MIXED

SHORT: Final = 255
"""Characters of a text at most."""

_SHORT_TYPE: Final = re.compile("INT|REAL|FLOA|DOUB|NUM|DEC|MONEY|CURR|DATE|TIME|YEAR|BOOL|BIT", re.IGNORECASE)

Storage: TypeAlias = Literal["integer", "text", "blob", "mixed"]


@dataclass(frozen=True, slots=True)
class CellColumn:
    """A column to be read: ``sql`` is its quoted name.

    ``storage``: ``integer`` for the row's own number, which can be nothing else; ``text`` and ``blob`` as declared;
    ``mixed`` for all others, whose cells have a kind each. ``number``: they are likely to be numbers. ``short``: none
    is likely to be long.
    """

    name: str
    sql: str
    storage: Storage
    number: bool = False
    short: bool = False

    @property
    def type(self) -> pa.DataType:
        """The Arrow type of the column."""
        if self.storage == "integer":
            return pa.int64()
        return MIXED if self.storage == "mixed" else pa.string()

    @property
    def is_blob(self) -> str:
        """Blobs sort behind texts, texts behind numbers; ``+`` keeps a column's affinity out of the comparison."""
        return f"+{self.sql} COLLATE BINARY >= x''"

    @property
    def is_text(self) -> str:
        """Whether a cell is a text or a blob."""
        return f"+{self.sql} COLLATE BINARY >= ''"

    @property
    def surprise(self) -> str:
        """The condition for a cell that is not as expected."""
        if self.storage == "text":
            return self.is_blob
        return self.is_text if self.number else f"+{self.sql} COLLATE BINARY < '' OR {self.is_blob}"

    @property
    def kind(self) -> str:
        """The kind of a cell, as SQL."""
        return (
            f"CASE WHEN {self.sql} IS NULL THEN '' WHEN {self.is_blob} THEN 'b' || hex({self.sql}) "
            f"WHEN {self.is_text} THEN 't' ELSE 'n' END"
        )


def is_short(declared: str) -> bool:
    """Whether this type is for short cells: numbers, dates, texts of a stated length. Nobody has to keep to it."""
    storage, _ = affinity(declared)
    if storage == "text":
        length = re.search(r"\(\s*([0-9]{1,3})\s*\)", declared)
        return length is not None and int(length[1]) <= SHORT
    return storage == "mixed" and _SHORT_TYPE.search(declared) is not None


def affinity(declared: str) -> tuple[Storage, bool]:
    """How a column of this type is read, and whether its cells are likely numbers: sqlite.org/datatype3.html, 3.1."""
    upper = declared.upper()
    if "INT" in upper:
        return "mixed", True
    if any(part in upper for part in ("CHAR", "CLOB", "TEXT")):
        return "text", False
    if "BLOB" in upper:
        return "blob", False
    # Dates have the affinity of numbers, and are stored as text by nearly everyone.
    return "mixed", bool(upper) and not any(part in upper for part in ("DATE", "TIME"))
