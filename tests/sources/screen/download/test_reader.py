"""The reader of a file that a screen exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from legacy_adapters.sources.screen.download.reader import DownloadReader
from legacy_adapters.sources.screen.download.reading import DownloadedFile
from legacy_adapters.sources.screen.position import Position
from tests.sources.screen.download.test_reading import file
from tests.sources.screen.reading import cells


@pytest.fixture
def downloaded(tmp_path: Path) -> Callable[[], DownloadedFile]:
    made = file(tmp_path)
    return lambda: made


@pytest.mark.parametrize("columns", [None, ["Text"], ["Text", "No"]])
def test_all_rows_and_an_end(downloaded: Callable[[], DownloadedFile], columns: list[str] | None) -> None:
    """Only the end has a position: an interrupted run reads the file anew."""
    *batches, end = DownloadReader("journal", downloaded, columns).read({})
    assert [batch.position for batch in batches] == [None] * len(batches)
    assert end.rows.schema.names == (columns or ["No", "Text"])
    assert Position.of(end.position) == Position()
    assert len(cells(batches)) == 2


def test_it_reads_anew(downloaded: Callable[[], DownloadedFile]) -> None:
    """Whatever was read before."""
    reader = DownloadReader("journal", downloaded, None)
    *_, end = reader.read({})
    assert end.position is not None
    assert len(cells(list(reader.read({"": end.position})))) == 2
    reader.acknowledge({})
