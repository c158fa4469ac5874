"""The server that the service tests stand on does what they expect of it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.service.postgres import AUDITOR, PostgresServer


@pytest.fixture
def running(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """The server of the session, running again after the test whatever the test did to it."""
    yield postgres
    postgres.start()


def _value(url: str, statement: str) -> object:
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row[0] if row else None


def test_superuser_can_connect_and_the_server_is_the_one_started(postgres: PostgresServer) -> None:
    """The superuser's URL leads to the server whose data lie in the folder named."""
    assert _value(postgres.superuser_url, "SHOW data_directory") == str(postgres.data_dir)


def test_databases_are_created_empty_each_time(postgres: PostgresServer) -> None:
    """Creating a database again gives an empty one, also with a name that needs quoting."""
    url = postgres.create_database("Überträge 2024/1")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE t (a int)")
    again = postgres.create_database("Überträge 2024/1")
    assert again == url
    assert _value(again, "SELECT to_regclass('t')") is None


def test_auditor_reads_and_does_not_write(postgres: PostgresServer) -> None:
    """The auditor reads what the superuser made, and is refused a new table."""
    url = postgres.create_database("audited")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE t AS SELECT 4711 AS a")
    assert _value(postgres.url(AUDITOR, "audited"), "SELECT a FROM t") == 4711
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _value(postgres.url(AUDITOR, "audited"), "CREATE TABLE public.u (a int)")


def test_wrong_password_is_refused(postgres: PostgresServer) -> None:
    """A role with a password that is not its own does not get in."""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        _value(postgres.url(AUDITOR, password="wrong"), "SELECT 1")


def test_server_does_not_run_as_root(postgres: PostgresServer) -> None:
    """The data belong to an account other than root, which is the one the server runs under."""
    assert postgres.data_dir.stat().st_uid != 0
    assert os.geteuid() in {0, postgres.data_dir.stat().st_uid}


def test_stopped_server_refuses_and_comes_back_with_its_data(running: PostgresServer) -> None:
    """After a stop nobody gets in; after a start the data are there again, at the same place."""
    url = running.create_database("kept")
    running.stop("fast")
    assert not running.running
    with pytest.raises(psycopg.OperationalError, match="refused"):
        _value(url, "SELECT 1")
    running.start()
    assert _value(url, "SELECT 1") == 1


def test_killed_server_drops_its_clients_and_comes_back(running: PostgresServer) -> None:
    """A kill breaks open connections at once, and a start right after it succeeds."""
    url = running.create_database("killed")
    with psycopg.connect(url) as connection:
        running.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    running.start()
    assert _value(url, "SELECT 1") == 1


def test_stopping_twice_is_stopping_once(running: PostgresServer) -> None:
    """A server that is down can be stopped and killed without harm."""
    running.stop("immediate")
    running.stop("immediate")
    running.kill()
    assert not running.running


def test_sqlite_odbc_driver_opens_a_database(sqlite_odbc_driver: str) -> None:
    """The driver found by name opens a database in memory."""
    import pyodbc

    connection = pyodbc.connect(f"Driver={{{sqlite_odbc_driver}}};Database=:memory:")
    try:
        assert connection.execute("SELECT 1").fetchone()[0] == 1
    finally:
        connection.close()
