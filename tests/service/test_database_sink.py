"""What the database sink promises, at every kind of database."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Answering
from legacy_adapters.schema.catalog import COMMON, load_entity
from tests.service.database_places import KINDS, place_of
from tests.service.postgresql_books import ODD_TEXTS
from tests.sinks.database.places import Place, records


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database."""
    return place_of(request.param, request, tmp_path)


@pytest.fixture(params=[kind for kind in KINDS if "sqlite" not in kind])
def exact_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database that holds to lengths and types; SQLite takes whatever comes."""
    return place_of(request.param, request, tmp_path)


def test_texts_arrive_to_the_byte(place: Place) -> None:
    """Null and empty text, backslashes, quotes, line ends, and every sign that a format could trip over."""
    texts = [*ODD_TEXTS, "a\n\\.\nb", "\\N", "'", "''", "%s %(x)s ? :x", "),('", "trailing ", "\r", "\x1a"]
    place.run(records(*({"n": n, "name": value} for n, value in enumerate(texts))))
    assert dict(place.entries()) == dict(enumerate(texts))


def test_numbers_and_days_arrive_exactly(place: Place) -> None:
    """The largest, the smallest and the finest that each column holds; nothing becomes a double."""
    rows: list[dict[str, Any]] = [
        {
            "n": 1,
            "amount": Decimal("999999999999999999999999.9999"),
            "rate": Decimal("99999999999999999999999999.999999999999"),
            "day": date(9999, 12, 31),
            "moment": datetime(9999, 12, 31, 23, 59, 59, 999999),
            "yes": True,
        },
        {
            "n": 2,
            "amount": Decimal("-0.0001"),
            "rate": Decimal("-0.000000000001"),
            "day": date(1000, 1, 1),
            "moment": datetime(1000, 1, 1),
            "yes": False,
        },
        {"n": 9_223_372_036_854_775_807, "amount": Decimal("0.1"), "rate": Decimal(0)},
        {"n": -9_223_372_036_854_775_807},
    ]
    place.run(records(*rows))
    found = {row[0]: row[1:] for row in place.entries("n, amount, rate, day, moment, yes")}
    for row in rows:
        amount, rate, day, moment, yes = found[row["n"]]
        assert [None if v is None else Decimal(str(v)) for v in (amount, rate)] == [row.get("amount"), row.get("rate")]
        assert str(day) == str(row.get("day"))
        assert str(moment).removesuffix(".000000") == str(row.get("moment"))
        assert (None if yes is None else bool(yes)) == row.get("yes")
        assert not isinstance(amount, float)


def test_what_is_newer_wins(place: Place) -> None:
    """An older state of a record, or the same one again, changes nothing."""
    known = place.run(records({"n": 1, "name": "first"}, {"n": 2, "name": "other"}, sequence=10))
    known = place.run(records({"n": 1, "name": "second"}, sequence=20), run="run-2", known=known)
    known = place.run(records({"n": 1, "name": "late"}, sequence=15), run="run-3", known=known)
    place.run(records({"n": 1, "name": "again"}, sequence=20), run="run-4", known=known)
    assert place.entries() == [(1, "second"), (2, "other")]


def test_a_record_that_changes_within_a_run_ends_as_its_last_state(place: Place) -> None:
    """A, B, A in one batch and over several: what is left is the last one, with its sequence number."""
    batch = records({"n": 1, "name": "A"}, {"n": 1, "name": "B"}, {"n": 2, "name": "x"}, {"n": 1, "name": "A"})
    place.run(batch, records({"n": 2, "name": "y"}, sequence=9))
    assert place.entries("n, name, sequence") == [(1, "A", 4), (2, "y", 9)]


def test_a_deleted_record_stays_and_says_so(place: Place) -> None:
    """Its fields are kept, the view does not show it, and an older upsert does not bring it back."""
    place = place.with_(views=True)
    known = place.run(records({"n": 1, "name": "one"}, {"n": 2, "name": "two"}, sequence=1))
    known = place.run(records({"n": 1}, {"n": 3}, sequence=10, gone=True), run="run-2", known=known)
    known = place.run(records({"n": 1, "name": "late"}, {"n": 3, "name": "late"}, sequence=5), run="run-3", known=known)
    expected = [(1, "one", "delete"), (2, "two", "upsert"), (3, None, "delete")]
    assert place.entries("n, name, operation") == expected
    assert place.rows("SELECT * FROM entry_current") == [(2, "two", None, None, None, None, None)]
    place.run(records({"n": 1, "name": "back"}, sequence=30), run="run-4", known=known)
    assert place.rows("SELECT name FROM entry_current ORDER BY n") == [("back",), ("two",)]


def test_insert_keeps_every_change_once(place: Place) -> None:
    """One row for each change; what is delivered again is not there twice; the view shows what is valid now."""
    place = place.with_(mode="insert", views=True)
    known = place.run(records({"n": 1, "name": "A"}, {"n": 1, "name": "B"}, {"n": 2, "name": "x"}))
    known = place.run(records({"n": 1, "name": "A"}, {"n": 1, "name": "B"}), run="run-2", known=known)
    place.run(records({"n": 2}, sequence=9, gone=True), run="run-3", known=known)
    assert place.entries("n, name, operation") == [
        (1, "A", "upsert"),
        (1, "B", "upsert"),
        (2, "x", "upsert"),
        (2, None, "delete"),
    ]
    assert place.rows("SELECT n, name FROM entry_current") == [(1, "B")]


def test_values_that_the_column_refuses(exact_place: Place) -> None:
    """Their records are refused, with column and the database's words; the rest of the piece goes on."""
    known = exact_place.run()
    exact_place.execute("ALTER TABLE entry DROP COLUMN name", "ALTER TABLE entry ADD COLUMN name varchar(5)")
    bad = {0, 77, 78}
    rows = [{"n": n, "name": "too long" if n in bad else "short"} for n in range(100)]
    with closing(exact_place.sink().open(exact_place.delivery("run-2", known=known), None)) as sink:
        assert isinstance(sink, Answering)
        sink.write(records(*rows, sequence=5))
        sink.commit()
        found = sink.refusals()
        assert [one.record.record_id[0].as_py() for one in found] == [f"s/{n}" for n in sorted(bad)]
        for one in found:
            assert one.words.startswith("name: ")
            assert "too long" in one.words.casefold() or "truncat" in one.words
        sink.publish()
        assert list(sink.refusals()) == []
        [receipt] = sink.receipts()
    assert (receipt.records, receipt.first, receipt.last) == (97, 6, 104)
    assert {n for n, _ in exact_place.entries()} == set(range(100)) - bad


