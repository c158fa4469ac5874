"""A connection to screens: what there is, where things are kept, and what ends with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.settings import ScreenStream
from tests.sources.screen.ledger import HEADER, URL, Ledger, rows
from tests.sources.screen.reading import DETAILS, NAME, browser_for, cells, recipe, source


def stream(ledger: Ledger, **stated: Any) -> ScreenStream:
    return ScreenStream.model_construct(recipe=recipe(ledger, **stated))


def test_nothing_is_started_before_it_is_read(tmp_path: Path) -> None:
    """Columns are the recipe's, as text; what there is stands in recipes."""
    ledger = Ledger(rows(3))
    with browser_for(ledger), source(tmp_path).connect() as connection:
        assert connection.streams(count=True) == ()
        assert connection.schema(NAME, stream(ledger)) == pa.schema([(name, pa.string()) for name in HEADER])
        wider = connection.schema(NAME, stream(ledger, details=DETAILS))
        assert wider.names == [*HEADER, "Entry Line", "Entry No"]
        connection.reader(NAME, stream(ledger))
    assert (ledger.browsers, list(tmp_path.iterdir())) == (0, [])


def test_an_unknown_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    """Before a browser is started."""
    ledger = Ledger(rows(3))
    with browser_for(ledger), source(tmp_path).connect() as connection:
        with pytest.raises(ConfigError, match="no column 'Amuont'") as caught:
            connection.reader(NAME, stream(ledger), ["Amuont"])
        assert "Amount" in caught.value.hint


def test_several_streams_share_a_login(tmp_path: Path) -> None:
    """And everything ends with the connection."""
    ledger = Ledger(rows(3), login=True)
    with browser_for(ledger), source(tmp_path).connect() as connection:
        for name in ("journal", "again"):
            reader: Any = connection.reader(name, stream(ledger))
            assert len(cells(list(reader.read({})))) == 3
    assert (ledger.logins, ledger.open_sessions) == (1, 0)


def test_notes_of_all_streams_are_the_connections(tmp_path: Path) -> None:
    """They are told at the end of the run."""
    ledger = Ledger(rows(7), way="script")
    with browser_for(ledger), source(tmp_path).connect() as connection:
        reader: Any = connection.reader(NAME, stream(ledger, session=True))
        list(reader.read({}))
        assert len(connection.notes) == 1
        assert connection.privileges()


def test_evidence_is_kept_where_it_is_stated(tmp_path: Path) -> None:
    """Relative to the pipeline file."""
    ledger = Ledger([])
    wrong = stream(ledger, table={"at": "#nowhere", "header": list(HEADER)})
    with browser_for(ledger), source(tmp_path, evidence="kept").connect() as connection:
        reader: Any = connection.reader(NAME, wrong)
        with pytest.raises(Exception, match="cannot be seen"):
            list(reader.read({}))
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_download_is_a_stream_like_any_other(tmp_path: Path) -> None:
    """It is fetched once for its columns and its rows, and its folder is gone with the connection."""
    ledger = Ledger([])
    exported = ScreenStream.model_construct(
        recipe=recipe(
            ledger,
            download={"at": "#journal", "format": {"kind": "delimited", "delimiter": ";"}},
            **dict.fromkeys(("table", "key", "next", "total", "open")),
        )
    )
    ledger.exported = "No;Amount\n0001;1,50\n0002;2,50\n"
    with browser_for(ledger), source(tmp_path).connect() as connection:
        assert connection.schema(NAME, exported).names == ["No", "Amount"]
        reader: Any = connection.reader(NAME, exported)
        batches = list(reader.read({}))
        origin = batches[0].origin.to_pylist()[0]
    assert cells(batches) == [["0001", "1,50"], ["0002", "2,50"]]
    assert origin is not None
    assert origin.startswith(URL)
    assert ledger.asked.count("/list") == 1
    assert ledger.open_sessions == 0
