"""A table that is there already is checked, and never altered but for new columns."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from tests.sinks.database.places import ENTRY, Place, records, sqlite_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty file."""
    return sqlite_place(tmp_path)


def test_a_missing_table_is_created_or_written_down(place: Place) -> None:
    """With create: false the hint is the statement that creates it."""
    place.execute("CREATE TABLE other (n INTEGER)")
    with pytest.raises(ConfigError, match="no such table") as caught:
        place.with_(create=False).sink().open(place.delivery(), None)
    statement = caught.value.hint.partition("\n")[2]
    place.execute(statement)
    place.with_(create=False).run(records({"n": 1}))
    assert place.entries("n") == [(1,)]


def test_a_file_that_is_not_there_is_not_made(place: Place) -> None:
    """With create: false."""
    with pytest.raises(ConfigError, match="there is no such file"):
        place.with_(create=False).sink().open(place.delivery(), None)
    assert list(place.folder.iterdir()) == []


def test_what_orders_records_cannot_be_added_later(place: Place) -> None:
    """A table of somebody else without record_id has rows that nothing is known of."""
    place.execute("CREATE TABLE entry (n BIGINT, record_id TEXT PRIMARY KEY)")
    with pytest.raises(
        ConfigError, match="the table lacks operation TEXT NOT NULL, sequence BIGINT NOT NULL"
    ) as caught:
        place.sink().open(place.delivery(), None)
    assert "another table" in caught.value.hint


def test_columns_in_another_case_and_order_are_taken(place: Place) -> None:
    """SQLite does not tell upper from lower case."""
    place.run()
    ddl = place.rows("SELECT sql FROM sqlite_master WHERE name = 'entry'")[0][0]
    place.execute("DROP TABLE entry", ddl.replace("name TEXT", "NAME TEXT"))
    place.run(records({"n": 1, "name": "one"}))
    assert place.entries() == [(1, "one")]


def test_a_column_that_nothing_fills_is_refused(place: Place) -> None:
    """One of somebody else that is never null and has no default; with a default it is their own matter."""
    place.run()
    place.execute("ALTER TABLE entry ADD COLUMN own TEXT DEFAULT 'x' NOT NULL")
    place.run(records({"n": 1}))
    ddl = place.rows("SELECT sql FROM sqlite_master WHERE name = 'entry'")[0][0]
    place.execute("DROP TABLE entry", ddl.replace("DEFAULT 'x' NOT NULL", "NOT NULL"))
    with pytest.raises(ConfigError, match="nothing of ours fills the column own"):
        place.sink().open(place.delivery(), None)


def test_new_columns_are_added_behind_and_may_be_null(place: Place) -> None:
    """What is there stays in its place."""
    known = place.run(records({"n": 1, "name": "one"}))
    wider = Place(place.url, place.alchemy, place.folder, schema=ENTRY.append(pa.field("extra", pa.string())))
    with closing(wider.sink().open(wider.delivery("run-2", known=known), None)):
        added = wider.columns()[-1]
    assert (added["name"], added["nullable"]) == ("extra", True)
    assert place.entries() == [(1, "one")]
