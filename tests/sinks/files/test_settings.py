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

from legacy_adapters.sinks.files.settings import FileSink, StdoutSink
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


@pytest.mark.parametrize(("path", "said"), [("a.pdf", "'.pdf' is not known"), ("a", "has no ending")])
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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"path": "a.parquet", "delimiter": ";"}, "delimiter cannot be stated for parquet"),
        ({"path": "a.parquet", "mode": "append"}, "a parquet file cannot be gone on with .* put {run} or {date}"),
        ({"path": "a.xlsx", "mode": "append"}, "a xlsx file cannot be gone on with"),
        ({"path": "sftp://h/a.csv", "mode": "append"}, "a file on a server cannot be gone on with"),
        ({"path": "a.xml"}, "xml needs a template"),
        ({"path": "a.csv", "template": "t"}, "template cannot be stated for csv"),
        ({"path": "a.csv", "compression": "snappy"}, "csv is not compressed with snappy; there is none, gzip, zstd"),
        ({"path": "a.csv.gz", "compression": "zstd"}, "the path's ending says gzip, and compression zstd"),
        ({"path": "a.xlsx", "compression": "gzip"}, "xlsx is not compressed with gzip"),
        ({"path": "a.csv", "options": {"timeout": "3"}}, "options can be stated for a URL only"),
        ({"path": "a.csv", "staging": "x"}, "staging can be stated for a URL only"),
    ],
)
def test_what_means_nothing_is_refused_in_words(given: dict[str, object], said: str) -> None:
    """Rather than passed over."""
    with pytest.raises(ValidationError, match=said):
        FileSink.model_validate(given)


@pytest.mark.parametrize(
    ("given", "compressed"),
    [
        ({"path": "a.csv"}, "none"),
        ({"path": "a.csv.gz"}, "gzip"),
        ({"path": "a.jsonl.zst"}, "zstd"),
        ({"path": "a.csv", "compression": "gzip"}, "gzip"),
        ({"path": "a.parquet"}, "zstd"),
        ({"path": "a.parquet", "compression": "none"}, "none"),
    ],
)
def test_compression_is_stated_or_told_by_the_ending(given: dict[str, object], compressed: str) -> None:
    """It is part of what makes files alike."""
    settings = FileSink.model_validate(given)
    assert settings.compressed == settings.file_dialect()["compression"] == compressed


def test_passwords_are_not_shown() -> None:
    """Options may hold a passphrase."""
    assert "gehe!m" not in repr(FileSink(path="sftp://h/a.csv", options={"passphrase": "gehe!m"}))


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
