"""Which files are archives, and which are compressed: told by the ending of the name.

The first bytes would not do: a spreadsheet is a zip file too.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Compression: TypeAlias = Literal["gz", "bz2", "xz", "zst"]
ArchiveKind: TypeAlias = Literal["zip", "tar"]

_COMPRESSED: Final[dict[str, Compression]] = {
    ".gz": "gz",
    ".bz2": "bz2",
    ".xz": "xz",
    ".lzma": "xz",
    ".zst": "zst",
    ".zstd": "zst",
}
_TAR: Final[dict[str, Compression | None]] = {
    ".tar": None,
    ".tgz": "gz",
    ".tbz2": "bz2",
    ".tbz": "bz2",
    ".txz": "xz",
    ".tzst": "zst",
}


def archive_kind(name: str) -> ArchiveKind | None:
    """The kind of archive that a name stands for; None for a file that is none."""
    lower = name.lower()
    if lower.endswith(".zip"):
        return "zip"
    return "tar" if _tar_ending(lower) is not None else None


def is_archive(name: str) -> bool:
    """Whether it holds files of its own."""
    return archive_kind(name) is not None


def compression(name: str) -> Compression | None:
    """How the file as a whole is compressed; None where it is not, also for a zip file."""
    lower = name.lower()
    ending = _tar_ending(lower)
    if ending in _TAR:
        return _TAR[ending]
    return next((kind for suffix, kind in _COMPRESSED.items() if lower.endswith(suffix)), None)


def _tar_ending(lower: str) -> str | None:
    """``.tgz``, ``.tar``, ``.tar.gz`` …; None for a file that is no tar archive."""
    endings = [*_TAR, *(f".tar{suffix}" for suffix in _COMPRESSED)]
    return next((ending for ending in endings if lower.endswith(ending)), None)
