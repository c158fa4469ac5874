"""How many files are open at once."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sinks.files.open_files import OpenFiles
from legacy_adapters.sinks.files.part_file import PartFile


class Watched(PartFile):
    """Remembers that it was released."""

    released = False

    def release(self) -> None:
        self.released = True


def test_the_one_not_used_for_longest_is_closed() -> None:
    """Using a file again keeps it open."""
    a, b, c = (Watched(name, "row", Path()) for name in "abc")
    files = OpenFiles(limit=2)
    for part in (a, b, a, c):
        assert files.use(part) is part
    assert [a.released, b.released, c.released] == [False, True, False]


def test_all_can_be_released() -> None:
    """At the end of a run."""
    parts = [Watched(name, "row", Path()) for name in "ab"]
    files = OpenFiles()
    for part in parts:
        files.use(part)
    files.release()
    assert all(part.released for part in parts)
