"""What the tests read of JSON files, in a form that is easily compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings, RecordSettings

Found = list[dict[str, str | None]]


def write(folder: Path, text: str | bytes, name: str = "a.json") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


def settings_of(path: Path, **stated: Any) -> RecordSettings:
    """JSON Lines for a file called ``.jsonl``, else JSON."""
    kind: type[RecordSettings] = JsonLinesSettings if path.suffix == ".jsonl" else JsonSettings
    return kind.model_validate(stated)


def pieces(
    path: Path,
    table: str | None = None,
    *,
    wanted: Sequence[str] | None = None,
    most_rows: int = 1000,
    after: str | None = None,
    **stated: Any,
) -> list[Piece]:
    """What is read."""
    found = list(settings_of(path, **stated).read(path, table, wanted, after, most_rows))
    for piece in found:
        piece.rows.validate(full=True)
        assert len(piece.origin) == piece.rows.num_rows <= most_rows
    return found


def rows(path: Path, table: str | None = None, **stated: Any) -> Found:
    """The rows; a number has a # behind it."""
    return [plain(row) for piece in pieces(path, table, **stated) for row in piece.rows.to_pylist()]


def plain(row: dict[str, Any]) -> dict[str, str | None]:
    """A row of mixed cells."""
    return {name: None if cell is None else cell["text"] + "#" * cell["number"] for name, cell in row.items()}


def faults(path: Path, table: str | None = None, **stated: Any) -> list[tuple[Any, ...]]:
    """The faults of all pieces; rows count within their piece."""
    read = pieces(path, table, **stated)
    return [tuple(one.values()) for piece in read if piece.faults is not None for one in piece.faults.to_pylist()]


def origins(path: Path, table: str | None = None, **stated: Any) -> list[str]:
    """Where each row stands."""
    return [str(one) for piece in pieces(path, table, **stated) for one in piece.origin.to_pylist()]
