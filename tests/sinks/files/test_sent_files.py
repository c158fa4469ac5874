"""What is remembered of files that were sent."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.sinks.files.sent_files import SentFiles
from legacy_adapters.sinks.files.token import Identity


def test_it_is_remembered_by_another_process(tmp_path: Path) -> None:
    """Of the same run."""
    SentFiles(tmp_path / "new", "run/1").add("ä/x.csv", Identity(1, 2))
    SentFiles(tmp_path / "new", "run/1").add("y.csv", Identity(3, 4))
    assert SentFiles(tmp_path / "new", "run/1").names() == {"ä/x.csv": Identity(1, 2), "y.csv": Identity(3, 4)}
    assert SentFiles(tmp_path / "new", "run/2").names() == {}


def test_a_line_that_was_cut_off_was_never_said(tmp_path: Path) -> None:
    """The process was killed while it wrote."""
    sent = SentFiles(tmp_path, "r")
    sent.add("x", Identity(1, 2))
    with (tmp_path / ".r.sent").open("a") as file:
        file.write('["y", 3')
    assert list(sent.names()) == ["x"]


def test_it_is_forgotten_when_the_next_run_begins(tmp_path: Path) -> None:
    """Nothing piles up."""
    SentFiles(tmp_path, "r1").add("x", Identity(1, 2))
    SentFiles(tmp_path, "r2").forget()
    assert list(tmp_path.iterdir()) == []
    SentFiles(tmp_path / "none", "r").forget()
