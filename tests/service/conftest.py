"""Servers and system drivers for the tests of this folder, one of each for a session."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.nats_server import NatsServer, nats_program
from tests.service.postgres import PostgresServer, server_binaries
from tests.service.rabbitmq import RabbitServer, rabbitmq_program
from tests.service.redis_server import RedisServer, redis_program
from tests.service.require import require
from tests.service.s3_server import S3Server
from tests.service.sftp_server import SftpServer, sshd
from tests.service.smb_server import SmbServer, smbd

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a service test."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.service)


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
def sqlite_odbc_driver() -> str:
    """The name under which SQLite's ODBC driver is registered here."""
    import pyodbc

    names: dict[str, str] = {name.casefold(): name for name in pyodbc.drivers()}
    found = next((names[name] for name in ("sqlite3", "sqlite3 odbc driver") if name in names), None)
    return require(found, "SQLite's ODBC driver", "`make setup`, or: apt-get install unixodbc libsqliteodbc")


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
