"""The formats of files, and how a path's ending tells them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, TypeAlias

from legacy_adapters.sinks.text.settings import TextOptions

FileKind: TypeAlias = Literal["csv", "jsonl", "parquet", "xml", "xlsx"]
Compression: TypeAlias = Literal["none", "gzip", "zstd", "snappy"]

FORMATS: dict[str, FileKind] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".xml": "xml",
    ".xlsx": "xlsx",
}
"""The endings by which a file's format is known."""

PACKED: dict[str, Compression] = {".gz": "gzip", ".zst": "zstd"}
"""The endings behind those, of compressed CSV and JSON Lines."""

COMPRESSIONS: dict[FileKind, tuple[Compression, ...]] = {
    "csv": ("none", "gzip", "zstd"),
    "jsonl": ("none", "gzip", "zstd"),
    "parquet": ("zstd", "snappy", "gzip", "none"),
    "xml": ("none",),
    "xlsx": ("none",),
}
"""How the files of a format may be compressed; the first is what happens unless stated."""

_MOMENTS = frozenset({"date_format", "datetime_format"})


def kind_of(path: str) -> FileKind | None:
    """The format that the ending of ``path`` tells; None where it tells none."""
    ending, packed = _endings(path)
    kind = FORMATS.get(ending)
    return None if packed and kind not in ("csv", "jsonl") else kind


def packing_of(path: str) -> Compression | None:
    """The compression that the ending of ``path`` tells; None where it tells none."""
    return PACKED.get(_endings(path)[1])


def known_endings() -> str:
    """All of them, for a person."""
    return ", ".join([*FORMATS, *(f".csv{ending}" for ending in PACKED), *(f".jsonl{ending}" for ending in PACKED)])


def options_problem(kind: FileKind, options: TextOptions) -> str | None:
    """What does not go together for files of this format, in words; None if all is well."""
    if kind in ("csv", "jsonl"):
        return options.problem(kind)
    allowed = {"envelope"} | (_MOMENTS if kind == "xml" else set())
    misplaced = sorted(options.model_fields_set & TextOptions.model_fields.keys() - allowed)
    return f"{', '.join(misplaced)} cannot be stated for {kind}" if misplaced else None


def dialect_of(kind: FileKind, options: TextOptions) -> dict[str, str]:
    """The options that make files of this format alike: one file must not mix two of them."""
    if kind in ("csv", "jsonl"):
        return options.dialect(kind)
    names = ["envelope", *(sorted(_MOMENTS) if kind == "xml" else ())]
    return {"format": kind} | {name: str(getattr(options, name)) for name in names}


def _endings(path: str) -> tuple[str, str]:
    """The last ending, or the one before and that of a compression."""
    last = PurePath(path).suffix.lower()
    if last in PACKED:
        return PurePath(PurePath(path).stem).suffix.lower(), last
    return last, ""
