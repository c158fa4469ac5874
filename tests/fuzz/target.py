"""One thing to be fuzzed: the bytes of a file, or of a part of it, and the formats that it is read with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pydantic import TypeAdapter

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import Format, Sample
from legacy_adapters.sources.files.formats import FORMATS, FormatChoice
from legacy_adapters.sources.files.recognise import recognise
from tests.fuzz.contract import check


@dataclass(frozen=True)
class Target:
    """``seeds`` are what the bytes are made of, by name; ``wrap`` makes a file of them (packs a sheet into a workbook).

    ``beside`` are the files beside it, by their endings; one of them is the one that is ``read``, where the bytes are
    those of a companion. Without ``formats``, what is recognised is read. ``kinds`` are those of the real files that
    it begins with, too.
    """

    name: str
    ending: str
    seeds: Mapping[str, bytes]
    formats: Sequence[Format] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    wrap: Callable[[bytes], bytes] = bytes
    read: str = ""
    kinds: frozenset[str] = frozenset()

    def run(self, data: bytes, folder: Path) -> int:
        """Writes the file into a folder and reads it in every way. Gives the number of rows; raises what is amiss."""
        path = folder / f"file{self.ending}"
        path.write_bytes(self.wrap(data))
        for ending, content in self.beside.items():
            path.with_suffix(ending).write_bytes(content)
        path = path.with_suffix(self.read or self.ending)
        formats = self.formats or _recognised(path)
        return sum(check(form, path) for form in formats)


def _recognised(path: Path) -> Sequence[Format]:
    """No recogniser raises, and what one says can be pinned in a pipeline file."""
    sample = Sample.of(path)
    for room in FORMATS.values():
        room.recogniser()(sample)
    try:
        settings = recognise(path).settings
    except BadPart:
        return ()
    pinned = settings.model_dump(mode="json", by_alias=True, exclude_unset=True)
    pinned["kind"] = getattr(settings, "kind", "")
    form = cast("Format", settings)
    again = TypeAdapter[Format](FormatChoice).validate_python(pinned)
    assert again == form, (again, form)
    return (form,)
