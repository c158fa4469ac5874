"""Bytes as a file of the delimited format, and what is read of it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legacy_adapters.core.batch import FAULTS
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import Piece

Fault = tuple[str, str, str]
"""Column, code and text."""


@dataclass(frozen=True, slots=True)
class Read:
    """All rows of a file: cells, origins, faults by row, where each piece ended (rows so far, position), and what the
    file stated."""

    rows: list[tuple[str | None, ...]]
    origins: list[str]
    faults: dict[int, list[Fault]]
    positions: list[tuple[int, str]]
    stated: dict[str, str]

    @property
    def codes(self) -> dict[str, str]:
        """Origin → reason, of the rows that are rejected whole."""
        return {self.origins[row]: found[0][1] for row, found in self.faults.items() if found[0][0] == ""}

    def behind(self, rows: int) -> tuple[list[tuple[str | None, ...]], list[str], list[tuple[int, list[Fault]]]]:
        """Everything from a row on, to be compared with another reading."""
        faults = [(row - rows, found) for row, found in sorted(self.faults.items()) if row >= rows]
        return self.rows[rows:], self.origins[rows:], faults


def read_file(
    path: Path, form: DelimitedFormat, most_rows: int = 1000, after: str | None = None, table: str | None = None
) -> Read:
    """Reads a file to its end."""
    found = Read([], [], {}, [], {})
    for piece in form.read(path, table, None, after, most_rows):
        _add(found, piece)
    return found


def read_bytes(folder: Path, data: bytes, table: str | None = None, **settings: Any) -> Read:
    """Reads ``data`` as a file with these settings."""
    path = folder / "drop.csv"
    path.write_bytes(data)
    return read_file(path, DelimitedFormat(**settings), table=table)


def _add(found: Read, piece: Piece) -> None:
    piece.rows.validate(full=True)
    assert len(piece.origin) == piece.rows.num_rows
    before = len(found.rows)
    for fault in piece.faults.to_pylist() if piece.faults is not None else []:
        found.faults.setdefault(before + fault["row"], []).append((fault["column"], fault["code"], fault["text"]))
    if piece.faults is not None:
        assert piece.faults.schema.equals(FAULTS)
    found.rows.extend(tuple(row.values()) for row in piece.rows.to_pylist())
    found.origins.extend(str(origin) for origin in piece.origin.to_pylist())
    found.positions.append((len(found.rows), str(piece.position)))
    found.stated.update(piece.stated)
