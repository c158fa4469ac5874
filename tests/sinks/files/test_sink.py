"""The file sink as a run uses it; the promises for every sink are in ``test_conformance``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError, Defect, OutputError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Sink
from legacy_adapters.sinks import atomic_file
from legacy_adapters.sinks.files import open_files
from legacy_adapters.sinks.files.settings import FileSink
from tests.sinks.samples import ROOT, ROW, delivery, hidden, rows, run, seen

BY_COMPANY = FileSink(path="{company_id}.csv", header=False)


@contextmanager
def opened(settings: FileSink, to: Delivery, token: str | None = None) -> Iterator[Sink]:
    with closing(settings.open(to, token)) as sink:
        yield sink


def test_an_entity_without_records_has_its_header(tmp_path: Path) -> None:
    """So that yesterday's file does not stay."""
    (tmp_path / "b.csv").write_text("yesterday")
    run(FileSink(path="{entity}.csv"), delivery(tmp_path, {"a": ROW, "b": ROW}), rows("x", entity="a"))
    assert seen(tmp_path) == {"a.csv": "company_id,n,name\nC1,0,x\n", "b.csv": "company_id,n,name\n"}


def test_run_date_and_entity_are_in_the_path(tmp_path: Path) -> None:
    """Folders are created, and the paths are told at the end."""
    with opened(FileSink(path="out/{date}/{run}-{entity}.csv"), delivery(tmp_path)) as sink:
        sink.commit()
        sink.publish()
        assert sink.outputs() == [str(tmp_path / "out" / "2024-01-31" / "run-1-row.csv")]
    assert list(seen(tmp_path)) == ["out/2024-01-31/run-1-row.csv"]


def test_records_go_to_the_files_that_their_columns_name(tmp_path: Path) -> None:
    """In order within each, over all batches; no file for nothing."""
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        for batch in (rows("a", company="A"), rows("b", company=None), rows("c", company="A")):
            sink.write(batch)
        sink.commit()
        sink.publish()
        assert [Path(path).name for path in sink.outputs()] == ["A.csv", "_.csv"]
    assert seen(tmp_path) == {"A.csv": "A,0,a\nA,0,c\n", "_.csv": ",0,b\n"}
    assert hidden(tmp_path) == []


def test_an_unwritable_output_shows_before_anything_is_read(tmp_path: Path) -> None:
    """Opening the sink is enough to find out."""
    (tmp_path / "row.csv").mkdir()
    with pytest.raises(OutputError, match=r"row\.csv: is a folder"):
        FileSink(path="{entity}.csv").open(delivery(tmp_path), None)
    assert hidden(tmp_path) == []


def test_wrong_places_show_before_anything_is_read(tmp_path: Path) -> None:
    """As errors of the pipeline file."""
    with pytest.raises(ConfigError, match=r"\{company\} in the path is no column of row"):
        FileSink(path="{company}.csv").open(delivery(tmp_path), None)


def test_more_files_than_can_be_open(tmp_path: Path) -> None:
    """Each is closed and opened again as often as it takes."""
    companies = [f"C{n:03}" for n in range(open_files.LIMIT + 20)]
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        for name in ("a", "b"):
            for company in companies:
                sink.write(rows(name, company=company))
            sink.commit()
        sink.publish()
    assert seen(tmp_path) == {f"{company}.csv": f"{company},0,a\n{company},0,b\n" for company in companies}


