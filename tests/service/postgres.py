"""A private PostgreSQL server that can be stopped, killed and started again.

It listens on 127.0.0.1 only, every role needs its password (SCRAM), and as root it runs under an account of its own,
because PostgreSQL refuses to run as root. What it committed outlives its processes; a power cut it would not outlive,
as nothing is forced to the disk.
"""

from __future__ import annotations

import os
import secrets
import select
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.service.accounts import as_account, unprivileged
from tests.service.free_port import free_port

HOST = "127.0.0.1"
SUPERUSER = "postgres"
AUDITOR = "auditor"
"""A role with a password that may read everything and write nothing."""

StopMode = Literal["smart", "fast", "immediate"]

_STOP_SIGNALS: dict[StopMode, signal.Signals] = {
    "smart": signal.SIGTERM,
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
}
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "20",
    "shared_buffers": "32MB",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
}
_PATIENCE = 60.0
"""Seconds for the server to come up or to go down."""


def server_binaries() -> Path | None:
    """The folder of the newest server installed here: Debian keeps it off the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    found = installed[-1] if installed else Path(on_path) if on_path else None
    return found.parent if found else None


@dataclass(slots=True)
class PostgresServer:
    """One server with its data in ``data_dir``; host and port stay the same over its restarts."""

    data_dir: Path
    port: int
    binaries: Path
    account: str | None
    passwords: dict[str, str]
    host: str = HOST
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, folder: Path, binaries: Path) -> Self:
        """A server with an empty cluster in ``folder/data``, not yet started."""
        account = unprivileged("postgres")
        passwords = {SUPERUSER: secrets.token_urlsafe(12), AUDITOR: "right: pass@word/1"}
        password_file = folder / "password"
        password_file.write_text(passwords[SUPERUSER], encoding="ascii")
        if account is not None:
            shutil.chown(folder, account)
            shutil.chown(password_file, account)
        server = cls(folder / "data", free_port(), binaries, account, passwords)
        server._initialise(password_file)
        return server

    @property
    def superuser_url(self) -> str:
        """The URL of a superuser on the database that always exists."""
        return self.url()

    @property
    def running(self) -> bool:
        """Whether the server's first process is alive."""
        return self._process is not None and self._process.poll() is None

    def url(self, role: str = SUPERUSER, database: str = "postgres", password: str | None = None) -> str:
        """A URL for libpq and SQLAlchemy alike; ``password`` in place of the right one."""
        secret = quote(self.passwords[role] if password is None else password, safe="")
        return f"postgresql://{role}:{secret}@{self.host}:{self.port}/{quote(database, safe='')}"

    def create_database(self, name: str) -> str:
        """An empty database, in place of the one that may be there; returns the superuser's URL of it."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(database=name)

    def start(self) -> None:
        """Starts the server and returns once it takes connections; nothing happens if it already does."""
        if self.running:
            return
        command = [str(self.binaries / "postgres"), "-D", str(self.data_dir), "-p", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.data_dir,
                **as_account(self.account),
            )
        self._wait_until_ready()

    def stop(self, mode: StopMode = "fast") -> None:
        """Stops the server as ``pg_ctl stop -m MODE`` would, and returns once it is gone."""
        if self._process is None:
            return
        self._process.send_signal(_STOP_SIGNALS[mode])
        self._process.wait(_PATIENCE)
        self._process = None

    def kill(self) -> None:
        """Ends every process of the server at once, as a power cut would."""
        if self._process is None:
            return
        watched = [os.pidfd_open(pid) for pid in (self._process.pid, *_children(self._process.pid))]
        try:
            for descriptor in watched:
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            self._process.wait(_PATIENCE)
            for descriptor in watched:
                select.select([descriptor], [], [], _PATIENCE)
        finally:
            for descriptor in watched:
                os.close(descriptor)
        self._process = None

    @property
    def _log(self) -> Path:
        return self.data_dir.parent / "server.log"

    def _initialise(self, password_file: Path) -> None:
        initdb = [str(self.binaries / "initdb"), "--pgdata", str(self.data_dir), "--username", SUPERUSER]
        initdb += ["--pwfile", str(password_file), "--auth", "scram-sha-256", "--encoding", "UTF8"]
        initdb += ["--locale", "C.UTF-8", "--no-sync"]
        done = subprocess.run(
            initdb, capture_output=True, text=True, check=False, cwd=password_file.parent, **as_account(self.account)
        )
        assert done.returncode == 0, f"initdb failed: {done.stderr}"
        with (self.data_dir / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        self._create_auditor()

    def _create_auditor(self) -> None:
        """In single-user mode, as the server is not up yet."""
        statement = f"CREATE ROLE {AUDITOR} LOGIN PASSWORD '{self.passwords[AUDITOR]}' IN ROLE pg_read_all_data;\n"
        command = [str(self.binaries / "postgres"), "--single", "-D", str(self.data_dir), "postgres"]
        subprocess.run(
            command,
            input=statement.encode(),
            capture_output=True,
            check=True,
            cwd=self.data_dir,
            **as_account(self.account),
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._says_ready():
            if not self.running or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not come up:\n{self._log.read_text(errors='replace')[-4_000:]}")
            time.sleep(0.01)

    def _says_ready(self) -> bool:
        """Its lock file begins with its process and ends with its state; one that was killed leaves its own behind."""
        try:
            lines = (self.data_dir / "postmaster.pid").read_text().split()
        except FileNotFoundError:
            return False
        return self._process is not None and lines[:1] == [str(self._process.pid)] and lines[-1] == "ready"


def _children(pid: int) -> list[int]:
    """The processes that ``pid`` started, on Linux."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
