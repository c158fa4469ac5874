"""Files of a folder, taken one by one by a run that remembers."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from legacy_adapters.core.errors import PartChanged
from legacy_adapters.core.protocols import Outcome, TakenPart
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.sources.files.taking import matches
from tests.sources.files.samples import source, stream

AFTER = {"archive": "done", "quarantine": "bad"}
AT = datetime(2026, 1, 31, 12, tzinfo=UTC)


@dataclass
class Remembers:
    """What was taken, by stream and part."""

    known: dict[tuple[str, str], TakenPart] = field(default_factory=dict)
    owner: str | None = "me"
    outcome: Outcome = "taken"

    def taken(self, stream: str, part: str) -> TakenPart | None:
        return self.known.get((stream, part))

    def taken_as(self, stream: str, name: str) -> TakenPart | None:
        return next((part for part in self.known.values() if (part.stream, part.name) == (stream, name)), None)

    def recent_names(self, stream: str) -> Sequence[str]:
        return [part.name for part in self.known.values()]

    def any_taken(self, stream: str) -> bool:
        return bool(self.known)


def take(
    settings: FilesSource, streams: Mapping[str, FilesStream], memory: Remembers, *, this_run: bool = True
) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    """What a run gets of a folder, which it then remembers; and what it was told."""
    notes: list[str] = []
    found = []
    with (
        settings.connect() as connection,
        closing(cast("Any", connection.parts(streams, memory, notes.append))) as parts,
    ):
        for part in parts:
            found.append((part.shown, part.streams))
            for name in part.streams:
                memory.known[name, part.name] = TakenPart(
                    name, part.name, part.shown, part.receipt, memory.outcome, AT, "run-1", this_run
                )
    return found, notes


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(f"A;B\n{text}\n")


def test_each_file_comes_with_the_streams_that_want_it(tmp_path: Path) -> None:
    """In their order; a file that none wants is left where it is."""
    write(tmp_path, a="1;2", b="3;4", c="5;6")
    streams = {"all": stream(pattern=["a.csv", "b.csv"]), "some": stream(pattern="b.csv")}
    found, notes = take(source(tmp_path), streams, Remembers())
    assert found == [("a.csv", ("all",)), ("b.csv", ("all", "some"))]
    assert notes == []


def test_only_streams_that_have_not_taken_it_get_a_file(tmp_path: Path) -> None:
    """A stream that was added later reads what still lies there."""
    write(tmp_path, a="1;2")
    memory = Remembers()
    take(source(tmp_path), {"one": stream()}, memory, this_run=False)
    found, _ = take(source(tmp_path), {"one": stream(), "two": stream()}, memory, this_run=False)
    assert found == [("a.csv", ("two",))]


def test_a_copy_in_one_run_is_told_and_taken_once(tmp_path: Path) -> None:
    """Whichever name comes first."""
    write(tmp_path, a="1;2", b="1;2")
    found, notes = take(source(tmp_path), {"s": stream()}, Remembers())
    assert [name for name, _ in found] == ["a.csv"]
    assert notes == ["b.csv is the same as a.csv, which this run took: not taken again"]


def test_a_copy_of_a_file_that_was_set_aside_is_called_so(tmp_path: Path) -> None:
    """Nobody took it."""
    write(tmp_path, a="1;2", b="1;2")
    _, notes = take(source(tmp_path), {"s": stream()}, Remembers(outcome="set aside"))
    assert notes == ["b.csv is the same as a.csv, which this run set aside: not taken again"]


def test_a_copy_of_an_earlier_run_is_put_away_at_once(tmp_path: Path) -> None:
    """What was read of it is published."""
    write(tmp_path, a="1;2")
    memory = Remembers()
    take(source(tmp_path), {"s": stream()}, memory, this_run=False)
    (tmp_path / "a.csv").rename(tmp_path / "z.csv")
    _, notes = take(source(tmp_path, after=AFTER), {"s": stream()}, memory)
    assert "z.csv is the same as a.csv, taken on 2026-01-31" in notes[0]
    assert (tmp_path / "done" / "z.csv").exists()


def test_a_dry_run_puts_nothing_away(tmp_path: Path) -> None:
    """It claims nothing either."""
    write(tmp_path, a="1;2")
    memory = Remembers()
    take(source(tmp_path), {"s": stream()}, memory, this_run=False)
    take(source(tmp_path, after=AFTER), {"s": stream()}, Remembers(memory.known, owner=None))
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_known_name_with_another_content_is_told(tmp_path: Path) -> None:
    """It is taken as a new file."""
    write(tmp_path, a="1;2")
    memory = Remembers()
    take(source(tmp_path), {"s": stream()}, memory, this_run=False)
    write(tmp_path, a="3;4")
    found, notes = take(source(tmp_path), {"s": stream()}, memory)
    assert [name for name, _ in found] == ["a.csv"]
    assert "a.csv has changed since it was taken on 2026-01-31" in notes[0]


@pytest.mark.parametrize("identity", ["content+name", "content+modified"])
def test_what_else_makes_a_file_another_one(identity: str, tmp_path: Path) -> None:
    """Its name, or its time, beside its content."""
    write(tmp_path, a="1;2")
    memory = Remembers()
    settings = source(tmp_path, identity=identity)
    take(settings, {"s": stream()}, memory, this_run=False)
    assert take(settings, {"s": stream()}, memory)[0] == []
    (tmp_path / "a.csv").unlink()
    write(tmp_path, b="1;2")
    assert [name for name, _ in take(settings, {"s": stream()}, memory)[0]] == ["b.csv"]


@pytest.mark.parametrize(
    ("patterns", "file", "expected"),
    [
        (["*.csv"], "a.csv", True),
        (["*.csv"], "a.txt", False),
        (["*.zip!*.csv"], "m.zip!a.csv", True),
        (["*.zip!*.csv"], "m.zip!a.txt", False),
        (["*.zip"], "m.zip!a.txt", True),
        (["x", "**/*.csv"], "sub/a.csv", True),
    ],
)
def test_patterns_mean_files_and_members(patterns: list[str], file: str, expected: bool) -> None:
    """An archive's pattern stands for all of its members."""
    assert matches(patterns, file) == expected


