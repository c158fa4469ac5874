"""Drop files in the benchmarks: the file, the variants, and every copy right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.__main__ import MEMORY_PARTS, PAGE, PARTS
from benchmarks.bench import Bench
from benchmarks.check import LAYOUTS
from benchmarks.data import generate
from benchmarks.delimited import ABOUT, PANDAS, PIPELINE, RUN, measure_delimited, variants
from benchmarks.delimited_alone import main as read_alone
from benchmarks.delimited_data import NAMES
from benchmarks.delimited_peers import PEERS
from benchmarks.variants import Place

ROWS = 300


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ledger as a drop file."""
    path = tmp_path_factory.mktemp("drop") / "ledger.csv"
    generate("delimited", ROWS, path)
    return path


def test_the_file_is_as_old_applications_write_it(drop: Path) -> None:
    """cp1252, CR LF, decimal comma, German dates, padding, and fields that need their quotes."""
    data = drop.read_bytes()
    rows = list(csv.reader(data.decode("cp1252").splitlines(), delimiter=";"))
    assert rows[0] == list(NAMES.values())
    assert len(rows) == ROWS + 1
    assert data.count(b"\r\n") == data.count(b"\n") == ROWS + 1
    assert all(len(row[2]) == 20 and "," in row[5] and row[1][2] == "." for row in rows[1:])
    assert b'""Spezial""' in data
    assert b'"Strom; Gas' in data


def test_variants_are_unique_and_checked() -> None:
    """Every copy has a known layout; only iconv makes none."""
    names = [variant.name for variant in variants()]
    assert len(names) == len(set(names))
    assert {RUN, PANDAS, ABOUT.base} <= set(names)
    assert [v.title for v in variants() if v.layout not in LAYOUTS] == ["iconv"]
    assert {name.removeprefix("delimited-") for name in names} - {"run"} == set(PEERS)


def test_the_pipeline_gets_a_folder_of_its_own(drop: Path) -> None:
    """A fresh folder has a fresh memory of files; every column of the file is mapped."""
    folder = drop.parent / "fresh"
    (folder / "out").mkdir(parents=True)
    command = variants()[0].command(Place(drop, folder, folder / "out" / "gl_line.csv"))
    assert (folder / "drop" / "ledger.csv").samefile(drop)
    assert str(folder / PIPELINE.name) in command
    text = PIPELINE.read_text(encoding="utf-8")
    assert [name for name in NAMES.values() if name not in text] == []


def test_reading_alone_reads_every_row(drop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It tells rows, bytes and times."""
    read_alone(drop)
    assert f'"rows": {ROWS}, "bytes": {drop.stat().st_size}, "passes": [[' in capsys.readouterr().out


def test_right_copies_are_measured(tmp_path: Path) -> None:
    """Our run and the standard library's copy agree with what was generated."""
    outcome = measure_delimited(Bench(tmp_path, ROWS, 1, frozenset({RUN, "delimited-stdlib"})))
    assert outcome.right, outcome.text
    assert "| legacy-adapters run |" in outcome.text
    assert "peak memory of `run`" in outcome.text


def test_every_part_has_its_section() -> None:
    """The page has markers for each."""
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*PARTS, *MEMORY_PARTS) if f"<!-- {name}: begin -->" not in text] == []
