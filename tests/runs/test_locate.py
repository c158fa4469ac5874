"""SOURCE as it is written on a command line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.runs.locate import is_files, locate, locate_stream, streams_of
from legacy_adapters.sinks.queue.settings import QueueSink
from tests.cli.shop import open_shop
from tests.sources.events.samples import postings, send


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


@pytest.mark.parametrize("source", ["old.db", "./data/old.db", "C:\\data\\old.db", "D:/old.db"])
def test_a_file_that_is_not_there_is_no_source(source: str) -> None:
    """The error shows how sources are written; a drive of Windows is no scheme."""
    with pytest.raises(ConfigError, match="no database URL") as error:
        locate(source)
    assert "sqlite:///old.db" in error.value.hint


def test_a_database_file_is_named_as_one_in_the_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready to be copied."""
    monkeypatch.chdir(tmp_path)
    sqlite3.connect("books.gnucash").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(ConfigError) as error:
        locate("books.gnucash")
    assert "sqlite:///books.gnucash" in error.value.hint


@pytest.mark.parametrize(
    ("source", "files"),
    [
        ("a.csv", True),
        ("C:\\a.csv", True),
        ("drops/*.TXT", True),
        ("s3://bucket/a.csv", True),
        ("odbc:Driver={x}", False),
    ],
)
def test_files_are_told_from_databases_by_how_they_are_written(source: str, files: bool) -> None:
    """Whether they are there or not."""
    assert is_files(source) == files


def test_a_database_that_nobody_knows() -> None:
    """Those there are, before any connection."""
    with pytest.raises(ConfigError, match="sqlite, postgresql, odbc"):
        locate("oracle://scott@host/db").connect()


def test_what_is_not_stated_is_not_set() -> None:
    """None is nothing."""
    stream = locate_stream("sqlite:///old.db", table="T", where="A = 1").settings
    assert (stream.table, stream.query, stream.where) == ("T", None, "A = 1")


@pytest.mark.parametrize("given", [{}, {"table": "T", "query": "SELECT 1"}, {"query": "gone.sql"}])
def test_a_stream_that_cannot_be(given: dict[str, Any], tmp_path: Path) -> None:
    """Said without the words of pydantic."""
    with pytest.raises(ConfigError) as error:
        locate_stream("sqlite:///old.db", folder=tmp_path, **given)
    assert "Value error" not in str(error.value)


def test_a_file_has_no_sql(tmp_path: Path) -> None:
    """What is read of it is named."""
    (tmp_path / "a.csv").write_text("A;B\n1;2\n")
    with pytest.raises(ConfigError, match="SQL is for databases"):
        locate_stream("a.csv", query="SELECT 1", folder=tmp_path)


def test_streams_of_a_queue_are_the_entities_in_it(tmp_path: Path) -> None:
    """With how many events there are; extract does not take them."""
    send(QueueSink(path="q.db"), tmp_path, postings(range(3)))
    assert streams_of("queue:q.db", count=True, folder=tmp_path) == [StreamInfo("gl_line", "entity", 3)]
    with pytest.raises(ConfigError, match="taken by a pipeline"):
        locate_stream("queue:q.db", folder=tmp_path)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("amqps://host/#q", "amqp"),
        ("amqp://host/", "amqp"),
        ("nats://host#S", "nats"),
        ("redis://host/0", "redis"),
        ("rediss://host", "redis"),
    ],
)
def test_a_queue_is_known_by_its_url(source: str, kind: str) -> None:
    """Nothing is connected."""
    assert getattr(locate(source), "kind", "") == kind
