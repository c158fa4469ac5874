"""The servers pass the suite that is shipped to users, each test in a database of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings, Token
from legacy_adapters.sinks.database.settings import DatabaseSink, Mode
from legacy_adapters.testing.sinks import SinkConformance
from tests.service.mariadb import MariadbServer
from tests.service.postgres import SUPERUSER, PostgresServer
from tests.sinks.database.tables_of import InSqlite, visible_in, with_a_key_of_its_own


def schema_of(folder: Path) -> str:
    """A name of its own for what is delivered to this folder."""
    return f"s{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class InItsOwn:
    """A database sink that has a schema for each folder: the suite tells its deliveries apart by them."""

    url: str
    mode: Mode
    views: bool = False

    def at(self, folder: Path) -> str:
        """The URL that goes into the folder's schema."""
        return self.url.replace("SCHEMA", schema_of(folder))

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        settings = DatabaseSink(url=self.at(delivery.folder), mode=self.mode, views=self.views)
        return settings.open(delivery, token)


class OnPostgresql(SinkConformance):
    mode: Mode

    @pytest.fixture(autouse=True)
    def server(self, postgres: PostgresServer, tmp_path: Path) -> None:
        self.url = postgres.url().replace("postgresql:", "postgresql+psycopg:") + "?options=-csearch_path%3DSCHEMA"
        engine = create_engine(postgres.url().replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            for name in ("out", "undisturbed", "short"):
                connection.exec_driver_sql(f"CREATE SCHEMA {schema_of(tmp_path / name)}")
        engine.dispose()

    def declare(self) -> SinkSettings:
        return InItsOwn(self.url, self.mode, views=self.mode == "insert")

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        return visible_in(create_engine(InItsOwn(self.url, self.mode).at(folder)))

    def refusing(self, folder: Path, rows: list[dict[str, object]]) -> SinkSettings:
        """Of a number that there is already."""
        engine = create_engine(InItsOwn(self.url, self.mode).at(folder))
        with_a_key_of_its_own(self.declare(), folder, engine, rows)
        return self.declare()


class TestPostgresqlUpsert(OnPostgresql):
    mode = "upsert"


class TestPostgresqlInsert(OnPostgresql):
    mode = "insert"


class OnMariadb(SinkConformance):
    mode: Mode

    @pytest.fixture(autouse=True)
    def server(self, mariadb: MariadbServer, tmp_path: Path) -> None:
        self.url = mariadb.url("SCHEMA")
        for name in ("out", "undisturbed", "short"):
            mariadb.create_database(schema_of(tmp_path / name))

    def declare(self) -> SinkSettings:
        return InItsOwn(self.url, self.mode, views=self.mode == "insert")

    def visible(self, folder: Path) -> Mapping[str, bytes]:
        return visible_in(self._engine(folder))

    def refusing(self, folder: Path, rows: list[dict[str, object]]) -> SinkSettings:
        """Of a number that there is already."""
        with_a_key_of_its_own(self.declare(), folder, self._engine(folder), rows)
        return self.declare()

    def _engine(self, folder: Path) -> Engine:
        url = InItsOwn(self.url, self.mode).at(folder)
        return create_engine(url.replace("mariadb:", "mysql+pymysql:"))


class TestMariadbUpsert(OnMariadb):
    mode = "upsert"


class TestMariadbInsert(OnMariadb):
    mode = "insert"


class TestOdbcToPostgresql(OnPostgresql):
    """By psqlODBC."""

    mode = "upsert"

    @pytest.fixture(autouse=True)
    def driver(self, postgres: PostgresServer, postgresql_odbc_driver: str, server: None) -> None:
        secret = postgres.passwords[SUPERUSER]
        self.odbc = (
            f"odbc:Driver={{{postgresql_odbc_driver}}};Server={postgres.host};Port={postgres.port};"
            f"Database=postgres;UID={SUPERUSER};PWD={secret};ConnSettings=SET search_path TO SCHEMA"
        )

    def declare(self) -> SinkSettings:
        return InItsOwn(self.odbc, self.mode, views=True)


class TestOdbcToSqlite(InSqlite):
    """By SQLite's driver."""

    @pytest.fixture(autouse=True)
    def driver(self, sqlite_odbc_driver: str) -> None:
        self.odbc = f"odbc:Driver={{{sqlite_odbc_driver}}};Database=books.db"

    def declare(self) -> SinkSettings:
        return DatabaseSink(url=self.odbc, views=True)
