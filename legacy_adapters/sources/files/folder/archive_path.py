"""The folder that a file is put away in: ``done/{year}/{month}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from legacy_adapters.sources.files.folder.names import as_part, joined, split_name, stem_and_suffix

_PLACE = re.compile(r"\{([^{}]*)\}")

_PLACES: Final[Mapping[str, Callable[[str, datetime], str]]] = {
    "year": lambda _, at: f"{at.year:04}",
    "month": lambda _, at: f"{at.month:02}",
    "day": lambda _, at: f"{at.day:02}",
    "hour": lambda _, at: f"{at.hour:02}",
    "week": lambda _, at: f"{at.isocalendar().year:04}-W{at.isocalendar().week:02}",
    "date": lambda _, at: at.date().isoformat(),
    "stem": lambda last, _: as_part(stem_and_suffix(last)[0]),
    "suffix": lambda last, _: as_part(stem_and_suffix(last)[1].removeprefix(".")) or "_",
}


@dataclass(frozen=True, slots=True)
class ArchivePath:
    """A folder with places that stand for the time of putting away and the file's name; none can lead out of it."""

    text: str

    @classmethod
    def of(cls, text: str) -> ArchivePath:
        """Raises ``ValueError`` for a place that there is not, and for the drop folder itself."""
        for place in _PLACE.findall(text):
            if place not in _PLACES:
                near = get_close_matches(place, _PLACES, n=1)
                there_are = f"did you mean {{{near[0]}}}?" if near else f"there are {{{'}, {'.join(_PLACES)}}}"
                raise ValueError(f"{{{place}}} is no place in a folder's name; {there_are}")
        if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
            raise ValueError(f"a brace in {text!r} is not closed")
        if all(part in ("", ".") for part in text.replace("\\", "/").split("/")):
            raise ValueError(f"{text!r} is the folder itself: files put away there would be taken again")
        return cls(text.replace("\\", "/").rstrip("/"))

    def folder(self, name: str, at: datetime) -> str:
        """The folder for a file: its own subfolder within the drop folder is kept."""
        within, last = split_name(name)
        return joined(_PLACE.sub(lambda place: _PLACES[place[1]](last, at), self.text), within)

    @property
    def fixed(self) -> str:
        """The part before the first place, as a folder: nothing below it is ever taken. "" where it begins with one."""
        before = _PLACE.split(self.text)[0]
        return before if before == self.text else before.rpartition("/")[0]

    def covers(self, folder: str) -> bool:
        """Whether a folder within the drop folder is one that files are put away in."""
        fixed = self.fixed.removeprefix("./")
        if fixed:
            return folder == fixed or folder.startswith(f"{fixed}/")
        depth = self.text.count("/") + 1
        expression = "".join(
            re.escape(piece) if number % 2 == 0 else "[^/]+" for number, piece in enumerate(_PLACE.split(self.text))
        )
        return re.fullmatch(expression, "/".join(folder.split("/")[:depth])) is not None
