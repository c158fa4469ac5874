"""What becomes of files once a run is published: archive, quarantine, or back to their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from legacy_adapters.core.protocols import TakenPart
from legacy_adapters.sources.files.folder.drop_folder import DropFolder


def put_away(
    folder: DropFolder,
    done: Iterable[TakenPart],
    wanting: Callable[[str], Sequence[str]],
    copies: Iterable[tuple[str, str]] = (),
) -> None:
    """Moves what a run has done with; ``wanting`` says which streams are read of a file of this name, ``copies`` are
    the places of other files with the content of one of these, and what it is known by: they go the same way."""
    by_place: dict[str, list[TakenPart]] = {}
    for part in done:
        by_place.setdefault(part.receipt, []).append(part)
    for place, parts in by_place.items():
        _put_away(folder, place, parts, wanting(parts[0].name))
    by_content = {parts[0].part: parts for parts in by_place.values()}
    for place, content in copies:
        parts = by_content[content]
        _put_away(folder, place, parts, wanting(parts[0].name))


def _put_away(folder: DropFolder, place: str, parts: Sequence[TakenPart], wanting: Sequence[str]) -> None:
    outcomes = {part.outcome for part in parts}
    if "set aside" in outcomes:
        report = next(part.detail for part in parts if part.outcome == "set aside")
        folder.quarantine(place, parts[0].at, report)
    elif "left alone" in outcomes:
        folder.release(place)
    elif {part.stream for part in parts} >= set(wanting):
        folder.put_away(place, parts[0].at)
