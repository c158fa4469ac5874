"""The names of parts that have been begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.files.journal import Journal
from legacy_adapters.sinks.files.path_template import PathTemplate
from tests.sinks.samples import ROW


def journal(folder: Path, text: str = "out/{company_id}/x.csv", run: str = "run/1") -> Journal:
    return Journal(folder, PathTemplate.of(text, {}, {"row": ROW}), run)


def test_names_are_kept_for_the_next_process(tmp_path: Path) -> None:
    """In the folder that all the files are below, hidden."""
    journal(tmp_path).add("out/C1/x.csv")
    journal(tmp_path).add("out/line\nbreak/x.csv")
    assert journal(tmp_path).names() == ["out/C1/x.csv", "out/line\nbreak/x.csv"]
    [path] = (tmp_path / "out").iterdir()
    assert path.name.startswith(".run%2F1-")


def test_each_run_and_each_sink_has_its_own(tmp_path: Path) -> None:
    """Two sinks may write to one folder."""
    journal(tmp_path).add("out/C1/x.csv")
    assert journal(tmp_path, run="run-2").names() == []
    assert journal(tmp_path, text="out/{company_id}/y.csv").names() == []


def test_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    """Its part had not been begun when the process was killed."""
    journal(tmp_path).add("a")
    [path] = (tmp_path / "out").iterdir()
    path.write_bytes(path.read_bytes() + b'"b')
    assert journal(tmp_path).names() == ["a"]


def test_it_goes_with_the_run(tmp_path: Path) -> None:
    """Also twice, and where nothing was ever added."""
    journal(tmp_path).remove()
    journal(tmp_path).add("a")
    journal(tmp_path).remove()
    journal(tmp_path).remove()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_a_file_is_explained(tmp_path: Path) -> None:
    """As for the parts themselves."""
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="is a file, not a folder"):
        journal(tmp_path).add("a")
