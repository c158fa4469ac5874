"""Receivers that need no server, for runs that something happens to; and every receiver by its name."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.service.chaos import Arrival, Harbour
from tests.service.served_harbours import SERVED

EMBEDDED = ("csv", "jsonl", "sqlite", "queue", "several")
NAMES = (*EMBEDDED, *SERVED)


def csv_file() -> Harbour:
    """A file that is replaced by each run."""

    def arrived(folder: Path, place: str) -> list[Arrival]:
        with (folder / "out" / "gl_line.csv").open(encoding="utf-8", newline="") as file:
            return [(row["record_id"], int(row["sequence"])) for row in csv.DictReader(file)]

    return Harbour(
        "csv", lambda place: 'sink: {kind: file, path: "out/{entity}.csv", envelope: true}', arrived, last_only=True
    )


def json_lines() -> Harbour:
    """A file that each run goes on with."""

    def arrived(folder: Path, place: str) -> list[Arrival]:
        with (folder / "out" / "gl_line.jsonl").open(encoding="utf-8") as file:
            return [(row["record_id"], int(row["sequence"])) for row in map(json.loads, file)]

    return Harbour(
        "jsonl", lambda place: 'sink: {kind: file, path: "out/{entity}.jsonl", mode: append, envelope: true}', arrived
    )


def sqlite() -> Harbour:
    """A row for each record, in a file."""
    return Harbour(
        "sqlite",
        lambda place: 'sink: {kind: database, url: "sqlite:///books.db"}',
        lambda folder, place: _rows(folder / "books.db", "gl_line ORDER BY sequence"),
        last_only=True,
    )


def queue() -> Harbour:
    """The embedded queue."""
    return Harbour("queue", lambda place: "sink: {kind: queue, path: outbox.db}", _queued)


def several() -> Harbour:
    """Two at once, through the spool."""
    sinks = """\
sinks:
- {name: box, kind: queue, path: outbox.db}
- {name: rows, kind: database, url: "sqlite:///books.db", mode: insert}"""

    def arrived(folder: Path, place: str) -> list[Arrival]:
        found = _queued(folder, place)
        assert sorted(found) == sorted(_rows(folder / "books.db", "gl_line"))
        return found

    return Harbour("several", lambda place: sinks, arrived)


@contextmanager
def harbour_of(name: str, request: pytest.FixtureRequest) -> Iterator[Harbour]:
    """The harbour of this name; its server is started when it is asked for."""
    if name in SERVED:
        with SERVED[name](request) as harbour:
            yield harbour
        return
    yield {"csv": csv_file, "jsonl": json_lines, "sqlite": sqlite, "queue": queue, "several": several}[name]()


def _rows(path: Path, what: str) -> list[Arrival]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT record_id, sequence FROM {what}").fetchall()


def _queued(folder: Path, place: str) -> list[Arrival]:
    return _rows(folder / "outbox.db", "events ORDER BY position")
