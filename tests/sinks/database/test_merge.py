"""The statements that bring a run into its tables, for each way of writing SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from legacy_adapters.sinks.database.merge import Range, merging, tidying
from legacy_adapters.sinks.database.settings import DatabaseSink, Mode
from legacy_adapters.sinks.database.tables import Target, staging, wanted_tables
from tests.sinks.database.places import ENTRY
from tests.sinks.samples import delivery

DIALECTS = {"postgresql": postgresql, "mysql": mysql, "sqlite": sqlite, "mssql": mssql}


def target(folder: Path, mode: Mode) -> Target:
    settings = DatabaseSink(url="sqlite:///x.db", mode=mode)
    wanted = wanted_tables(settings, delivery(folder, {"entry": ENTRY}), sqlite.dialect())["entry"]
    return staging(wanted, {column.name: column.type for column in wanted.table.columns}, "s", mode, "sqlite")


def written(folder: Path, name: str, mode: Mode = "upsert", within: Range | None = None) -> list[str]:
    dialect = DIALECTS[name].dialect()
    found = []
    for statement in merging(target(folder, mode), name, within):
        assert isinstance(statement, ClauseElement)
        text = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        found.append(" ".join(text.split()))
    return found


@pytest.mark.parametrize("name", ["postgresql", "sqlite"])
def test_on_conflict_only_of_the_record_and_only_what_is_newer(name: str, tmp_path: Path) -> None:
    """A conflict of another key is an error, not an update of another record."""
    soft, upsert = written(tmp_path, name)
    assert soft.startswith("UPDATE entry SET record_id=")
    assert "operation = 'delete'" in soft
    assert "amount" not in soft
    assert "ON CONFLICT (record_id) DO UPDATE SET" in upsert
    assert upsert.endswith("WHERE excluded.sequence > entry.sequence")


def test_postgresql_gets_each_record_once(tmp_path: Path) -> None:
    """It refuses to touch one row twice in a statement."""
    assert "SELECT DISTINCT ON (" in written(tmp_path, "postgresql")[1]
    assert tidying(target(tmp_path, "upsert"), "postgresql") == ()


def test_mariadb_updates_and_inserts(tmp_path: Path) -> None:
    """ON DUPLICATE KEY would update the record that another key is the same of."""
    statements = written(tmp_path, "mysql")
    assert [statement.partition(" ")[0] for statement in statements] == ["UPDATE", "UPDATE", "INSERT"]
    assert not any("DUPLICATE" in statement for statement in statements)
    assert len(tidying(target(tmp_path, "upsert"), "mysql")) == 1


def test_other_databases_get_plain_sql(tmp_path: Path) -> None:
    """An update by subqueries for what was deleted; what is newer is deleted and inserted."""
    statements = written(tmp_path, "mssql")
    assert [statement.partition(" ")[0] for statement in statements] == ["UPDATE", "DELETE", "INSERT"]
    assert "EXISTS (SELECT" in statements[1]
    assert len(tidying(target(tmp_path, "upsert"), "mssql")) == 1


@pytest.mark.parametrize("name", DIALECTS)
def test_changes_are_only_added(name: str, tmp_path: Path) -> None:
    """Those that are not there yet."""
    [statement] = written(tmp_path, name, "insert")
    assert statement.startswith("INSERT INTO entry (")
    assert "NOT (EXISTS (SELECT" in statement
    assert tidying(target(tmp_path, "insert"), name) == ()


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("mode", ["upsert", "insert"])
def test_a_range_is_in_every_statement(name: str, mode: Mode, tmp_path: Path) -> None:
    """So that a half can be tried."""
    assert all("BETWEEN 5 AND 9" in statement for statement in written(tmp_path, name, mode, (5, 9))[:-1])
    assert "BETWEEN 5 AND 9" in written(tmp_path, name, mode, (5, 9))[-1]
