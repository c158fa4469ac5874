"""Servers and system drivers for the tests of this folder, one of each for a session."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.nordhandel import WebSite, load_build_script
from tests.service.adminer import Adminer, adminer_program
from tests.service.apache import apache
from tests.service.commands import Commands
from tests.service.mariadb import MariadbServer, mariadb_server
from tests.service.nats_server import NatsServer, nats_program
from tests.service.postgres import PostgresServer, server_binaries
from tests.service.rabbitmq import RabbitServer, rabbitmq_program
from tests.service.redis_server import RedisServer, redis_program
from tests.service.require import require
from tests.service.s3_server import S3Server
from tests.service.screen_pipelines import Traps
from tests.service.screens import Screens
from tests.service.sftp_server import SftpServer, sshd
from tests.service.smb_server import SmbServer, smbd
from tests.service.sql_ledger import SqlLedger, sql_ledger_package

_HERE = Path(__file__).parent

_COSTLY = ("mariadb", "nats", "rabbit", "redis")
"""Servers, by the names of their fixtures or by those of cases, that take as long to start as several tests do."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a service test; those that need the same costly server run in one worker."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.service)
            if not any(item.iter_markers("xdist_group")):
                for server in filter(_names_of(item).__contains__, _COSTLY):
                    item.add_marker(pytest.mark.xdist_group(server))


def _names_of(item: pytest.Item) -> str:
    """The fixtures that a test states, and what it is a case of."""
    return f"{' '.join(getattr(item, 'fixturenames', ()))} {item.nodeid}".lower()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this session's own, running; a test that stops it starts it again."""
    binaries = require(server_binaries(), "PostgreSQL's server", "`make setup`, or: apt-get install postgresql")
    # pytest's own temporary folders are closed to the account that the server runs under.
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-postgres-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer.create(Path(folder), binaries)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariadbServer]:
    """A MariaDB server of this session's own, running; a test that stops it starts it again."""
    program = require(mariadb_server(), "MariaDB's server", "`make setup`, or: apt-get install mariadb-server-core")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-mariadb-", ignore_cleanup_errors=True) as folder:
        server = MariadbServer.create(Path(folder), program)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def sqlite_odbc_driver() -> str:
    """The name under which SQLite's ODBC driver is registered here."""
    import pyodbc

    names: dict[str, str] = {name.casefold(): name for name in pyodbc.drivers()}
    found = next((names[name] for name in ("sqlite3", "sqlite3 odbc driver") if name in names), None)
    return require(found, "SQLite's ODBC driver", "`make setup`, or: apt-get install unixodbc libsqliteodbc")


@pytest.fixture(scope="session")
def postgresql_odbc_driver() -> str:
    """The name under which psqlODBC is registered here."""
    import pyodbc

    names: list[str] = pyodbc.drivers()
    found = next((name for name in names if name.casefold() == "postgresql unicode"), None)
    return require(found, "psqlODBC", "`make setup`, or: apt-get install unixodbc odbc-postgresql")


@pytest.fixture(scope="session")
def sftp_server() -> Iterator[SftpServer]:
    """An SFTP server of this session's own, running."""
    program = require(sshd(), "OpenSSH's server", "`make setup`, or: apt-get install openssh-server")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-sftp-") as folder:
        server = SftpServer.create(Path(folder), program)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def smb_server() -> Iterator[SmbServer]:
    """A Windows share of this session's own, running."""
    program = require(smbd(), "Samba's server", "`make setup`, or: apt-get install samba")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-smb-", ignore_cleanup_errors=True) as folder:
        server = SmbServer.create(Path(folder), program)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """A server that speaks like S3, running."""
    server = S3Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sql_ledger(postgres: PostgresServer) -> Iterator[SqlLedger]:
    """SQL-Ledger with half a year of a company's books, running."""
    require(sql_ledger_package(), "SQL-Ledger", "`make setup`, or: apt-get install sql-ledger")
    program = require(apache(), "Apache's server", "`make setup`, or: apt-get install apache2")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-sql-ledger-", ignore_cleanup_errors=True) as folder:
        application = SqlLedger.create(Path(folder), program, postgres)
        application.start()
        try:
            application.fill()
            yield application
        finally:
            application.stop()