def test_commit_makes_bytes_and_names_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part that was written to is synced, once, and the folder of each new one."""
    synced: list[int] = []
    folders: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr("legacy_adapters.sinks.files.sink.sync_folder", folders.append)
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        sink.write(rows("a", company="A"))
        sink.write(rows("b", company="B"))
        sink.commit()
        assert synced == [(tmp_path / f".{name}.csv.part").stat().st_ino for name in "AB"]
        assert folders == [tmp_path]
        sink.write(rows("c", company="B"))
        synced.clear()
        sink.commit()
        assert synced == [(tmp_path / ".B.csv.part").stat().st_ino]
        assert folders == [tmp_path]
        sink.commit()
        assert len(synced) == 1


def test_what_was_not_committed_is_never_published(tmp_path: Path) -> None:
    """A defect of the engine, and said so."""
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        with pytest.raises(Defect):
            sink.publish()
        sink.commit()
        sink.write(rows("a"))
        with pytest.raises(Defect):
            sink.publish()


def test_a_run_that_never_committed_leaves_nothing(tmp_path: Path) -> None:
    """Nobody can go on with its parts."""
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        sink.write(rows("a"))
        assert len(hidden(tmp_path)) == 2
    assert hidden(tmp_path) == []


def test_two_runs_cannot_write_one_file(tmp_path: Path) -> None:
    """The second is told, and the first goes on undisturbed."""
    settings = FileSink(path="{entity}.csv")
    with opened(settings, delivery(tmp_path)) as sink:
        sink.write(rows("a"))
        with pytest.raises(OutputError, match=r"\.row\.csv\.part: is being written by another program"):
            settings.open(delivery(tmp_path), None)
        sink.commit()
        sink.publish()
    assert seen(tmp_path) == {"row.csv": "company_id,n,name\nC1,0,a\n"}


@pytest.mark.parametrize("renamed", [0, 1, 2])
def test_killed_between_two_renames_it_publishes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    """What is visible already is known by its file, the rest is still a part."""
    to = delivery(tmp_path)
    with opened(BY_COMPANY, to) as sink:
        for company in "ABC":
            sink.write(rows(company, company=company))
        token = sink.commit()
        left = list(range(renamed))

        def killed(part: Path, final: Path) -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop()
            part.replace(final)

        monkeypatch.setattr(atomic_file, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            sink.publish()
        monkeypatch.undo()
    assert len(seen(tmp_path)) == renamed
    with opened(BY_COMPANY, replace(to, publishing=True), token) as sink:
        known = sink.publish()
    assert seen(tmp_path) == {f"{company}.csv": f"{company},0,{company}\n" for company in "ABC"}
    assert known == token
    assert hidden(tmp_path) == []


def test_parts_that_no_commit_knows_are_removed(tmp_path: Path) -> None:
    """Begun after the last commit, before the kill; those of other runs stay."""
    (tmp_path / ".Z.csv.part").touch()
    sink = BY_COMPANY.open(delivery(tmp_path), None)
    sink.write(rows("a", company="A"))
    token = sink.commit()
    sink.write(rows("b", company="B"))
    sink.close()
    assert {".A.csv.part", ".B.csv.part"} < set(hidden(tmp_path))
    with opened(BY_COMPANY, delivery(tmp_path), token) as sink:
        assert not (tmp_path / ".B.csv.part").exists()
        sink.commit()
        sink.publish()
    assert hidden(tmp_path) == [".Z.csv.part"]


@pytest.mark.parametrize("other", [FileSink(path="{n}.csv", header=False), FileSink(path="{company_id}.csv")])
def test_a_run_is_not_resumed_with_another_form(tmp_path: Path, other: FileSink) -> None:
    """Another path, or another option."""
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        token = sink.commit()
    with pytest.raises(StateMismatch, match="path, options or columns have changed"):
        other.open(delivery(tmp_path), token)


def test_a_character_that_cannot_be_encoded_names_the_record(tmp_path: Path) -> None:
    """Never a question mark in its place."""
    said = "row s/1: name holds '€', which cp850 does not have"
    settings = FileSink(path="row.csv", encoding="cp850")
    with opened(settings, delivery(tmp_path)) as sink, pytest.raises(OutputError, match=said):
        sink.write(rows("a", "€"))


def test_two_entities_are_never_mixed_in_one_file(tmp_path: Path) -> None:
    """Places that happen to give one name are found when they do."""
    settings = FileSink(path="{entity}{name}.csv")
    with opened(settings, delivery(tmp_path, {"a": ROW, "ab": ROW})) as sink:
        sink.write(rows("bc", entity="a"))
        with pytest.raises(OutputError, match=r"abc\.csv: both a and ab would go there"):
            sink.write(rows("c", entity="ab"))


def test_two_values_that_are_one_name_to_the_disk_are_told(tmp_path: Path) -> None:
    """As upper and lower case are on Windows and macOS; a hard link stands for that here."""
    with opened(BY_COMPANY, delivery(tmp_path)) as sink:
        sink.write(rows("a", company="ab"))
        (tmp_path / ".AB.csv.part").hardlink_to(tmp_path / ".ab.csv.part")
        with pytest.raises(OutputError, match=r"AB\.csv: is the same file as ab\.csv on this disk"):
            sink.write(rows("b", company="AB"))


def test_the_envelope_can_be_part_of_the_path(tmp_path: Path) -> None:
    """Where it is written, its columns are columns like others."""
    run(FileSink(path="{source_id}.jsonl", envelope=True), delivery(tmp_path), rows("a"))
    assert list(seen(tmp_path)) == ["s.jsonl"]


def test_a_batch_without_rows_writes_nothing(tmp_path: Path) -> None:
    """But it is no error."""
    empty = replace(rows("a"), rows=pa.RecordBatch.from_pylist([], schema=ROW))
    for settings in (BY_COMPANY, FileSink(path="row.jsonl")):
        run(settings, delivery(tmp_path), empty)
    assert seen(tmp_path) == {"row.jsonl": ""}


@pytest.mark.skipif(sys.platform == "win32", reason="rights are other there")
def test_a_folder_without_the_right_to_write_is_explained(tmp_path: Path) -> None:
    """As a user who is not root: the tests may be."""
    tmp_path.chmod(0o555)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from legacy_adapters.sinks.files.settings import FileSink; import legacy_adapters.sinks.files.sink\n"
        "from legacy_adapters.core.errors import OutputError; from tests.sinks.samples import delivery\n"
        "os.chdir(sys.argv[1])\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: FileSink(path='row.csv').open(delivery(Path()), None)\n"
        "except OutputError as error: print(error, error.exit_code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.startswith(".row.csv.part: not writable"), done.stderr
    assert done.stdout.endswith("73\n")
