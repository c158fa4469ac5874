"""What the sink does with a run, in SQLite; tests/service/ has the same for servers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import Defect, OutputError
from legacy_adapters.sinks import answered
from tests.sinks.database.places import Place, records, sqlite_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty file."""
    return sqlite_place(tmp_path)


def test_a_run_becomes_visible_whole_at_its_end(place: Place) -> None:
    """Commits show nothing; publishing shows everything, and says where."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        for n in range(3):
            sink.write(records({"n": n}, sequence=n))
            sink.commit()
        assert place.entries("n") == []
        sink.publish()
        assert place.entries("n") == [(0,), (1,), (2,)]
        assert list(sink.outputs()) == [f"sqlite:///{place.folder}/books.db entry"]


def test_several_entities_in_one_run(place: Place) -> None:
    """Each in its table, in one transaction."""
    schemas = {"entry": place.schema, "other": place.schema}
    place.run(records({"n": 1}), records({"n": 2}, entity="other", sequence=2), schemas=schemas)
    assert (place.entries("n"), place.rows("SELECT n FROM other")) == ([(1,)], [(2,)])


def test_the_envelope_is_in_the_table(place: Place) -> None:
    """Where each record came from, with which run, and when."""
    place.run(records({"n": 1}, sequence=7))
    names = "record_id, operation, sequence, origin, source_id, run_id, extracted_at, schema_version"
    moment = "2024-01-31 22:15:00.000000"
    assert place.entries(names) == [("s/1", "upsert", 7, "T s/1", "s", "run-1", moment, "1.0")]


def test_a_record_without_a_key_is_refused(place: Place) -> None:
    """It could not be told from another one."""
    keyless = replace(records({"n": 1}), record_id=pa.nulls(1, pa.string()))
    with closing(place.sink().open(place.delivery(), None)) as sink, pytest.raises(OutputError, match="without a key"):
        sink.write(keyless)


def test_what_is_not_committed_is_not_published(place: Place) -> None:
    """An engine that asked for it has a defect."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1}))
        with pytest.raises(Defect):
            sink.publish()


def test_a_run_that_failed_leaves_the_tables_as_they_were(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed after an error within publishing, nothing is visible; tried again, everything is."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1, "name": "a"}, {"n": 2, "name": "a"}))
        token = sink.commit()
    place.execute("CREATE UNIQUE INDEX own ON entry (name)")
    monkeypatch.setattr(answered, "MOST_REFUSED", 0)
    with closing(place.sink().open(place.delivery(publishing=True), token)) as sink, pytest.raises(OutputError):
        sink.publish()
    assert place.entries() == []
    place.execute("DROP INDEX own")
    with closing(place.sink().open(place.delivery(publishing=True), token)) as sink:
        sink.publish()
    assert place.entries() == [(1, "a"), (2, "a")]


def test_a_piece_that_is_gone_back_from_leaves_nothing(place: Place) -> None:
    """Opened at an earlier token of the same run, with the same sequence numbers given again to other records."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1, "name": "kept"}))
        point = sink.commit()
        sink.write(records({"n": 1, "name": "bad"}, {"n": 2, "name": "bad"}, sequence=2))
        sink.commit()
    with closing(place.sink().open(place.delivery(), point)) as sink:
        sink.write(records({"n": 3, "name": "next"}, sequence=2))
        sink.commit()
        sink.publish()
    assert place.entries() == [(1, "kept"), (3, "next")]
