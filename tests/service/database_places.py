"""Every kind of database that the sink delivers to, empty."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.service.mariadb import MariadbServer
from tests.service.postgres import SUPERUSER, PostgresServer
from tests.sinks.database.places import Place, sqlite_place

KINDS = ("sqlite", "postgresql", "mariadb", "odbc-postgresql", "odbc-sqlite")


def postgresql_place(server: PostgresServer, folder: Path) -> Place:
    """A database of its own."""
    url = server.create_database(f"d{secrets.token_hex(4)}")
    return Place(url, url.replace("postgresql:", "postgresql+psycopg:"), folder, "postgresql")


def mariadb_place(server: MariadbServer, folder: Path) -> Place:
    """A database of its own."""
    url = server.url(server.create_database())
    return Place(url, url.replace("mariadb:", "mysql+pymysql:") + "?charset=utf8mb4", folder, "mariadb")


def odbc_postgresql_place(server: PostgresServer, driver: str, folder: Path) -> Place:
    """A database of its own, by psqlODBC."""
    plain = postgresql_place(server, folder)
    database = plain.url.rpartition("/")[2]
    url = f"odbc:Driver={{{driver}}};Server={server.host};Port={server.port};Database={database};UID={SUPERUSER};PWD="
    return Place(url + server.passwords[SUPERUSER], plain.alchemy, folder, "odbc-postgresql")


def odbc_sqlite_place(driver: str, folder: Path) -> Place:
    """A file, by SQLite's driver."""
    return Place(f"odbc:Driver={{{driver}}};Database=books.db", sqlite_place(folder).alchemy, folder, "odbc-sqlite")


def place_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> Place:
    """An empty database of this kind; its server is started when it is asked for."""
    match kind:
        case "postgresql":
            return postgresql_place(request.getfixturevalue("postgres"), folder)
        case "mariadb":
            return mariadb_place(request.getfixturevalue("mariadb"), folder)
        case "odbc-postgresql":
            driver = request.getfixturevalue("postgresql_odbc_driver")
            return odbc_postgresql_place(request.getfixturevalue("postgres"), driver, folder)
        case "odbc-sqlite":
            return odbc_sqlite_place(request.getfixturevalue("sqlite_odbc_driver"), folder)
        case _:
            return sqlite_place(folder)
