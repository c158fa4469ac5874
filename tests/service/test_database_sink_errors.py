"""What a person is told when a database does not take what is delivered."""

from __future__ import annotations

import hashlib
import socket
from contextlib import closing
from pathlib import Path

import pymysql
import pytest
from sqlalchemy import make_url

from legacy_adapters.core.errors import AccessDenied, ConfigError, Unavailable
from legacy_adapters.core.secrets import STRUCK_OUT
from legacy_adapters.sinks.database.settings import DatabaseSink
from tests.service.database_places import mariadb_place, odbc_postgresql_place, place_of, postgresql_place
from tests.service.mariadb import MariadbServer
from tests.service.postgres import PostgresServer
from tests.sinks.database.places import Place, records

SERVERS = ("postgresql", "mariadb", "odbc-postgresql")


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database at a server."""
    return place_of(request.param, request, tmp_path)


def stranger(place: Place, *rights: str) -> Place:
    """The same database, for a role that has these rights only; its password is ``wanderer``."""
    if place.kind == "mariadb":
        statements = ["CREATE OR REPLACE USER stranger@'127.0.0.1' IDENTIFIED BY 'wanderer'"]
        statements += [f"GRANT {right} TO stranger@'127.0.0.1'" for right in rights]
    else:
        statements = ["DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN PASSWORD 'wanderer'"]
        statements += [f"GRANT {right} TO stranger" for right in rights]
    place.execute(*statements)
    if place.url.startswith("odbc:"):
        url = place.url.partition("UID=")[0] + "UID=stranger;PWD=wanderer"
    else:
        parsed = make_url(place.url).set(username="stranger", password="wanderer")
        url = parsed.render_as_string(hide_password=False)
    return Place(url, place.alchemy, place.folder, place.kind)


def cleared(place: Place) -> None:
    """Takes the stranger away."""
    if place.kind == "mariadb":
        place.execute("DROP USER stranger@'127.0.0.1'")
    else:
        place.execute("DROP OWNED BY stranger", "DROP ROLE stranger")


def test_a_wrong_password_is_refused_once_and_not_told(place: Place) -> None:
    """77, the database's words, and neither the wrong nor the right password."""
    url = stranger(place).url.replace("wanderer", "not-it-at-all")
    try:
        with pytest.raises(AccessDenied) as caught:
            DatabaseSink(url=url).open(place.delivery(), None)
    finally:
        cleared(place)
    assert caught.value.exit_code == 77
    assert "not-it-at-all" not in str(caught.value)
    assert STRUCK_OUT in caught.value.where


def test_a_database_that_is_not_there(place: Place) -> None:
    """78: the settings name it."""
    name = make_url(place.alchemy).database
    assert name
    with pytest.raises(ConfigError, match="nowhere"):
        DatabaseSink(url=place.url.replace(name, "nowhere")).open(place.delivery(), None)


