"""Where the long texts of records stand in the memo file."""

from __future__ import annotations

from typing import Final

import numpy as np

from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.desktop.code_page import Matrix
from legacy_adapters.sources.files.desktop.long_texts import TextLost

_DIGITS: Final = frozenset(b"0123456789")
_FOXPRO_POINTER: Final = 4


def pointers_of(cells: Matrix) -> list[int | None]:
    """The numbers of blocks in cells: ten digits, or four bytes in Visual FoxPro. 0 for no text, None for no number."""
    if cells.shape[1] == _FOXPRO_POINTER:
        found: list[int | None] = np.ascontiguousarray(cells).view("<u4")[:, 0].tolist()
        return found
    return [_number(bytes(cell)) for cell in cells]


def text_at(pointer: int | None, file: MemoFile | None) -> bytes | None:
    """The text that a pointer leads to; None for 0. Raises ``TextLost``."""
    if pointer == 0:
        return None
    if pointer is None:
        raise TextLost("malformed", "")
    if file is None:
        raise TextLost("missing_memo", f"block {pointer}")
    return file.read(pointer)


def _number(cell: bytes) -> int | None:
    digits = cell.strip(b" \0")
    if not digits:
        return 0
    return int(digits) if _DIGITS.issuperset(digits) else None
