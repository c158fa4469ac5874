"""Keeps few files open at once, however many a run writes."""

from __future__ import annotations

from collections import OrderedDict

from legacy_adapters.sinks.files.part_file import PartFile

LIMIT = 64


class OpenFiles:
    """The parts used last; one that has not been used for longest is closed for another."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._used: OrderedDict[str, PartFile] = OrderedDict()

    def use(self, part: PartFile) -> PartFile:
        """``part``, which its user is going to open."""
        self._used[part.name] = part
        self._used.move_to_end(part.name)
        while len(self._used) > self._limit:
            self._used.popitem(last=False)[1].release()
        return part

    def release(self) -> None:
        """Closes them all."""
        for part in self._used.values():
            part.release()
        self._used.clear()
