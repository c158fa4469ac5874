"""The long texts of some records: fetched in the order of the records, until there are too many for one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.dbf.memo_file import MemoFile, MemoLost
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.faults import Fault

_DIGITS: Final = frozenset(b"0123456789")
_FOXPRO_POINTER: Final = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """The texts of one column (None: there is none), and those that could not be fetched."""

    texts: list[bytes | None]
    faults: list[Fault]


def pointers_of(cells: Matrix) -> list[int | None]:
    """The numbers of blocks in cells: ten digits, or four bytes in Visual FoxPro. 0 for no text, None for no number."""
    if cells.shape[1] == _FOXPRO_POINTER:
        found: list[int | None] = np.ascontiguousarray(cells).view("<u4")[:, 0].tolist()
        return found
    return [_number(bytes(cell)) for cell in cells]


def fetch(pointers: Sequence[Sequence[int | None]], count: int, file: MemoFile | None) -> tuple[int, list[Fetched]]:
    """The texts of several columns for up to ``count`` records; as many records as fit a piece, and at least one."""
    fetched = [Fetched([], []) for _ in pointers]
    size = 0
    for row in range(count):
        if row and size > BATCH_BYTES:
            return row, fetched
        for column, found in zip(pointers, fetched, strict=True):
            text = _text(column[row], row, file, found.faults)
            found.texts.append(text)
            size += len(text or b"")
    return count, fetched


def _text(pointer: int | None, row: int, file: MemoFile | None, faults: list[Fault]) -> bytes | None:
    if pointer == 0:
        return None
    try:
        if pointer is None:
            raise MemoLost("malformed")
        if file is None:
            raise MemoLost("missing_memo")
        return file.read(pointer)
    except MemoLost as lost:
        faults.append(Fault(row, lost.code, "" if pointer is None else f"block {pointer}"))
        return None


def _number(cell: bytes) -> int | None:
    digits = cell.strip(b" \0")
    if not digits:
        return 0
    return int(digits) if _DIGITS.issuperset(digits) else None
