"""The kind of work that fits a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.runs.lanes import declare_streams
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.runs import Beginning
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.report import now
from legacy_adapters.runs.standing import Standing
from legacy_adapters.runs.work import Parts, Task, WholeStreams, work_of
from tests.runs.books import Books
from tests.runs.drops import Drops
from tests.runs.test_lanes import APPEND, INCREMENTAL


def task(pipeline: Path, ledger: Ledger, began_from: Beginning | None = None) -> Task:
    loaded = load_pipeline(pipeline)
    run = ledger.runs.begin(loaded.name, loaded.fingerprint, {}, now(), began_from=began_from)
    return Task(loaded, declare_streams(loaded), ledger, run, False, lambda text: None)


def test_a_database_is_read_stream_by_stream(books: Books) -> None:
    """Each with a lane; what was delivered before is asked for where it goes on."""
    books.describe(INCREMENTAL, APPEND)
    with Ledger.open(books.state) as ledger:
        given = task(books.pipeline, ledger, Beginning({"gl": {"": "{}"}}))
        with given.loaded.source.connect() as connection:
            work = work_of(given, connection)
            assert isinstance(work, WholeStreams)
            assert [lane.name for lane in work.lanes] == ["gl"]
            work.acknowledge(Standing())


def test_a_folder_is_read_file_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that is publishing takes no more."""
    drops = Drops.begin(tmp_path, capsys)
    drops.put("BUCH1.TXT", range(1, 3))
    with drops.ledger() as ledger:
        given = task(drops.pipeline, ledger)
        ledger.runs.publishing(given.run)
        publishing = Task(given.loaded, given.streams, ledger, ledger.runs.show(given.run.id), False, lambda text: None)
        with given.loaded.source.connect() as connection:
            work = work_of(publishing, connection)
            assert isinstance(work, Parts)
            standing = Standing()
            work.read(None, standing)  # type: ignore[arg-type]
            assert standing.tallies == {}
            work.acknowledge(standing)
    assert drops.lying() == ["BUCH1.TXT"]
