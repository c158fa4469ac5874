"""A file that a screen exported, read as any file is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.download.settings import Download
from tests.sources.screen.reading import cells, origins

CSV = "No;Text\n0001;Müller\n0002;\n"


FORMAT: Any = {"kind": "delimited", "delimiter": ";", "encoding": "windows-1252"}


def file(folder: Path, content: str = CSV, name: str = "export (1).csv", form: Any = FORMAT) -> DownloadedFile:
    """A file that came from the ledger."""
    path = folder / name
    path.write_bytes(content.encode("cp1252"))
    return DownloadedFile(path, Download.model_validate({"at": "#export", "format": form}), "http://ledger.test/list")


def test_columns_and_rows(tmp_path: Path) -> None:
    """As the format reads them; the origin begins with the address that the file came from."""
    read = file(tmp_path)
    batches = list(read.batches("journal", None))
    assert read.schema("journal").names == ["No", "Text"]
    assert cells(batches) == [["0001", "Müller"], ["0002", ""]]
    assert all(str(origin).startswith("http://ledger.test/list ") for origin in origins(batches))
    assert {batch.position for batch in batches} == {None}


def test_some_columns(tmp_path: Path) -> None:
    """In the order that is wanted."""
    assert cells(list(file(tmp_path).batches("journal", ["Text"])))[0] == ["Müller"]


@pytest.mark.parametrize("name", ["a [1].csv", "ä*ö.csv", "{x}.csv", "export.csv"])
def test_names_that_look_like_patterns(tmp_path: Path, name: str) -> None:
    """Whatever the application calls its file, it is found."""
    assert len(cells(list(file(tmp_path, name=name).batches("journal", None)))) == 2


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    """An error page instead of a file is no empty list."""
    with pytest.raises(LegacyAdaptersError):
        list(file(tmp_path, "<html>Error</html>", form={"kind": "spreadsheet"}).batches("journal", None))
