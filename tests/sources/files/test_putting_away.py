"""What becomes of files once a run is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legacy_adapters.core.protocols import Outcome, TakenPart
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.entry import Left
from legacy_adapters.sources.files.folder.settings import After, Complete
from legacy_adapters.sources.files.putting_away import put_away

AT = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DropFolder]:
    """A drop folder with an archive and a quarantine."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    after, complete = After(archive="done", quarantine="bad"), Complete(stable_for=0)
    with DropFolder.open(
        str(tmp_path), base=tmp_path, pattern="*.txt", complete=complete, after=after, owner="me"
    ) as opened:
        yield opened


def done(folder: DropFolder, outcome: Outcome, stream: str = "gl") -> list[TakenPart]:
    """Every file, done with in this way."""
    found = []
    for waiting in folder.survey().waiting:
        taken = folder.take(waiting)
        assert not isinstance(taken, Left)
        with taken:
            part = TakenPart(stream, taken.digest, waiting.name, taken.place, outcome, AT, "run-1", True, 65, "why")
            found.append(part)
    return found


def lying(path: Path) -> list[str]:
    return sorted(found.relative_to(path).as_posix() for found in path.rglob("*") if found.is_file())


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("taken", ["done/a.txt", "done/b.txt"]),
        ("set aside", ["bad/a.txt", "bad/a.txt.report.txt", "bad/b.txt", "bad/b.txt.report.txt"]),
        ("left alone", ["a.txt", "b.txt"]),
    ],
)
def test_each_outcome_has_its_place(outcome: Outcome, expected: list[str], folder: DropFolder, tmp_path: Path) -> None:
    """Archive, quarantine with a report, or back to its name; done again it is the same."""
    parts = done(folder, outcome)
    for _ in range(2):
        put_away(folder, parts, lambda name: ["gl"])
        assert lying(tmp_path) == expected


def test_a_file_stays_until_all_streams_have_read_it(folder: DropFolder, tmp_path: Path) -> None:
    """One that came while the first stream was read is taken for it by the next run."""
    parts = done(folder, "taken")
    put_away(folder, parts, lambda name: ["gl", "heads"])
    assert all(".claimed-me@" in name for name in lying(tmp_path))
    both = [*parts, *(replace(part, stream="heads") for part in parts)]
    put_away(folder, both, lambda name: ["gl", "heads"])
    assert lying(tmp_path) == ["done/a.txt", "done/b.txt"]


def test_set_aside_for_one_stream_is_set_aside(folder: DropFolder, tmp_path: Path) -> None:
    """Whatever the others say."""
    parts = done(folder, "taken")
    put_away(folder, [*parts, *(replace(p, stream="heads", outcome="set aside") for p in parts)], lambda name: [])
    assert lying(tmp_path)[0] == "bad/a.txt"
    assert (tmp_path / "bad" / "a.txt.report.txt").read_text(encoding="utf-8").startswith("why")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("taken", ["done/a.txt", "done/b.txt"]),
        ("set aside", ["bad/a.txt", "bad/a.txt.report.txt", "bad/b.txt", "bad/b.txt.report.txt"]),
    ],
)
def test_copies_go_with_what_they_are_copies_of(
    outcome: Outcome, expected: list[str], folder: DropFolder, tmp_path: Path
) -> None:
    """The content of a file that was set aside is never in the archive, whatever its name."""
    first, second = done(folder, outcome)
    put_away(folder, [first], lambda name: ["gl"], [(second.receipt, first.part)])
    assert lying(tmp_path) == expected
