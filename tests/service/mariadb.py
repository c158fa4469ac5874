"""A private MariaDB server that can be stopped, killed and started again; it listens on 127.0.0.1 only."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import pymysql

from tests.service.free_port import free_port, wait_for_port

HOST = "127.0.0.1"
SUPERUSER = "chief"
PASSWORD = "right: pass@word/1"
_PATIENCE = 60.0
"""Seconds for the server to go down."""


_SCRIPTS = Path("/usr/share/mysql")
_FIRST = ("mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data", "maria_add_gis_sp_bootstrap")


def mariadb_server() -> Path | None:
    """The server; None where it is not installed with the scripts of its first tables."""
    found = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found and (_SCRIPTS / f"{_FIRST[0]}.sql").is_file() else None


def _first_tables() -> bytes:
    """What mariadb-install-db has a server read; itself it needs a package more."""
    begin = b"CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n"
    return begin + b"".join((_SCRIPTS / f"{name}.sql").read_bytes() for name in _FIRST)


@dataclass(slots=True)
class MariadbServer:
    """One server with its data in ``folder``; the port stays the same over its restarts."""

    folder: Path
    port: int
    program: Path
    account: str
    options: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, folder: Path, program: Path) -> Self:
        """A server with an empty cluster, not yet started."""
        account = pwd.getpwuid(os.geteuid()).pw_name
        server = cls(folder, free_port(), program, account)
        (folder / "data").mkdir()
        (folder / "tmp").mkdir()
        command = [*server._command(), "--bootstrap"]
        done = subprocess.run(command, input=_first_tables(), capture_output=True, check=False)
        assert done.returncode == 0, f"there is no first table: {done.stdout!r}{done.stderr!r}"
        (folder / "init.sql").write_text(
            f"CREATE OR REPLACE USER {SUPERUSER}@'%' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT ALL ON *.* TO {SUPERUSER}@'%' WITH GRANT OPTION;\nDROP USER IF EXISTS ''@'localhost';\n"
        )
        return server

    def url(self, database: str, user: str = SUPERUSER, password: str = PASSWORD) -> str:
        """A URL for the sink."""
        return f"mariadb://{user}:{quote(password, safe='')}@{HOST}:{self.port}/{database}"

    def run(self, *statements: str, database: str | None = None) -> list[tuple[Any, ...]]:
        """The rows of the last statement."""
        connection = pymysql.connect(
            host=HOST, port=self.port, user=SUPERUSER, password=PASSWORD, database=database, autocommit=True
        )
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall())

    def create_database(self, name: str | None = None) -> str:
        """The name of an empty database."""
        name = name or f"d{secrets.token_hex(4)}"
        self.run(f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}`")
        return name

    def start(self) -> None:
        """Starts the server and returns once it takes connections; nothing happens if it already does."""
        if self._process is not None and self._process.poll() is None:
            return
        command = [*self._command(), f"--port={self.port}", f"--bind-address={HOST}", f"--socket={self.folder}/s.sock"]
        command += [f"--pid-file={self.folder}/pid", f"--init-file={self.folder}/init.sql"]
        command += ["--innodb-flush-log-at-trx-commit=2", "--skip-name-resolve", "--skip-log-bin", *self.options]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for_port(self.port, self._process)

    def _command(self) -> list[str]:
        # One that starts removes what it takes for left behind there, also what another one works with.
        places = [f"--datadir={self.folder}/data", f"--tmpdir={self.folder}/tmp"]
        return [str(self.program), "--no-defaults", *places, f"--user={self.account}"]

    def stop(self) -> None:
        """Stops the server in good order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_PATIENCE)
            self._process = None

    def kill(self) -> None:
        """Ends the server at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE)
            self._process = None