@pytest.fixture(scope="session")
def adminer(postgres: PostgresServer) -> Iterator[Adminer]:
    """Adminer over tables of the sample company, running."""
    how = "`make setup`, or: apt-get install adminer php-cli php-pgsql"
    program = require(adminer_program(), "Adminer with PHP", how)
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-adminer-", ignore_cleanup_errors=True) as folder:
        application = Adminer.create(Path(folder), program, postgres)
        application.start()
        try:
            application.load()
            yield application
        finally:
            application.stop()


@pytest.fixture(scope="session")
def browser_program() -> Path:
    """The browser that reads screens."""
    from legacy_adapters.core.errors import DriverMissing
    from legacy_adapters.sources.screen.browser.finding import find

    try:
        program = find(None, whole=False).path
    except DriverMissing:
        program = None
    return require(program, "a browser", "`make setup`, or: apt-get install chromium-headless-shell")


@pytest.fixture(scope="session")
def nordhandel_served() -> Iterator[WebSite]:
    """The demo company's web application; tests take ``screens``."""
    with load_build_script().serve() as site:
        yield site


@pytest.fixture
def screens(
    browser_program: Path,
    nordhandel_served: WebSite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Screens]:
    """The application as just started, and an empty folder to work in. Nothing may ever have been changed there."""
    nordhandel_served.reset()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NORDHANDEL_PASSWORD", nordhandel_served.clerk.password)
    yield Screens(nordhandel_served, tmp_path, capsys)
    assert nordhandel_served.counters.danger == 0
    assert nordhandel_served.errors == []
    nordhandel_served.reset()


@pytest.fixture
def traps(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> Traps:
    """What happens in the middle of what the application is asked."""
    traps = Traps()
    counters = type(screens.site.counters)
    counted = counters.request

    def request(self: Any, path: str) -> int:
        number: int = counted(self, path)
        traps.asked(path)
        return number

    monkeypatch.setattr(counters, "request", request)
    return traps


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder that nobody else uses: browsers make sockets in it, whose paths may not be long."""
    with tempfile.TemporaryDirectory(prefix="nord-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def commands_in(screens: Screens, temporary: Path) -> Iterator[Callable[[str], Commands]]:
    """What makes a folder in which commands are run in processes of their own."""
    made: list[Commands] = []

    def make(name: str) -> Commands:
        folder = screens.folder / name
        folder.mkdir()
        made.append(Commands(folder, temporary, {"NORDHANDEL_PASSWORD": screens.site.clerk.password}))
        return made[-1]

    yield make
    for commands in made:
        commands.end()


@pytest.fixture
def browsers(screens: Screens, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The browsers of commands that are run in this process."""
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return Commands(screens.folder, temporary, {})


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitServer]:
    """A RabbitMQ of this session's own, running; a test that ends it starts it again."""
    program = require(rabbitmq_program(), "RabbitMQ's server", "`make setup`, or: apt-get install rabbitmq-server")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-rabbitmq-", ignore_cleanup_errors=True) as folder:
        server = RabbitServer.create(Path(folder), program)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def nats_server() -> Iterator[NatsServer]:
    """A NATS server of this session's own, running; a test that ends it starts it again."""
    program = require(nats_program(), "NATS' server", "`make setup`, or: apt-get install nats-server")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-nats-", ignore_cleanup_errors=True) as folder:
        server = NatsServer.create(Path(folder), program)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this session's own, running; a test that ends it starts it again."""
    program = require(redis_program(), "Redis' server", "`make setup`, or: apt-get install redis-server")
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-redis-", ignore_cleanup_errors=True) as folder:
        server = RedisServer.create(Path(folder), program)
        try:
            server.start()
            yield server
        finally:
            server.stop()
