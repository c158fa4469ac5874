"""What the tests of this folder build: settings, files, cells, and rows as they come out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from legacy_adapters.sources.files.fixed.framing.block import Block, Position
from legacy_adapters.sources.files.fixed.kinds.cells import Bytes
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.format import Piece


def settings(**given: Any) -> FixedFormat:
    """Settings as a pipeline file states them."""
    return FixedFormat.model_validate(given)


def cells(*contents: bytes) -> Bytes:
    """One row of bytes per content."""
    return np.array([list(content) for content in contents], np.uint8)


def block(*records: bytes) -> Block:
    """Records directly behind each other."""
    sizes = np.array([len(record) for record in records], np.int64)
    data = np.frombuffer(b"".join(records), np.uint8)
    numbers = np.arange(1, len(records) + 1, dtype=np.int64)
    return Block(data, np.cumsum(sizes) - sizes, sizes, numbers, Position(len(data), len(records)))


def pieces_of(format_: FixedFormat, path: Path, table: str | None = None, most: int = 1000) -> Sequence[Piece]:
    """All pieces of a file."""
    return list(format_.read(path, table, None, None, most))


def rows_of(format_: FixedFormat, path: Path, table: str | None = None, most: int = 1000) -> list[dict[str, Any]]:
    """All rows of a file."""
    return [row for piece in pieces_of(format_, path, table, most) for row in piece.rows.to_pylist()]


def faults_of(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """All faults, with their rows counted through the file."""
    found: list[dict[str, Any]] = []
    before = 0
    for piece in pieces:
        faults = [] if piece.faults is None else piece.faults.to_pylist()
        found += [fault | {"row": fault["row"] + before} for fault in faults]
        before += piece.rows.num_rows
    return found


def write(folder: Path, content: bytes, name: str = "data.txt") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path
