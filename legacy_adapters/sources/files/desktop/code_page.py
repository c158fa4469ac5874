"""Cells of bytes as text: whole columns at once, exact, with the cells set aside that are no text in a code page."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.desktop.exact_decimals import buffer
from legacy_adapters.sources.files.desktop.faults import Fault, Rows
from legacy_adapters.sources.files.desktop.own_code_pages import ALIASES, OWN_TABLES

pc: Any = pyarrow.compute

Bytes: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint8]]
Matrix: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""One row of bytes for each cell."""

_ASCII: Final = bytes(range(0x20, 0x7F))
_UNDEFINED: Final = "\ufffe"
_WITH_STATE: Final = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
"""What stands before a cell changes what its bytes mean: no table was ever written so."""

_SEPARATORS: Final = tuple(range(1, 0x20))
"""No multi-byte code page has these within a character."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Cells one behind the other: cell i is ``data[offsets[i]:offsets[i + 1]]``."""

    data: Bytes
    offsets: np.ndarray[tuple[int], np.dtype[np.int32]]

    @classmethod
    def of_matrix(cls, cells: Matrix) -> Self:
        """Cells of one width, whole."""
        count, width = cells.shape
        return cls(np.ascontiguousarray(cells).reshape(-1), np.arange(count + 1, dtype=np.int32) * np.int32(width))

    @classmethod
    def of_lengths(cls, cells: Matrix, lengths: Rows) -> Self:
        """Cells of one width, of each so many bytes."""
        kept = np.arange(cells.shape[1]) < lengths[:, None]
        return cls(cells[kept], _offsets(np.minimum(lengths, cells.shape[1])))

    @classmethod
    def of_filled(cls, cells: Matrix) -> Self:
        """Cells that NULs fill up, each up to its last letter; whole where there are none."""
        nul = cells == 0
        if not nul.any():
            return cls.of_matrix(cells)
        filled = cells.shape[1] - np.argmax(~nul[:, ::-1], axis=1)
        return cls.of_lengths(cells, np.where(nul.all(axis=1), 0, filled))

    @classmethod
    def of_cells(cls, cells: list[bytes]) -> Self:
        """Cells of any length."""
        lengths = np.fromiter(map(len, cells), np.int64, len(cells))
        return cls(np.frombuffer(b"".join(cells), np.uint8), _offsets(lengths))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def cell(self, row: int) -> bytes:
        """One cell."""
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()

    def rows_at(self, places: Rows) -> list[int]:
        """The cells that some places of ``data`` belong to, each once."""
        rows: list[int] = np.unique(np.searchsorted(self.offsets, places, side="right") - 1).tolist()
        return rows


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page that has ASCII as it is. ``table``: the 256 characters of one with a byte for each, else None."""

    name: str
    table: str | None

    @classmethod
    def named(cls, name: str) -> CodePage:
        """The code page of this name: Python's, or one of ours. Raises ``LookupError``."""
        return _named(name.strip().lower())

    def decode(self, cells: Ragged) -> tuple[Array, list[Fault]]:
        """The text of each cell; null and a fault (``undecodable``) where its bytes stand for no text."""
        if not (cells.data & 0x80).any():
            return strings(cells.offsets, cells.data), []
        return self._single(cells, self.table) if self.table is not None else self._multiple(cells)

    def shown(self, cell: bytes) -> str:
        r"""Bytes for a person, with those that stand for nothing as ``\x81``."""
        if self.table is not None:
            return codecs.charmap_decode(cell, "backslashreplace", self.table)[0]
        return cell.decode(self.name, "backslashreplace")

    def _single(self, cells: Ragged, table: str) -> tuple[Array, list[Fault]]:
        lengths, undefined = _utf8_lengths(table)
        data, bad = cells.data, np.flatnonzero(undefined[cells.data])
        faults = [Fault(row, "undecodable", self.shown(cells.cell(row))) for row in cells.rows_at(bad)]
        if faults:
            data = data.copy()
            data[bad] = ord("?")
        offsets = _offsets(_sums(lengths[data], cells.offsets))
        text = codecs.charmap_decode(data.tobytes(), "strict", table)[0].encode()
        return _without(strings(offsets, np.frombuffer(text, np.uint8)), faults), faults

    def _multiple(self, cells: Ragged) -> tuple[Array, list[Fault]]:
        used = np.bincount(cells.data, minlength=256)
        separator = next((byte for byte in _SEPARATORS if not used[byte]), None)
        if separator is not None:
            joined = np.insert(cells.data, cells.offsets[1:], separator).tobytes()
            try:
                return pa.array(joined.decode(self.name).split(chr(separator))[:-1], pa.string()), []
            except UnicodeDecodeError:
                pass
        return self._one_by_one(cells)

    def _one_by_one(self, cells: Ragged) -> tuple[Array, list[Fault]]:
        texts: list[str | None] = []
        faults: list[Fault] = []
        for row in range(len(cells)):
            cell = cells.cell(row)
            try:
                texts.append(cell.decode(self.name))
            except UnicodeDecodeError:
                texts.append(None)
                faults.append(Fault(row, "undecodable", self.shown(cell)))
        return pa.array(texts, pa.string()), faults


