"""The view for reports: what is valid now, without the envelope."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from tests.sinks.database.places import ENTRY, Place, records, sqlite_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A file with views."""
    return sqlite_place(tmp_path).with_(views=True)


def columns(place: Place) -> list[str]:
    return [column["name"] for column in place.columns("entry_current")]


def test_the_fields_of_the_entity_and_nothing_else(place: Place) -> None:
    """In the order of the schema."""
    place.run(records({"n": 1, "name": "one"}))
    assert columns(place) == ENTRY.names


def test_there_is_none_unless_it_is_asked_for(place: Place) -> None:
    """Tables only."""
    place.with_(views=False).run()
    assert place.rows("SELECT name FROM sqlite_master WHERE type = 'view'") == []


def test_a_view_gets_the_columns_that_are_new_behind_its_own(place: Place) -> None:
    """Reports that name columns by their place go on."""
    narrow = Place(place.url, place.alchemy, place.folder, schema=pa.schema([ENTRY.field(2), ENTRY.field(0)]))
    known = narrow.with_(views=True).run()
    place.run(run="run-2", known=known)
    assert columns(place) == ["amount", "n", "name", "rate", "day", "moment", "yes"]


def test_a_view_of_somebody_else_is_left_alone(place: Place) -> None:
    """It has columns that are none of ours."""
    place.execute("CREATE VIEW entry_current AS SELECT 1 AS n, 2 AS own")
    with pytest.raises(ConfigError, match="has columns of others: own"):
        place.run()
