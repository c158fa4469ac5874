"""The page on delimited text says what there is, and its examples work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from tests.architecture.package import ROOT
from tests.sources.files.delimited.reading import read_bytes

PAGE = (ROOT / "docs" / "sources" / "files" / "delimited.md").read_text(encoding="utf-8")
PIPELINE, RECORDS = (
    yaml.load(text, Loader=yaml.BaseLoader) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
)


@pytest.mark.parametrize("setting", [name for name in DelimitedFormat.model_fields if name != "kind"])
def test_every_setting_is_described(setting: str) -> None:
    """Each has a row in the table."""
    assert f"| `{setting}` |" in PAGE


def test_the_example_reads_its_file(tmp_path: Path) -> None:
    """A file as the page says it is: title, header, rows, and a trailer that agrees."""
    lines = ["Buchungen", "31.12.1994", "LFDNR;BUDAT;KONTO;BETRAG", "1;30.12.1994;Büro;1,50", "2;;x;2,00", "99;2;3,50"]
    (tmp_path / "BUCH1.TXT").write_bytes("\r\n".join([*lines, "\x1a"]).encode("cp850"))
    stream: dict[str, Any] = {name: value for name, value in PIPELINE["streams"]["gl"].items() if name != "map"}
    source = FilesSource.model_validate(PIPELINE["source"] | {"path": str(tmp_path)})
    with source.connect() as connection:
        batches = list(connection.reader("gl", FilesStream.model_validate(stream)).read({}))
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    assert rows == [
        {"LFDNR": "1", "BUDAT": "30.12.1994", "KONTO": "Büro", "BETRAG": "1,50"},
        {"LFDNR": "2", "BUDAT": "", "KONTO": "x", "BETRAG": "2,00"},
    ]
    assert set(PIPELINE["streams"]["gl"]["map"]["fields"].values()) == set(rows[0])


def test_the_example_of_record_types(tmp_path: Path) -> None:
    """Each kind is a table; the trailer counts them all."""
    data = b"00;1994\n01;4711;30.12.94\n02;4711;1000;1,00\n02;4711;2000;-1,00\n99;3\n"
    assert len(read_bytes(tmp_path, data, "lines", **RECORDS["format"]).rows) == 2
    assert len(read_bytes(tmp_path, data, "heads", **RECORDS["format"]).rows) == 1
