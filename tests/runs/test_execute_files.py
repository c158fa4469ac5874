"""Files of a drop folder: each taken once and whole, and put away, however they come and whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runs.drops import HEADER, PIPELINE, Drops


@pytest.fixture
def drops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Drops:
    return Drops.begin(tmp_path, capsys)


def test_files_are_taken_in_order_and_put_away(drops: Drops) -> None:
    """What was read of them is delivered; they lie in the archive."""
    drops.put("BUCH2.TXT", range(3, 5))
    drops.put("BUCH1.TXT", range(1, 3))
    drops.put("OTHER.TXT", range(9, 10))
    ended = drops.run()
    assert ended.code == 0
    assert drops.delivered() == ["1", "2", "3", "4"]
    assert drops.lying() == ["OTHER.TXT", "done/BUCH1.TXT", "done/BUCH2.TXT"]
    assert ended.report["parts"] == {"counts": {"taken": 2}, "not_taken": []}


def test_an_empty_folder_is_no_error(drops: Drops) -> None:
    """Nothing was waiting: nothing is delivered, and nothing failed."""
    ended = drops.run()
    assert (ended.code, ended.report["streams"]) == (0, {})


def test_the_same_content_is_taken_once_whatever_it_is_called(drops: Drops) -> None:
    """In one run and in a later one; the copy is put away too."""
    drops.put("BUCH1.TXT", range(1, 3))
    drops.put("BUCH2.TXT", range(1, 3))
    first = drops.run()
    assert first.report["notes"] == ["BUCH2.TXT is the same as BUCH1.TXT, which this run took: not taken again"]
    drops.put("BUCH3.TXT", range(1, 3))
    second = drops.run()
    assert "BUCH3.TXT is the same as BUCH1.TXT, taken on" in second.report["notes"][0]
    assert (second.code, drops.delivered()) == (0, ["1", "2"])
    assert drops.lying() == ["done/BUCH1.TXT", "done/BUCH2.TXT", "done/BUCH3.TXT"]


def test_with_the_name_in_its_identity_an_equal_file_is_taken_again(drops: Drops) -> None:
    """Monday's stock list may honestly equal Friday's."""
    drops.describe(("  company: NORD", "  company: NORD\n  identity: content+name"), ("    map:", "    map:"))
    drops.put("BUCH1.TXT", range(1, 3))
    drops.run()
    drops.put("BUCH2.TXT", range(1, 3))
    drops.run()
    assert drops.delivered() == ["1", "2", "1", "2"]


def test_a_file_that_has_changed_since_it_was_taken_is_told(drops: Drops) -> None:
    """It is another file, and is taken."""
    drops.describe(("  after: {archive: done, quarantine: bad}\n", ""))
    drops.put("BUCH1.TXT", range(1, 3))
    drops.run()
    drops.put("BUCH1.TXT", range(3, 5))
    ended = drops.run()
    assert "BUCH1.TXT has changed since it was taken on" in ended.report["notes"][0]
    assert drops.delivered() == ["1", "2", "3", "4"]


def test_a_trailer_that_disagrees_puts_the_file_in_quarantine(drops: Drops) -> None:
    """The others go on; the exit code says that totals do not agree, and a report lies beside the file."""
    drops.put("BUCH1.TXT", range(1, 3), trailer="S;2;9,00")
    drops.put("BUCH2.TXT", range(3, 5), trailer="S;3;2,00")
    drops.put("BUCH3.TXT", range(5, 7))
    ended = drops.run()
    assert ended.code == 76
    assert drops.delivered() == ["5", "6"]
    assert "bad/BUCH1.TXT" in drops.lying()
    report = (drops.drop / "bad" / "BUCH1.TXT.report.txt").read_text(encoding="utf-8")
    assert "the file states 9,00 as the sum of BETRAG, and its rows give 2" in report
    assert "the file states 3 rows, and has 2" in ended.report["parts"]["not_taken"][1]["detail"]
    assert (ended.rows["read"], ended.rows["taken"], ended.rows["rejected"]) == (4, 2, 2)


def test_a_file_without_its_trailer_is_still_being_written(drops: Drops) -> None:
    """Where the pipeline says so, it waits until it has one."""
    drops.describe(("complete: {stable_for: 0s}", "complete: {trailer: true}"))
    path = drops.put("BUCH1.TXT", range(1, 3), trailer=None)
    ended = drops.run()
    assert "BUCH1.TXT was left alone: its last record is not there yet" in ended.report["notes"][0]
    assert drops.lying() == ["BUCH1.TXT"]
    with path.open("a", newline="") as file:
        file.write("S;2;2,00\r\n")
    assert drops.run().code == 0
    assert drops.delivered() == ["1", "2"]


def test_too_many_rejects_put_one_file_in_quarantine(drops: Drops) -> None:
    """The limit counts for each file; a good one beside it is taken, with its few rejects."""
    drops.put("BUCH1.TXT", range(1, 201), amount="x", trailer=None)
    drops.put("BUCH2.TXT", range(201, 203))
    ended = drops.run()
    assert ended.code == 65
    assert drops.delivered() == ["201", "202"]
    report = (drops.drop / "bad" / "BUCH1.TXT.report.txt").read_text(encoding="utf-8")
    assert "200 of 200 rows rejected" in report
    assert "line 2: gl_line.amount: not a number" in report


def test_a_file_set_aside_is_one_reject_that_is_known_the_next_time(drops: Drops) -> None:
    """Without quarantine it stays, is tried again, and is no news."""
    drops.describe(("  after: {archive: done, quarantine: bad}\n", ""))
    (drops.drop / "BUCH1.TXT").write_bytes(b"\x00\x01\x02\xff" * 100)
    assert drops.run().code == 65
    again = drops.run()
    assert (again.code, again.rows["rejected"]) == (0, 1)


def test_a_mapping_that_never_fitted_is_wrong_and_no_file_suffers(drops: Drops) -> None:
    """The first run with a wrong column ends with 78, and the file stays as it is."""
    drops.describe(("amount: BETRAG", "amount: BETRAGX"))
    drops.put("BUCH1.TXT", range(1, 3))
    ended = drops.run()
    assert ended.code == 78
    assert "Did you mean BETRAG?" in ended.hint
    drops.describe()
    assert drops.run().code == 0
    assert drops.delivered() == ["1", "2"]


def test_a_file_with_another_layout_goes_to_quarantine_once_the_mapping_has_fitted(drops: Drops) -> None:
    """A layout that changed is the source's fault: 76."""
    drops.put("BUCH1.TXT", range(1, 3))
    drops.run()
    path = drops.put("BUCH2.TXT", range(3, 5))
    path.write_text(path.read_text().replace("BETRAG", "SUMME"))
    ended = drops.run()
    assert ended.code == 76
    assert "bad/BUCH2.TXT" in drops.lying()