def test_a_server_that_is_down(place: Place) -> None:
    """69: it is tried again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    port = str(make_url(place.alchemy).port)
    with pytest.raises(Unavailable):
        DatabaseSink(url=place.url.replace(port, str(free)), timeout=5).open(place.delivery(), None)


def test_a_table_that_may_only_be_read(place: Place) -> None:
    """77 with table and rights, before anything is read."""
    place.run(records({"n": 1}))
    name = make_url(place.alchemy).database
    may = (
        (f"CREATE, DROP ON `{name}`.*", f"ALL ON `{name}`.legacy_adapters_state", f"SELECT ON `{name}`.entry")
        if place.kind == "mariadb"
        else ("CREATE ON SCHEMA public", "ALL ON legacy_adapters_state", "SELECT ON entry")
    )
    other = stranger(place, *may)
    if place.kind == "mariadb":
        # Rights on tables that are not there yet go by their name, and that of a staging table is known.
        staged = hashlib.sha256(b"run-1\nentry").hexdigest()[:12]
        other.execute(f"GRANT ALL ON `{name}`.legacy_adapters_{staged} TO stranger@'127.0.0.1'")
    try:
        with pytest.raises(AccessDenied) as caught:
            other.sink().open(place.delivery(), None)
    finally:
        cleared(place)
    assert caught.value.where.endswith("table entry")
    assert "grant SELECT, INSERT and UPDATE" in caught.value.hint


def test_no_right_to_create(place: Place) -> None:
    """77 from the first table on."""
    other = stranger(place, *(("SELECT ON mysql.time_zone",) if place.kind == "mariadb" else ()))
    if place.kind == "mariadb":
        other.execute(f"GRANT SELECT ON `{make_url(place.alchemy).database}`.* TO stranger@'127.0.0.1'")
    try:
        with pytest.raises(AccessDenied) as caught:
            other.sink().open(place.delivery(), None)
    finally:
        cleared(place)
    assert caught.value.exit_code == 77


def test_a_table_that_is_not_there_and_must_not_be_created(place: Place) -> None:
    """78 with the statement that would create it."""
    with pytest.raises(ConfigError, match="there is no such table") as caught:
        place.with_(create=False).sink().open(place.delivery(), None)
    assert "CREATE TABLE entry (" in caught.value.hint
    assert "NUMERIC(28, 4)" in caught.value.hint


def test_a_name_that_is_too_long(place: Place) -> None:
    """78 before it is cut: PostgreSQL would do that in silence."""
    with pytest.raises(ConfigError, match=r"has 70 (bytes|characters)"):
        place.with_(table="x" * 70).sink().open(place.delivery(), None)


def test_a_table_without_the_key_that_upsert_needs(postgres: PostgresServer, tmp_path: Path) -> None:
    """78: record_id has to be unique."""
    place = postgresql_place(postgres, tmp_path)
    place.run()
    place.execute("ALTER TABLE entry DROP CONSTRAINT entry_pkey")
    with pytest.raises(ConfigError, match="no unique or exclusion constraint") as caught:
        place.sink().open(place.delivery(), None)
    assert "record_id" in caught.value.hint


def test_a_table_of_an_engine_without_transactions(mariadb: MariadbServer, tmp_path: Path) -> None:
    """78: what is in it could not be undone."""
    place = mariadb_place(mariadb, tmp_path)
    place.run()
    place.execute("ALTER TABLE entry DROP PRIMARY KEY, ENGINE=MyISAM")
    with pytest.raises(ConfigError, match="MyISAM, which knows no transactions"):
        place.sink().open(place.delivery(), None)


def test_a_table_that_another_program_holds(place: Place) -> None:
    """69 after the stated time."""
    place.run(records({"n": 1}))
    place = place.with_(timeout=1)
    with (
        place.engine() as engine,
        engine.connect() as holder,
        closing(place.sink().open(place.delivery(), None)) as sink,
    ):
        sink.write(records({"n": 1, "name": "new"}, sequence=5))
        sink.commit()
        holder.exec_driver_sql("UPDATE entry SET name = 'held'")
        with pytest.raises(Unavailable):
            sink.publish()
        holder.rollback()


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_dies_in_the_middle(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """69 from the next call, and closing makes no more noise; started again, the run goes on where it was."""
    place = place_of(kind, request, tmp_path)
    server: PostgresServer | MariadbServer
    server = request.getfixturevalue("mariadb" if kind == "mariadb" else "postgres")
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(records({"n": 1, "name": "one"}))
        token = sink.commit()
        sink.write(records({"n": 2, "name": "two"}, sequence=2))
        server.kill()
        with pytest.raises(Unavailable):
            sink.commit()
    server.start()
    with closing(place.sink().open(place.delivery(), token)) as sink:
        sink.write(records({"n": 3, "name": "three"}, sequence=2))
        sink.commit()
        sink.publish()
    assert place.entries() == [(1, "one"), (3, "three")]
    assert place.tables() == ["entry", "legacy_adapters_state"]


def test_a_missing_odbc_driver(postgres: PostgresServer, tmp_path: Path) -> None:
    """78 with what to install."""
    place = odbc_postgresql_place(postgres, "No Such Driver", tmp_path)
    with pytest.raises(ConfigError) as caught:
        place.sink().open(place.delivery(), None)
    assert "odbc-postgresql" in caught.value.hint


def test_pymysql_is_the_driver_that_is_tested() -> None:
    """Its version is one of those that the extra asks for."""
    assert pymysql.VERSION >= (1, 1)
