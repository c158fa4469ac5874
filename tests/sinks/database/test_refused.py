"""The one row that a database refuses is found among many."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from tests.sinks.database.places import Place, records, sqlite_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A file whose table takes no name that begins with x; staging tables take every one."""
    place = sqlite_place(tmp_path)
    place.run()
    return place


@pytest.mark.parametrize("bad", [0, 1, 500, 998, 999])
def test_a_row_that_a_trigger_refuses_is_named(bad: int, place: Place) -> None:
    """Wherever it stands; nothing becomes visible."""
    place.execute(
        "CREATE TRIGGER t BEFORE INSERT ON entry WHEN new.name LIKE 'x%' BEGIN SELECT RAISE(ABORT, 'no x'); END"
    )
    rows = [{"n": n, "name": "x" if n == bad else "good"} for n in range(1000)]
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records(*rows))
        sink.commit()
        with pytest.raises(OutputError, match="no x") as caught:
            sink.publish()
    assert caught.value.where == f"entry, record s/{bad}"
    assert "Nothing was committed" in caught.value.hint
    assert place.entries() == []


def test_a_key_that_is_there_already_is_named(place: Place) -> None:
    """In presence of the rows before it, which are well."""
    place.execute("CREATE UNIQUE INDEX own ON entry (name)")
    rows = [{"n": n, "name": f"name {n % 700}"} for n in range(1000)]
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records(*rows))
        sink.commit()
        with pytest.raises(OutputError, match="UNIQUE constraint failed") as caught:
            sink.publish()
    assert caught.value.where == "entry, record s/700"


def test_the_column_at_fault_is_named(place: Place) -> None:
    """Refused on the way into the staging table: without that column the row is taken."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        [staged] = [name for name in place.tables() if name not in ("entry", "legacy_adapters_state")]
        place.execute(
            f"CREATE TRIGGER t BEFORE INSERT ON {staged} WHEN new.name = 'x' BEGIN SELECT RAISE(ABORT, 'no x'); END"
        )
        sink.write(records({"n": -1, "name": "good"}))
        rows = [{"n": n, "name": "x" if n == 321 else "good"} for n in range(1000)]
        with pytest.raises(OutputError) as caught:
            sink.write(records(*rows, sequence=2))
    assert caught.value.where == "entry, record s/321"
    assert caught.value.message.startswith("the database refuses name: no x")