def test_a_check_that_a_row_does_not_pass(exact_place: Place) -> None:
    """It is met when the run is published: that record alone is refused, and is the one that was written."""
    known = exact_place.run()
    exact_place.execute("ALTER TABLE entry ADD CONSTRAINT positive CHECK (amount > 0)")
    given = {"name": "x", "rate": Decimal("1.5"), "day": date(2024, 2, 29), "moment": datetime(2024, 1, 1, 1, 2, 3, 4)}
    rows = [given | {"n": n, "amount": Decimal(n - 10), "yes": n % 2 == 0} for n in range(10, 110)]
    written = records(*rows, sequence=5)
    with closing(exact_place.sink().open(exact_place.delivery("run-2", known=known), None)) as sink:
        assert isinstance(sink, Answering)
        sink.write(written)
        sink.commit()
        assert list(sink.refusals()) == []
        sink.publish()
        [refusal] = sink.refusals()
    assert "positive" in refusal.words
    assert refusal.record.rows.equals(written.rows.slice(0, 1))
    assert refusal.record.envelope().equals(written.slice(0, 1).envelope())
    assert len(exact_place.entries()) == 99


def test_a_key_of_somebody_else_that_is_violated(place: Place) -> None:
    """The record that would be the second one with the same amount is refused; the others are published."""
    known = place.run(records({"n": 1, "name": "one"}))
    place.execute("CREATE UNIQUE INDEX own ON entry (amount)")
    rows = [{"n": n, "amount": Decimal(n if n != 61 else 37)} for n in range(10, 100)]
    with closing(place.sink().open(place.delivery("run-2", known=known), None)) as sink:
        assert isinstance(sink, Answering)
        sink.write(records(*rows, {"n": 1, "name": "changed"}, sequence=5))
        sink.commit()
        sink.publish()
        assert [one.record.record_id[0].as_py() for one in sink.refusals()] == ["s/61"]
        assert sum(receipt.records for receipt in sink.receipts()) == 90
    assert (1, "changed") in place.entries()
    assert len(place.entries()) == 90


def test_names_are_taken_as_they_are(place: Place) -> None:
    """Reserved words, upper case, blanks, umlauts, quotes, and the longest."""
    names = ["order", "select", "user", "primary", "x" * 63]
    fields: dict[str, pa.DataType] = {"n": pa.int64()} | dict.fromkeys(names, pa.string())
    schema = pa.schema(fields)
    place = Place(place.url, place.alchemy, place.folder, place.kind, schema).with_(
        table="Größe:{entity}'s", views=True
    )
    row: dict[str, object] = {name: f"value of {name}" for name in names}
    known = place.run(records({"n": 1} | row, schema=schema))
    place.run(records({"n": 1} | row, schema=schema, sequence=9), run="run-2", known=known)
    quote = "`" if place.kind == "mariadb" else '"'
    for view in ("Größe:entry's", "Größe:entry's_current"):
        found = place.rows(f"SELECT * FROM {quote}{view}{quote}".replace(":", "\\:"))[0]
        assert list(found[: len(names) + 1]) == [1, *row.values()]


