"""What the database remembers of our runs, and what it makes of a ledger that does not fit."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.database.state import DatabaseToken
from tests.sinks.database.places import Place, records, sqlite_place

DROP = "DELETE FROM legacy_adapters_state"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty file."""
    return sqlite_place(tmp_path)


def test_a_token_is_read_as_it_was_written() -> None:
    """Through the ledger's text."""
    token = DatabaseToken("first", "run-1", "2024-01-31T00:00:00+00:00", 7)
    assert DatabaseToken.load(token.dump()) == token


@pytest.mark.parametrize("token", ["", "{}", "[]", "null", '{"template": "out/{entity}.csv", "files": []}'])
def test_the_token_of_another_sink_is_told(token: str, place: Place) -> None:
    """As after the pipeline's sink was changed."""
    with pytest.raises(StateMismatch, match="not one of a database"):
        place.sink().open(place.delivery(known=token), None)


def test_one_row_for_each_pipeline(place: Place) -> None:
    """It tells the last run, how many commits it has, and that it is published."""
    known = place.run(records({"n": 1}))
    place.run(records({"n": 2}, sequence=2), run="run-2", known=known)
    place.run(records({"n": 3}, sequence=3), run="other-1")
    found = place.rows("SELECT series, run_id, commits, published_run FROM legacy_adapters_state ORDER BY series")
    assert found == [("other-1", "other-1", 2, "other-1"), ("run-1", "run-2", 2, "run-2")]


def test_a_database_that_knows_nothing_of_the_last_run(place: Place) -> None:
    """It is another one, or was emptied: what was delivered before would be missing for ever."""
    known = place.run(records({"n": 1}))
    place.execute(DROP)
    with pytest.raises(StateMismatch, match="knows nothing of run run-1"):
        place.run(run="run-2", known=known)


def test_a_database_that_is_older_than_the_ledger(place: Place) -> None:
    """A backup of it was restored."""
    first = place.run(records({"n": 1}))
    kept = (place.folder / "books.db").read_bytes()
    second = place.run(records({"n": 2}, sequence=2), run="run-2", known=first)
    (place.folder / "books.db").write_bytes(kept)
    with pytest.raises(StateMismatch, match="last delivered to by run run-1, before run run-2"):
        place.run(run="run-3", known=second)


def test_a_ledger_that_is_older_than_the_database(place: Place) -> None:
    """An older copy of the ledger does no harm to records, and would double changes."""
    first = place.run(records({"n": 1, "name": "one"}))
    place.run(records({"n": 1, "name": "two"}, sequence=2), run="run-2", known=first)
    place.run(records({"n": 1, "name": "three"}, sequence=3), run="run-3", known=first)
    assert place.entries() == [(1, "three")]
    with pytest.raises(StateMismatch, match="run run-3, which the ledger does not know") as caught:
        place.with_(mode="insert", table="changes").run(run="run-4", known=first)
    assert "published_run" in caught.value.hint


def test_a_lost_ledger_is_noticed_by_a_table_of_changes(place: Place) -> None:
    """Before anything is committed; records that it does not have yet, and a run that is not the first, are fine."""
    changes = place.with_(mode="insert")
    changes.run(records({"n": 1}, {"n": 2}), first=True)
    with pytest.raises(
        StateMismatch, match="is in the table already, and the ledger knows of no earlier run"
    ) as caught:
        changes.run(records({"n": 2}, sequence=9), run="run-2", first=True)
    assert "state adopt" in caught.value.hint
    changes.run(records({"n": 3}, sequence=9), run="run-3", first=True)
    changes.run(records({"n": 2}, sequence=10), run="run-4")
    assert [n for n, _ in changes.entries()] == [1, 2, 2, 3]


def test_a_lost_ledger_does_no_harm_to_records(place: Place) -> None:
    """They are brought up to date."""
    place.run(records({"n": 1, "name": "one"}), first=True)
    place.run(records({"n": 1, "name": "two"}, sequence=9), run="run-2", first=True)
    assert place.entries() == [(1, "two")]


def test_a_run_that_was_given_up_is_forgotten(place: Place) -> None:
    """The next one begins with nothing waiting."""
    known = place.run(records({"n": 1, "name": "one"}))
    with closing(place.sink().open(place.delivery("run-2", known=known), None)) as sink:
        sink.write(records({"n": 2, "name": "given up"}, sequence=2))
        sink.commit()
    place.run(records({"n": 3, "name": "three"}, sequence=3), run="run-3", known=known)
    assert place.entries() == [(1, "one"), (3, "three")]


def committed(place: Place) -> str:
    """The token of a run with one commit, closed before it is published."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1}))
        return sink.commit()


def test_fewer_commits_than_the_ledger_has(place: Place) -> None:
    """The server lost what it had said to be durable, or was restored."""
    token = committed(place)
    place.execute("UPDATE legacy_adapters_state SET commits = 0")
    with pytest.raises(StateMismatch, match="the ledger has 1 commits of run run-1, the database 0 commits"):
        place.sink().open(place.delivery(), token)
    place.execute(DROP)
    with pytest.raises(StateMismatch, match="the database nothing of it"):
        place.sink().open(place.delivery(), token)


def test_a_staging_table_that_is_gone(place: Place) -> None:
    """Somebody tidied up: the run cannot be gone on with."""
    token = committed(place)
    [staged] = [name for name in place.tables() if name not in ("entry", "legacy_adapters_state")]
    place.execute(f"DROP TABLE {staged}")
    with pytest.raises(StateMismatch, match="staging table is gone"):
        place.sink().open(place.delivery(), token)


def test_published_here_and_not_in_the_ledger(place: Place) -> None:
    """The ledger is an older copy: what it would write now is behind what is visible."""
    token = committed(place)
    with closing(place.sink().open(place.delivery(publishing=True), token)) as sink:
        sink.publish()
    with pytest.raises(StateMismatch, match="is published here, and not in the ledger"):
        place.sink().open(place.delivery(), token)
