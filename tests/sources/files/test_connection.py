"""A folder of files, looked at as a whole."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from legacy_adapters.core.errors import ConfigError, NothingWaiting
from legacy_adapters.core.protocols import Parted, StreamInfo
from tests.sources.files.samples import source, stream


def test_a_stream_is_read_over_all_files_that_fit_it(tmp_path: Path) -> None:
    """In the order of names; others are left out."""
    for name, row in (("b.csv", "2"), ("a.csv", "1"), ("c.txt", "3")):
        (tmp_path / name).write_text(f"A\n{row}\n")
    with source(tmp_path).connect() as connection:
        batches = list(connection.reader("s", stream(pattern="*.csv")).read({}))
        assert [row["A"] for batch in batches for row in batch.rows.to_pylist()] == ["1", "2"]
        assert isinstance(connection, Parted)
        assert connection.privileges() == ()


def test_where_nothing_waits_columns_are_not_known(tmp_path: Path) -> None:
    """It says which files were looked for, and hides who logs in where."""
    with source(tmp_path, pattern="BUCH*.TXT").connect() as connection, pytest.raises(NothingWaiting) as caught:
        connection.schema("s", stream())
    assert "no file matches BUCH*.TXT" in str(caught.value)


def test_an_unknown_column_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """Names are found without regard to case, as the file writes them."""
    (tmp_path / "a.csv").write_text("Betrag;Konto\n1;2\n")
    with source(tmp_path).connect() as connection:
        (batch, _end) = connection.reader("s", stream(), ["BETRAG"]).read({})
        assert batch.rows.schema.names == ["Betrag"]
        with pytest.raises(ConfigError, match="no column 'Betrga'") as caught:
            connection.reader("s", stream(), ["Betrga"])
    assert caught.value.hint == "Did you mean Betrag?"


def test_tables_of_all_files_are_listed(tmp_path: Path) -> None:
    """Those of one name are counted together."""
    (tmp_path / "a.csv").write_text("A;B\n1;x\n2;y\n")
    (tmp_path / "b.csv").write_text("A;B\n3;z\n")
    with source(tmp_path).connect() as connection:
        found = connection.streams(count=True)
    assert [(info.name, info.rows) for info in found] == [("rows", 3)]
    assert all(isinstance(info, StreamInfo) for info in found)


def test_waiting_ends_when_a_file_comes(tmp_path: Path) -> None:
    """Or when it is told to stop."""
    stop = Event()
    stop.set()
    with source(tmp_path).connect() as connection:
        connection.wait(60, stop)
