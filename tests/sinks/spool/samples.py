"""A run in the spool, small enough to be looked at."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from legacy_adapters.core.records import Records
from legacy_adapters.sinks.spool.folder import SpoolFolder
from legacy_adapters.sinks.spool.place import Place
from legacy_adapters.sinks.spool.reader import Frame, frames
from legacy_adapters.sinks.spool.writer import Room, SpoolWriter
from tests.sinks.samples import delivery, rows

BEGINNING = Place()
PLENTY = Room(10**9, 0, lambda: 0)


def spool(folder: Path) -> SpoolFolder:
    """The spool of the pipeline ``gl``."""
    return SpoolFolder.of(folder, "gl")


def batch(number: int) -> Records:
    """Two records of stream ``s``, numbered from ``number`` × 10 on."""
    return replace(rows(f"a{number}", f"b{number}"), stream="s", first_sequence=number * 10)


def writer(folder: Path, token: str | None = None, room: Room = PLENTY) -> SpoolWriter:
    """The spool as the run ``run-1`` writes to it."""
    return SpoolWriter(spool(folder), room, delivery(folder), token)


def filled(folder: Path, count: int = 3) -> None:
    """A sealed run of so many frames."""
    with closing(writer(folder)) as sink:
        for number in range(count):
            sink.write(batch(number))
        sink.commit()
        sink.publish()


def read(folder: Path, since: Place = BEGINNING) -> list[Frame]:
    """What waits of the run."""
    run = spool(folder).run("run-1")
    return list(frames(run, run.slip(), since))


def names(found: list[Frame]) -> list[str]:
    """The names in the records that could be read."""
    return [name for frame in found if frame.records for name in map(str, frame.records.rows["name"])]