def dbf(path: Path, memo: str) -> None:
    """A table of dBase III with one record and its long text."""
    field_ = b"NOTIZ".ljust(11, b"\0") + b"M" + bytes(4) + bytes([10, 0]) + bytes(14)
    head = bytes([0x83, 124, 1, 31]) + struct.pack("<IHH", 1, 65, 11) + bytes(20)
    path.write_bytes(head + field_ + b"\r " + b"1".rjust(10) + b"\x1a")
    path.with_suffix(".DBT").write_bytes(struct.pack("<I", 2).ljust(512, b"\0") + memo.encode() + b"\x1a\x1a")


def test_what_belongs_to_a_file_is_read_and_put_away_with_it(tmp_path: Path) -> None:
    """The long texts of a table, although the table has the name of a claim by then."""
    dbf(tmp_path / "KUNDEN.DBF", "Zahlt immer spät")
    settings = source(tmp_path, pattern="*.DBF", after=AFTER)
    streams = {"s": stream(format={"kind": "dbf", "encoding": "utf-8"})}
    memory = Remembers()
    with settings.connect() as connection:
        batches = []
        for part in connection.parts(streams, memory, print):
            batches += list(part.reader("s", streams["s"]).read({}))
            memory.known["s", part.name] = TakenPart(
                "s", part.name, part.shown, part.receipt, "taken", AT, "run-1", True
            )
        connection.put_away(memory.known.values(), streams)
    assert batches[0].rows.to_pylist() == [{"NOTIZ": "Zahlt immer spät"}]
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["KUNDEN.DBF", "KUNDEN.DBT"]
    assert not list(tmp_path.glob("*.DB*"))


def test_what_belongs_to_a_file_may_not_change_while_it_is_read(tmp_path: Path) -> None:
    """Long texts of today under a table of yesterday would be wrong."""
    dbf(tmp_path / "KUNDEN.DBF", "Zahlt immer")
    settings = source(tmp_path, pattern="*.DBF")
    streams = {"s": stream(format={"kind": "dbf", "encoding": "utf-8"})}
    with settings.connect() as connection:
        (part, *_) = connection.parts(streams, Remembers(), print)
        (tmp_path / "KUNDEN.DBT").write_bytes(b"another")
        with pytest.raises(PartChanged, match=r"KUNDEN\.DBT, which belongs to it"):
            list(part.reader("s", streams["s"]).read({}))


def test_a_gap_behind_files_of_earlier_runs_is_told(tmp_path: Path) -> None:
    """Where the order is by the number in the name."""
    settings = source(tmp_path, order=[{"number": r"BUCH(\d+)"}])
    memory = Remembers()
    write(tmp_path, BUCH1="1;2")
    take(settings, {"s": stream()}, memory, this_run=False)
    (tmp_path / "BUCH1.csv").unlink()
    write(tmp_path, BUCH3="3;4")
    _, notes = take(settings, {"s": stream()}, memory)
    assert any("2" in note for note in notes)


def test_a_file_without_its_trailer_is_not_even_claimed(tmp_path: Path) -> None:
    """A program that opens it again by its name must find it."""
    write(tmp_path, a="1;2")
    trailer = {"kind": "delimited", "delimiter": ";", "trailer": {"starts_with": "S;"}}
    settings = source(tmp_path, complete={"trailer": True}, after=AFTER)
    found, notes = take(settings, {"s": stream(format=trailer)}, Remembers())
    assert found == []
    assert "its last record is not there yet" in notes[0]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
