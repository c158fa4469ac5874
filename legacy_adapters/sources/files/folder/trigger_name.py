"""The name of the file that says that another one is complete: ``{stem}.ok``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from legacy_adapters.sources.files.folder.names import folded, joined, split_name, stem_and_suffix

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class TriggerName:
    """A name with ``{stem}`` or ``{name}``, in the folder of the file that it is about; without a place it is one for
    all files of a folder. Upper and lower case are the same."""

    text: str
    like: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> TriggerName:
        """Raises ``ValueError`` for a place that there is not, and for a trigger that would be the file itself."""
        places = _PLACE.findall(text)
        if any(place not in ("stem", "name") for place in places):
            raise ValueError(f"a trigger's name has {{stem}} or {{name}}, not {text!r}")
        if text in ("{name}", "{stem}") or not text or "/" in text or "\\" in text:
            raise ValueError(f"{text!r} names no file beside another; write {{stem}}.ok")
        return cls(text, re.compile(_captured(text), re.DOTALL))

    @property
    def shared(self) -> bool:
        """Whether it is one for all files of a folder."""
        return _PLACE.search(self.text) is None

    def for_file(self, name: str) -> str:
        """The trigger of a file."""
        folder, last = split_name(name)
        values = {"stem": stem_and_suffix(last)[0], "name": last}
        return joined(folder, _PLACE.sub(lambda place: values[place[1]], self.text))

    def may_be(self, name: str) -> bool:
        """Whether a file of this name may be the trigger of another."""
        return self.like.fullmatch(folded(split_name(name)[1])) is not None

    def files_of(self, name: str, suffixes: Iterable[str]) -> list[str]:
        """The names, with these endings, that a file may have whose trigger this is."""
        folder, last = split_name(name)
        found = re.fullmatch(_captured(self.text), folded(last), re.DOTALL)
        if found is None or not found.groups():
            return []
        endings = suffixes if "{stem}" in self.text else [""]
        return [joined(folder, found[1] + ending) for ending in endings]


def _captured(text: str) -> str:
    pieces = (re.escape(folded(piece)) if n % 2 == 0 else "(.+)" for n, piece in enumerate(_PLACE.split(text)))
    return "".join(pieces)
