"""The files that lie beside a table: long texts, the name of a code page.

While a run has a file for itself it has the name of a claim (``.BUCH.DBF.claimed-…``); what belongs to it does not.
"""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sources.files.folder.claims import Claim


def own_path(path: Path) -> Path:
    """The path that a file has when nobody has claimed it."""
    claim = Claim.of(path.name)
    return path if claim is None else path.with_name(claim.original)


def same_stem(path: Path, ending: str) -> Path | None:
    """The file of this name with another ending, in lower or upper case; None where there is none."""
    own = own_path(path)
    named = (own.with_suffix(ending.lower()), own.with_suffix(ending.upper()))
    return next((found for found in named if found.is_file()), None)


def same_stem_in_any_case(path: Path, ending: str) -> Path | None:
    """The same, whatever the case of any letter: it may come from a system that does not tell cases apart."""
    found = same_stem(path, ending)
    if found is not None:
        return found
    own = own_path(path)
    wanted = f"{own.stem}{ending}".lower()
    return min((other for other in own.parent.iterdir() if other.name.lower() == wanted), default=None)