@lru_cache(maxsize=64)
def _named(name: str) -> CodePage:
    own = ALIASES.get(name, name)
    if own in OWN_TABLES:
        return CodePage(own, OWN_TABLES[own])
    found = codecs.lookup(name).name
    if found.replace("-", "_").startswith(_WITH_STATE) or _decoded(_ASCII, found) != _ASCII.decode():
        raise LookupError(f"{name} is no code page that has ASCII as it is")
    if any(
        len(_decoded(bytes([lead, trail]), found) or "??") == 1 for lead in range(0x80, 256) for trail in (0x41, 0xA1)
    ):
        return CodePage(found, None)
    return CodePage(found, "".join(_decoded(bytes([byte]), found) or _UNDEFINED for byte in range(256)))


def _decoded(data: bytes, codec: str) -> str | None:
    """None for bytes that are no text. Raises ``LookupError`` for a codec that makes something else than text."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


@lru_cache(maxsize=64)
def _utf8_lengths(table: str) -> tuple[Bytes, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """How many bytes of UTF-8 each character of a table takes, and which bytes stand for nothing."""
    lengths = np.array([len(character.encode()) for character in table], np.uint8)
    return lengths, np.array([character == _UNDEFINED for character in table])


def _offsets(lengths: Rows) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.concatenate([np.zeros(1, np.int32), np.cumsum(lengths, dtype=np.int32)])


def _sums(numbers: Bytes, offsets: Rows) -> Rows:
    """The sum of ``numbers[offsets[i]:offsets[i + 1]]`` for each i, without a larger number for each of them."""
    sums = np.zeros(len(offsets) - 1, np.int64)
    filled = offsets[:-1] < offsets[1:]
    if filled.any():
        sums[filled] = np.add.reduceat(numbers, offsets[:-1][filled], dtype=np.int64)
    return sums


def strings(offsets: Rows, data: Bytes) -> Array:
    """UTF-8 as text: cell i is ``data[offsets[i]:offsets[i + 1]]``."""
    found: Array = pa.Array.from_buffers(pa.string(), len(offsets) - 1, [None, buffer(offsets), buffer(data)])
    return found


def _without(column: Array, faults: list[Fault]) -> Array:
    if not faults:
        return column
    valid = np.ones(len(column), np.bool_)
    valid[[fault.row for fault in faults]] = False
    return only(column, valid)


def as_hex(cells: Ragged) -> Array:
    """The bytes of each cell as hexadecimal digits."""
    return pa.array([cells.cell(row).hex() for row in range(len(cells))], pa.string())


def only(column: Array, valid: Rows) -> Array:
    """The column with null wherever ``valid`` is false; what is null already stays so."""
    if valid.all():
        return column
    kept: Array = pc.if_else(pa.array(valid), column, pa.scalar(None, column.type))
    return kept