def test_without_a_format_nothing_is_guessed(drops: Drops) -> None:
    """The error shows the line to write."""
    line = next(line for line in PIPELINE.splitlines() if "format:" in line)
    drops.describe((f"{line}\n", ""))
    drops.put("BUCH1.TXT", range(1, 30), trailer=None)
    ended = drops.run()
    assert ended.code == 78
    assert "`format` is missing" in ended.message
    assert "kind: delimited" in ended.hint


def test_files_cannot_replace_what_earlier_runs_delivered(drops: Drops) -> None:
    """A run has only the new ones: `mode: replace` would lose the others."""
    drops.describe((", mode: append", ""))
    ended = drops.run()
    assert ended.code == 78
    assert "cannot replace what earlier runs delivered" in ended.message


def test_a_dry_run_moves_and_remembers_nothing(drops: Drops) -> None:
    """The files stay under their names."""
    drops.put("BUCH1.TXT", range(1, 3))
    ended = drops.run("--dry-run")
    assert (ended.code, ended.rows["taken"]) == (0, 2)
    assert drops.lying() == ["BUCH1.TXT"]
    assert drops.delivered() == []
    assert drops.run().rows["taken"] == 2


def test_an_archive_that_cannot_be_written_is_told_after_the_run(drops: Drops) -> None:
    """What was read is published, the file is kept, and the next run puts it away."""
    drops.put("BUCH1.TXT", range(1, 3))
    (drops.drop / "done").write_text("no folder")
    assert drops.run().code == 73
    assert drops.delivered() == ["1", "2"]
    assert drops.run().code == 73
    (drops.drop / "done").unlink()
    assert drops.run().code == 0
    assert drops.delivered() == ["1", "2"]
    assert drops.lying() == ["done/BUCH1.TXT"]


def test_everything_again_takes_what_still_lies_there(drops: Drops) -> None:
    """With --full also files that were taken before."""
    drops.describe(("  after: {archive: done, quarantine: bad}\n", ""))
    drops.put("BUCH1.TXT", range(1, 3))
    drops.run()
    assert drops.run("--full").rows["taken"] == 2


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_each_file_is_delivered_once(seed: int, drops: Drops, tmp_path: Path) -> None:
    """SIGKILL while large and small files are taken; started again it ends as if nothing had been."""
    expected: list[str] = []
    for i in range(6):
        numbers = range(i * 3000 + 1, i * 3000 + 1 + (3000 if i % 2 else 5))
        drops.put(f"BUCH{i}.TXT", numbers, pad=200)
        expected += [str(n) for n in numbers]
    for attempt in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "legacy_adapters", "run", str(drops.pipeline)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 1.0 + 0.35 * seed + 0.2 * attempt
        while process.poll() is None and time.monotonic() < deadline:
            os.sched_yield()
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
    assert drops.run().code == 0
    assert drops.delivered() == expected
    assert drops.lying() == [f"done/BUCH{i}.TXT" for i in range(6)]


def test_a_header_alone_is_a_file_without_rows(drops: Drops) -> None:
    """It is taken, and put away."""
    (drops.drop / "BUCH1.TXT").write_text(HEADER + "\r\n")
    ended = drops.run()
    assert (ended.code, ended.report["parts"]["counts"]) == (0, {"taken": 1})
    assert drops.lying() == ["done/BUCH1.TXT"]