def test_every_entity_of_the_common_schema_fits(place: Place) -> None:
    """Its table is created, found again as it was made, and has the lengths and comments of the schema."""
    place = place.with_(views=True)
    schemas = {name: load_entity(name).arrow_schema() for name in COMMON}
    known = place.run(schemas=schemas)
    place.run(run="run-2", known=known, schemas=schemas)
    assert set(place.tables()) == {*COMMON, "legacy_adapters_state"}
    columns = {column["name"]: column for column in place.columns("gl_line")}
    assert columns["transaction_id"]["type"].length == 70
    if place.kind in ("postgresql", "mariadb", "odbc-postgresql"):
        assert "balance together" in columns["transaction_id"]["comment"]


def test_a_new_column_is_added_and_nothing_else_is_altered(place: Place) -> None:
    """With create: true a field that is new gets a column that may be null; the older rows keep theirs."""
    older = Place(place.url, place.alchemy, place.folder, place.kind, pa.schema(list(place.schema)[:2]))
    known = older.with_(views=True).run(records({"n": 1, "name": "one"}, schema=older.schema))
    with pytest.raises(ConfigError, match="the table lacks amount") as caught:
        place.with_(create=False).run(run="run-2", known=known)
    assert "create: true" in caught.value.hint
    place.with_(views=True).run(records({"n": 2, "name": "two", "yes": True}, sequence=5), run="run-2", known=known)
    assert place.entries("n, name, amount") == [(1, "one", None), (2, "two", None)]
    assert [bool(row[0]) for row in place.rows("SELECT yes FROM entry_current ORDER BY n")] == [False, True]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("amount decimal(18,2)", "the column amount is"),
        ("amount double precision", "the column amount is"),
        ("name char(40)", "the column name is"),
    ],
)
def test_a_column_that_could_not_hold_every_value_is_refused(place: Place, column: str, said: str) -> None:
    """Before anything is read, with both types and what to do; a database that cuts or rounds in silence would."""
    _refused(place, column, said)


@pytest.mark.parametrize(
    ("column", "said"), [("n int", "the column n is"), ("moment varchar(20)", "the column moment is")]
)
def test_a_column_that_only_sqlite_would_take_is_refused(exact_place: Place, column: str, said: str) -> None:
    """There every column holds every value."""
    _refused(exact_place, column, said)


def _refused(place: Place, column: str, said: str) -> None:
    place.run()
    name = column.partition(" ")[0]
    place.execute(f"ALTER TABLE entry DROP COLUMN {name}", f"ALTER TABLE entry ADD COLUMN {column}")
    with pytest.raises(ConfigError, match=said) as caught:
        place.sink().open(place.delivery("run-1"), None)
    assert "cannot hold every" in caught.value.message
    assert "Change the column to" in caught.value.hint


def test_a_table_of_somebody_else_is_delivered_into(place: Place) -> None:
    """Columns in another order, more of them with defaults, and the key that we need."""
    place.run()
    place.execute("ALTER TABLE entry ADD COLUMN own varchar(10) DEFAULT 'own' NOT NULL")
    place.with_(create=False).run(records({"n": 1, "name": "one"}))
    assert place.entries("n, name, own") == [(1, "one", "own")]


def test_nothing_of_ours_is_left_but_the_state(place: Place) -> None:
    """Staging tables go when a run is published, and those of a run that was given up with the next one."""
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1}))
        sink.commit()
    assert len(place.tables()) == 3
    place.run(records({"n": 1, "name": "one"}))
    assert place.tables() == ["entry", "legacy_adapters_state"]


@pytest.mark.parametrize("kind", ["postgresql", "mariadb", "odbc-postgresql"])
def test_a_schema_that_is_named(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """All tables of ours lie there, also where another schema has some of the same names."""
    place = place_of(kind, request, tmp_path).with_(views=True)
    place.run(records({"n": 1, "name": "elsewhere"}))
    place.execute("CREATE SCHEMA other_books")
    try:
        known = place.with_(schema_name="other_books").run(records({"n": 2, "name": "there"}))
        place.with_(schema_name="other_books").run(
            records({"n": 2, "name": "new"}, sequence=9), run="run-2", known=known
        )
        assert place.rows("SELECT n, name FROM other_books.entry_current") == [(2, "new")]
        assert place.rows("SELECT count(*) FROM other_books.legacy_adapters_state") == [(1,)]
        assert place.entries() == [(1, "elsewhere")]
    finally:
        place.execute("DROP SCHEMA other_books" + ("" if kind == "mariadb" else " CASCADE"))
