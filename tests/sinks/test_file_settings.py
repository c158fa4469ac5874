"""The declarations of the file sink and of standard output."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from legacy_adapters.sinks.file_settings import FileSink, StdoutSink
from tests.sinks.samples import ROOT, delivery, rows


@pytest.mark.parametrize(
    ("path", "written_as"), [("a.csv", "csv"), ("A.CSV", "csv"), ("x/{entity}.jsonl", "jsonl"), ("a.b.csv", "csv")]
)
def test_the_ending_says_the_format(path: str, written_as: str) -> None:
    """Upper and lower case do not matter."""
    assert FileSink(path=path).written_as == written_as


def test_a_stated_format_needs_no_ending() -> None:
    """Some receivers want .txt, or nothing."""
    assert FileSink(path="out.txt", format="csv").written_as == "csv"
    assert FileSink(path="out", format="jsonl").written_as == "jsonl"


@pytest.mark.parametrize(("path", "said"), [("a.parquet", "'.parquet' is not known"), ("a", "has no ending")])
def test_an_unknown_ending_names_the_known_ones(path: str, said: str) -> None:
    """The error says what would do."""
    with pytest.raises(ValidationError, match=rf"{said}; known are \.csv, \.jsonl"):
        FileSink(path=path)


def test_what_does_not_go_together_is_refused() -> None:
    """A delimiter for JSON Lines, decimals for CSV."""
    with pytest.raises(ValidationError, match="delimiter cannot be stated for jsonl"):
        FileSink(path="a.jsonl", delimiter=";")
    with pytest.raises(ValidationError, match="decimals cannot be stated for csv"):
        StdoutSink(decimals="number")


@pytest.mark.parametrize("settings", [FileSink, StdoutSink])
def test_every_option_is_described(settings: type[FileSink] | type[StdoutSink]) -> None:
    """An editor shows the description of each key from the JSON Schema."""
    described = settings.model_json_schema()["properties"]
    assert [name for name, field in described.items() if "description" not in field] == ["kind"]


def test_settings_can_be_changed_by_nobody() -> None:
    """A declaration is frozen."""
    with pytest.raises(ValidationError, match="frozen"):
        FileSink(path="a.csv").path = "b.csv"  # type: ignore[misc]


def test_standard_output_gets_the_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The declaration opens the process's own output, as bytes."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    with closing(StdoutSink().open(delivery(tmp_path), None)) as sink:
        sink.write(rows("Ærø"))
    assert out.getvalue().decode() == "company_id,n,name\r\nC1,0,Ærø\r\n"


def test_declaring_loads_neither_polars_nor_arrow_csv() -> None:
    """`--help` and `check` read declarations; only opening one may cost time."""
    code = (
        "import sys; from legacy_adapters.sinks import registry; registry.declare({'kind': 'file', 'path': 'a.csv'});"
        "print(sorted({'polars', 'pandas', 'sqlalchemy', 'pyarrow.csv'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
