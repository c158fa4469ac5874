"""Recognising what a file is, and pinning it."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.runs.pipeline.yaml_file import parse_yaml
from legacy_adapters.sources.files.delimited.record_settings import RecordType, RecordTypes
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.recognise import as_yaml, recognise


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_delimited_text_is_recognised(tmp_path: Path) -> None:
    """Code page, delimiter and header are settings, and each decision has a reason."""
    path = written(
        tmp_path / "BUCH2025.TXT",
        "Konto;Text;Betrag\r\n4711;Löhne für März;12,50\r\n4712;Bürobedarf;7,00\r\n".encode("cp850"),
    )
    found = recognise(path)
    assert isinstance(found.settings, DelimitedFormat)
    assert (found.settings.encoding, found.settings.delimiter, found.settings.header) == ("cp850", ";", True)
    assert len(found.evidence) >= 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\r\n\x1a", "is empty"),
        (b"%PDF-1.7 \x00\x01", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 4, "is no text"),
        (b"UNA:+.? 'UNB+UNOC:3+1'", "looks like EDIFACT"),
        ("SMITH & SONS    12 HIGH STREET  00012345".encode("cp037") + b"\x00\x01\x2c", "EBCDIC"),
        (b"Dear Sir,\nplease find enclosed\nour statement, and greetings.\n", "without regular fields"),
    ],
    ids=["empty", "blank", "pdf", "png", "binary", "edifact", "ebcdic", "prose"],
)
def test_what_nobody_knows_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    """The refusal names the file, says what it looks like, and what to do."""
    path = written(tmp_path / "strange.dat", data)
    with pytest.raises(BadPart, match=words) as refused:
        recognise(path)
    assert refused.value.where == str(path)
    assert "format" in refused.value.hint


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    """Opening is the caller's to explain."""
    with pytest.raises(FileNotFoundError):
        recognise(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    "settings",
    [
        DelimitedFormat(encoding="cp850", delimiter=";", quote=None, header=True),
        DelimitedFormat(delimiter="\t", quote="'", escape="\\", skip=3, footer=1, comment=("#",), ragged="pad"),
        DelimitedFormat(delimiter="\x1f", columns=("yes", "0700", "a: b", "#", "~")),
        DelimitedFormat(
            delimiter=",",
            records=RecordTypes(types={"01": RecordType(name="record_01", columns=("type", "column_2"))}),
        ),
    ],
    ids=["simple", "all", "names", "records"],
)
def test_what_is_pinned_is_read_back_as_it_was(settings: DelimitedFormat) -> None:
    """The line stands in a pipeline file, where every scalar is text, and gives the same settings."""
    line = as_yaml(settings)
    assert line.startswith("format: {kind: delimited, ")
    assert "\n" not in line
    pinned = parse_yaml(line, "pipeline.yaml").child("format")
    assert pinned is not None
    assert DelimitedFormat.model_validate(pinned.plain()) == settings


def test_only_what_was_decided_is_pinned() -> None:
    """Defaults that nobody decided on do not stand there."""
    assert (
        as_yaml(DelimitedFormat(delimiter=";", header=True)) == "format: {kind: delimited, delimiter: ;, header: true}"
    )
