"""The rows that a database refuses are found among many, and the others are taken."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Answering, Refusal, Sink
from legacy_adapters.sinks import answered
from legacy_adapters.sinks.database.refused import NotMerged
from tests.sinks.database.places import Place, records, sqlite_place

NO_X = "BEFORE INSERT ON {} WHEN new.name LIKE 'x%' BEGIN SELECT RAISE(ABORT, 'no x'); END"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A file with a table of entries."""
    place = sqlite_place(tmp_path)
    place.run()
    return place


def refusals(sink: Sink) -> Sequence[Refusal]:
    assert isinstance(sink, Answering)
    return sink.refusals()


def ids(found: Sequence[Refusal]) -> list[str | None]:
    return [refusal.record.record_id[0].as_py() for refusal in found]


@pytest.mark.parametrize("bad", [{0}, {1}, {500}, {998}, {999}, {3, 4, 5, 700, 999}, set(range(0, 1000, 7))])
def test_rows_that_a_trigger_refuses(bad: set[int], place: Place) -> None:
    """Wherever they stand; all others are published, and nobody else is refused."""
    place.execute(f"CREATE TRIGGER t {NO_X.format('entry')}")
    rows = [{"n": n, "name": "x" if n in bad else "good"} for n in range(1000)]
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records(*rows))
        sink.commit()
        assert list(refusals(sink)) == []
        sink.publish()
        found = refusals(sink)
    assert ids(found) == [f"s/{n}" for n in sorted(bad)]
    assert {refusal.words for refusal in found} == {"no x"}
    assert {n for n, _ in place.entries()} == set(range(1000)) - bad


def test_a_key_that_is_there_already(place: Place) -> None:
    """In presence of the rows before it, which are well."""
    place.execute("CREATE UNIQUE INDEX own ON entry (name)")
    rows = [{"n": n, "name": f"name {n % 997}"} for n in range(1000)]
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records(*rows))
        sink.commit()
        sink.publish()
        found = refusals(sink)
    assert ids(found) == ["s/997", "s/998", "s/999"]
    assert all("UNIQUE constraint failed" in refusal.words for refusal in found)
    assert len(place.entries()) == 997


def test_a_row_that_another_one_makes_room_for_is_taken(place: Place) -> None:
    """Although that comes behind it."""
    place.execute("CREATE UNIQUE INDEX own ON entry (name)")
    known = place.run(records({"n": 1, "name": "a"}))
    with closing(place.sink().open(place.delivery("run-2", known=known), None)) as sink:
        sink.write(records({"n": 2, "name": "a"}, {"n": 3, "name": "c"}, {"n": 1, "name": "b"}, sequence=10))
        sink.commit()
        sink.publish()
        assert list(refusals(sink)) == []
    assert place.entries() == [(1, "b"), (2, "a"), (3, "c")]


def staged(place: Place) -> str:
    [name] = [name for name in place.tables() if name not in ("entry", "legacy_adapters_state")]
    return name


def test_rows_that_do_not_get_into_the_staging_table(place: Place) -> None:
    """The column at fault is named: without it the row is taken. The rest of the piece goes on."""
    bad = {17, 321, 322, 999}
    with closing(place.sink().open(place.delivery(), None)) as sink:
        place.execute(f"CREATE TRIGGER t {NO_X.format(staged(place))}")
        rows = [{"n": n, "name": "x" if n in bad else "good", "yes": True} for n in range(1000)]
        written = records(*rows, sequence=2)
        sink.write(written)
        sink.commit()
        found = refusals(sink)
        assert ids(found) == [f"s/{n}" for n in sorted(bad)]
        assert {refusal.words for refusal in found} == {"name: no x"}
        assert found[1].record.rows.equals(written.rows.slice(321, 1))
        sink.publish()
        assert list(refusals(sink)) == []
    assert {n for n, _ in place.entries()} == set(range(1000)) - bad


def test_what_takes_more_than_one_column_is_told_without_one(place: Place) -> None:
    """The database's words have to do."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        place.execute(
            f"CREATE TRIGGER t BEFORE INSERT ON {staged(place)} WHEN new.name = 'x' OR new.yes "
            "BEGIN SELECT RAISE(ABORT, 'neither'); END"
        )
        sink.write(records({"n": 1, "name": "x", "yes": True}))
        assert [refusal.words for refusal in refusals(sink)] == ["neither"]


@pytest.mark.parametrize("where", ["entry", "staging"])
def test_too_many_end_the_run(where: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing of it is published."""
    monkeypatch.setattr(answered, "MOST_REFUSED", 5)
    with closing(place.sink().open(place.delivery(), None)) as sink:
        place.execute(f"CREATE TRIGGER t {NO_X.format('entry' if where == 'entry' else staged(place))}")

        def all_of_it() -> None:
            sink.write(records(*({"n": n, "name": "x" if n % 2 else "good"} for n in range(100))))
            sink.commit()
            sink.publish()

        with pytest.raises(OutputError, match=r"records were refused.*no x"):
            all_of_it()
    assert place.entries() == []


def test_records_that_share_a_number_are_told_apart(place: Place) -> None:
    """They were events before, of several sources."""
    place.execute(f"CREATE TRIGGER t {NO_X.format('entry')}")
    with closing(place.sink().open(place.delivery(), None)) as sink:
        for n, name in ((1, "good"), (2, "x"), (3, "good")):
            sink.write(records({"n": n, "name": name}, sequence=7))
        sink.commit()
        sink.publish()
        assert ids(refusals(sink)) == ["s/2"]
    assert place.entries() == [(1, "good"), (3, "good")]


def test_what_was_refused_is_told_again_by_a_run_that_was_killed(place: Place) -> None:
    """After it was published, and before the ledger knew: nothing is lost in silence."""
    place.execute(f"CREATE TRIGGER t {NO_X.format('entry')}")
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1, "name": "good"}, {"n": 2, "name": "x"}))
        token = sink.commit()
        known = sink.publish()
    with closing(place.sink().open(place.delivery(publishing=True), token)) as sink:
        assert sink.publish() == known
        assert isinstance(sink, Answering)
        assert ids(sink.refusals()) == ["s/2"]
        assert [(one.records, one.first, one.last) for one in sink.receipts()] == [(1, 1, 1)]
    assert place.entries() == [(1, "good")]
    assert len(place.tables()) == 3
    place.run(run="run-2", known=known)
    assert place.tables() == ["entry", "legacy_adapters_state"]


def test_what_is_taken_by_then_is_no_longer_refused(place: Place) -> None:
    """The database was corrected between the kill and the run that goes on."""
    place.execute(f"CREATE TRIGGER t {NO_X.format('entry')}")
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1, "name": "x"}))
        token = sink.commit()
        sink.publish()
    place.execute("DROP TRIGGER t")
    with closing(place.sink().open(place.delivery(publishing=True), token)) as sink:
        sink.publish()
        assert list(refusals(sink)) == []
    assert place.entries() == [(1, "x")]


def test_a_row_that_was_not_merged_is_known_by_record_and_number() -> None:
    """So that it can be read back."""
    assert NotMerged("s/1", 7, "no") == NotMerged("s/1", 7, "no")
