"""The files that belong to a DBF: its long texts, and the name of its code page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from legacy_adapters.sources.files.desktop.beside import own_path, same_stem, same_stem_in_any_case

_MEMO_ENDINGS: Final[Mapping[str, Sequence[str]]] = {
    ".dbc": (".dct",), ".scx": (".sct",), ".vcx": (".vct",), ".frx": (".frt",), ".lbx": (".lbt",), ".mnx": (".mnt",),
    ".pjx": (".pjt",),
}  # fmt: skip
"""Visual FoxPro keeps its own things in tables with other endings."""


def memo_path(path: Path) -> Path | None:
    """The file with the long texts of this one, whatever the case of its name; None where there is none."""
    endings = _MEMO_ENDINGS.get(own_path(path).suffix.lower(), (".dbt", ".fpt"))
    return next((found for ending in endings if (found := same_stem_in_any_case(path, ending)) is not None), None)


def cpg_path(path: Path) -> Path | None:
    """The file with the name of the code page; None where there is none."""
    return same_stem(path, ".cpg")


def companions(path: Path) -> tuple[Path, ...]:
    """All of them."""
    return tuple(found for found in (memo_path(path), cpg_path(path)) if found is not None)
