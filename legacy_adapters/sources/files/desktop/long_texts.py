"""Long texts that stand in a file of their own: fetched row by row, until there are too many for one piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from legacy_adapters.core.batch import BATCH_BYTES, Array
from legacy_adapters.sources.files.desktop.code_page import CodePage, Ragged, as_hex, only
from legacy_adapters.sources.files.desktop.faults import Fault

PlaceT = TypeVar("PlaceT")


class TextLost(Exception):
    """A text that cannot be read; ``code`` is a reason of ``core.reject``, ``shown`` says where it should be."""

    def __init__(self, code: str, shown: str) -> None:
        super().__init__(code, shown)
        self.code = code
        self.shown = shown


@dataclass(frozen=True, slots=True)
class Fetched:
    """The texts of one column (None: there is none), and those that could not be fetched."""

    texts: list[bytes | None]
    faults: list[Fault]

    def decode(self, code_page: CodePage | None) -> tuple[Array, list[Fault]]:
        """The column as text; as hexadecimal digits without a code page."""
        texts = Ragged.of_cells([text or b"" for text in self.texts])
        array, faults = (as_hex(texts), []) if code_page is None else code_page.decode(texts)
        there = np.array([text is not None for text in self.texts], np.bool_)
        return only(array, there), faults + self.faults


def fetch(
    columns: Sequence[Sequence[PlaceT]], count: int, read: Callable[[PlaceT], bytes | None]
) -> tuple[int, list[Fetched]]:
    """The texts of several columns for up to ``count`` rows, by their places, and for how many rows: as many as fit a
    piece, and at least one. ``read`` may raise ``TextLost``."""
    fetched = [Fetched([], []) for _ in columns]
    size = 0
    for row in range(count):
        if row and size > BATCH_BYTES:
            return row, fetched
        for places, found in zip(columns, fetched, strict=True):
            try:
                text = read(places[row])
            except TextLost as lost:
                found.faults.append(Fault(row, lost.code, lost.shown))
                text = None
            found.texts.append(text)
            size += len(text or b"")
    return count, fetched
