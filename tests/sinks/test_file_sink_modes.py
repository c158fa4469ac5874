"""What a run does with the files of the run before it: replace, remove, or go on in them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.files.settings import FileSink
from tests.sinks.samples import delivery, hidden, rows, run, seen

BY_COMPANY = FileSink(path="{company_id}.csv", header=False)


def test_files_that_a_run_gives_no_more_are_removed(tmp_path: Path) -> None:
    """With mode replace the folder is what the last run gave, but for what others put there."""
    known = run(BY_COMPANY, delivery(tmp_path), rows("a", company="A"), rows("b", company="B"))
    (tmp_path / "by hand.csv").write_text("x\n")
    known = run(BY_COMPANY, delivery(tmp_path, known=known), rows("c", company="B"), rows("d", company="C"))
    assert seen(tmp_path) == {"B.csv": "B,0,c\n", "C.csv": "C,0,d\n", "by hand.csv": "x\n"}
    run(BY_COMPANY, delivery(tmp_path, known=known))
    assert list(seen(tmp_path)) == ["by hand.csv"]


@pytest.mark.parametrize("path", ["{run}-{company_id}.csv", "{date}-{company_id}.csv"])
def test_files_of_other_runs_and_days_stay(tmp_path: Path, path: str) -> None:
    """They were meant to be kept apart."""
    settings = FileSink(path=path)
    known = run(settings, delivery(tmp_path), rows("a", company="A"))
    run(settings, delivery(tmp_path, known=known, run_id="run-2"), rows("b", company="B"))
    assert len(seen(tmp_path)) == 2


def test_appending_goes_on_behind_what_was_published(tmp_path: Path) -> None:
    """One header, and nothing visible changes before the end."""
    settings = FileSink(path="row.csv", mode="append", bom=True)
    known = run(settings, delivery(tmp_path), rows("a"))
    with closing(settings.open(delivery(tmp_path, known=known), None)) as sink:
        sink.write(rows("b"))
        sink.commit()
        assert "b" not in seen(tmp_path)["row.csv"].splitlines()[-1]
        sink.publish()
    assert seen(tmp_path) == {"row.csv": "\ufeffcompany_id,n,name\nC1,0,a\nC1,0,b\n"}


def test_appending_knows_files_that_it_did_not_touch_for_long(tmp_path: Path) -> None:
    """A company may have no records for many runs."""
    settings = FileSink(path="{company_id}.csv", mode="append", header=False)
    known = run(settings, delivery(tmp_path), rows("a", company="A"))
    known = run(settings, delivery(tmp_path, known=known), rows("b", company="B"))
    run(settings, delivery(tmp_path, known=known), rows("c", company="A"))
    assert seen(tmp_path) == {"A.csv": "A,0,a\nA,0,c\n", "B.csv": "B,0,b\n"}


def test_appending_without_the_ledger_is_refused(tmp_path: Path) -> None:
    """It would double what is there; the file stays as it was."""
    settings = FileSink(path="row.csv", mode="append")
    run(settings, delivery(tmp_path), rows("a"))
    before = seen(tmp_path)
    with pytest.raises(StateMismatch, match="the ledger does not know it"):
        settings.open(delivery(tmp_path), None)
    assert seen(tmp_path) == before
    assert hidden(tmp_path) == []


def test_a_file_that_changes_while_it_is_appended_to_is_not_overwritten(tmp_path: Path) -> None:
    """Somebody else wrote to it in the meantime: both are kept."""
    settings = FileSink(path="row.csv", mode="append")
    known = run(settings, delivery(tmp_path), rows("a"))
    with closing(settings.open(delivery(tmp_path, known=known), None)) as sink:
        sink.write(rows("b"))
        sink.commit()
        with (tmp_path / "row.csv").open("a") as file:
            file.write("by hand\n")
        with pytest.raises(StateMismatch, match="was changed while the run was appending"):
            sink.publish()
    assert seen(tmp_path)["row.csv"].endswith("by hand\n")
    assert hidden(tmp_path) == [".row.csv.part"]


def test_appending_to_an_empty_file_begins_with_the_header(tmp_path: Path) -> None:
    """`touch` is no content."""
    (tmp_path / "row.csv").touch()
    run(FileSink(path="row.csv", mode="append"), delivery(tmp_path), rows("a"))
    assert seen(tmp_path) == {"row.csv": "company_id,n,name\nC1,0,a\n"}
