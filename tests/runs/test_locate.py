"""SOURCE as it is written on a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.locate import locate, stream_of
from tests.cli.shop import open_shop


def test_a_relative_path_starts_from_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By default from the current one."""
    open_shop(tmp_path, capsys)
    named = locate("sqlite:///old.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    for source in (named, locate("sqlite:///old.db")):
        with source.connect() as connection:
            assert [stream.name for stream in connection.streams(count=False)] == ["Invoice", "KREDITOR", "Unpaid"]


@pytest.mark.parametrize("source", ["old.db", "./data/old.db", "C:\\data\\old.db", "D:/old.db", ""])
def test_a_path_is_no_source_but_nearly(source: str) -> None:
    """The error shows how sources are written; a drive of Windows is no scheme."""
    with pytest.raises(ConfigError, match="is no database URL") as error:
        locate(source)
    assert "sqlite:///old.db" in error.value.hint


def test_a_file_that_is_there_is_named_in_the_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready to be copied."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "books.gnucash").write_bytes(b"")
    with pytest.raises(ConfigError) as error:
        locate("books.gnucash")
    assert "sqlite:///books.gnucash" in error.value.hint


def test_a_database_that_nobody_knows() -> None:
    """Those there are, before any connection."""
    with pytest.raises(ConfigError, match="sqlite, postgresql, odbc"):
        locate("oracle://scott@host/db").connect()


def test_what_is_not_stated_is_not_set() -> None:
    """None is nothing."""
    stream = stream_of(table="T", query=None, where="A = 1")
    assert (stream.table, stream.query, stream.where) == ("T", None, "A = 1")


@pytest.mark.parametrize("given", [{}, {"table": "T", "query": "SELECT 1"}, {"query": "gone.sql"}])
def test_a_stream_that_cannot_be(given: dict[str, str], tmp_path: Path) -> None:
    """Said without the words of pydantic."""
    with pytest.raises(ConfigError) as error:
        stream_of(folder=tmp_path, **given)
    assert "Value error" not in str(error.value)
