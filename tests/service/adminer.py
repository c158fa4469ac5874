"""Adminer on PHP's own server, over the sample company's tables in the session's PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.fixtures.nordhandel import load_build_script
from tests.service.accounts import as_account, unprivileged
from tests.service.clerk import Clerk, Page
from tests.service.free_port import free_port, wait_for_port
from tests.service.postgres import AUDITOR, PostgresServer

PACKAGE = Path("/usr/share/adminer")
DATABASE = "nordhandel_adminer"
TABLES = ("GLTRAN", "KUNDEN")
GUESSED = "GLTRAN_GUESSED"
"""The newest thousand rows of GLTRAN are gone from it, and the database's statistics do not know."""
# As in Debian's /etc/adminer/conf.php: without the plugin, each page asks adminer.org for a newer version.
_INDEX = """<?php
function adminer_object() {
    include_once "%(package)s/plugins/plugin.php";
    include_once "%(package)s/plugins/version-noverify.php";
    return new AdminerPlugin(array(new AdminerVersionNoverify()));
}
include "%(package)s/adminer.php";
"""


def adminer_program() -> Path | None:
    """PHP's program; None where it, its driver for PostgreSQL or Debian's package of Adminer is not there."""
    php = shutil.which("php")
    if php is None or not (PACKAGE / "adminer.php").exists():
        return None
    modules = subprocess.run([php, "-m"], capture_output=True, text=True, check=True).stdout.split()
    return Path(php) if "pgsql" in modules else None


@dataclass(slots=True)
class Adminer:
    """The application; who logs in may read everything and write nothing."""

    folder: Path
    program: Path
    port: int
    account: str | None
    postgres: PostgresServer
    login: str = AUDITOR
    database: str = DATABASE
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, folder: Path, program: Path, postgres: PostgresServer) -> Adminer:
        """The application with its sessions and locks in ``folder``, not yet started."""
        application = cls(folder, program, free_port(), unprivileged("www-data"), postgres)
        application._pages.mkdir()
        (application._pages / "index.php").write_text(_INDEX % {"package": PACKAGE}, "ascii")
        if application.account is not None:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, application.account)
        return application

    @property
    def address(self) -> str:
        """Where the application begins, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def server(self) -> str:
        """What to enter as the server of the database."""
        return f"{self.postgres.host}:{self.postgres.port}"

    @property
    def password(self) -> str:
        """The password of ``login``."""
        return self.postgres.passwords[self.login]

    def start(self) -> None:
        """Returns when it answers."""
        settings = {"session.save_path": self.folder, "sys_temp_dir": self.folder, "upload_tmp_dir": self.folder}
        options = [part for name, value in settings.items() for part in ("-d", f"{name}={value}")]
        self._process = subprocess.Popen(
            [str(self.program), *options, "-S", f"127.0.0.1:{self.port}", "-t", str(self._pages)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "PHP_CLI_SERVER_WORKERS": "4"},
            start_new_session=True,
            **as_account(self.account),
        )
        wait_for_port(self.port, self._process)

    def stop(self) -> None:
        """Ends it with its workers, which its own end would leave behind."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(15)
            self._process = None

    def load(self) -> None:
        """Puts the sample company's tables into the database, in place of those that are there."""
        source = self.folder / "nordhandel.db"
        load_build_script().build(source)
        with closing(sqlite3.connect(source)) as old, psycopg.connect(self.postgres.create_database(DATABASE)) as new:
            for table in TABLES:
                _copy(old, new, table)
            new.execute(
                f'CREATE TABLE "{GUESSED}" WITH (autovacuum_enabled = false) AS SELECT * FROM "GLTRAN"'.encode()
            )
            new.execute(f'ANALYZE "{GUESSED}"'.encode())
            new.execute(f'DELETE FROM "{GUESSED}" WHERE "LFDNR" > 19700'.encode())
        with psycopg.connect(self.postgres.superuser_url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the database behind the application."""
        with psycopg.connect(self.postgres.url(database=DATABASE)) as connection:
            return connection.execute(statement.encode(), values or None).fetchall()

    def log_in(self, clerk: Clerk, password: str) -> Page:
        """Sends the login form, and returns what comes."""
        fields = clerk.get("").fields() | {"auth[driver]": "pgsql", "auth[server]": self.server}
        fields |= {"auth[username]": self.login, "auth[password]": password, "auth[db]": DATABASE}
        return clerk.post("", fields)

    def clerk(self) -> Clerk:
        """Somebody who has logged in."""
        clerk = Clerk(self.address)
        page = self.log_in(clerk, self.password)
        assert page.status == 200, page.text
        return clerk

    def select(self, clerk: Clerk, table: str, **options: str) -> Page:
        """A page of a table's rows."""
        place = {"pgsql": self.server, "username": self.login, "db": DATABASE, "ns": "public"}
        return clerk.get("", place | {"select": table} | options)

    @property
    def refused(self) -> int:
        """How many logins were refused in the last half hour."""
        # By address, a serialised array of PHP: the time until which they count, and their number.
        found = re.search(r"i:1;i:(\d+);", self._refusals.read_text()) if self._refusals.exists() else None
        return int(found[1]) if found else 0

    def forget_refused(self) -> None:
        """Lifts the lock that refused logins leave for half an hour."""
        self._refusals.unlink(missing_ok=True)

    @property
    def _refusals(self) -> Path:
        return self.folder / "adminer.invalid"

    @property
    def _pages(self) -> Path:
        return self.folder / "pages"


def _copy(old: sqlite3.Connection, new: psycopg.Connection[Any], table: str) -> None:
    columns = [
        (row[1], str(row[2]), bool(row[5])) for row in old.execute("SELECT * FROM pragma_table_xinfo(?)", (table,))
    ]
    definitions = [
        sql.SQL("{} {}{}").format(sql.Identifier(name), sql.SQL(_kind(kind)), sql.SQL(" PRIMARY KEY" if key else ""))
        for name, kind, key in columns
    ]
    # Without statistics Adminer counts rows instead of guessing them; the server must not make any in the background.
    statement = "CREATE TABLE {} ({}) WITH (autovacuum_enabled = false)"
    new.execute(sql.SQL(statement).format(sql.Identifier(table), sql.SQL(", ").join(definitions)))
    rows = old.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    with new.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        for row in rows:
            copy.write_row(_values(row, [kind for _, kind, _ in columns]))


def _kind(declared: str) -> str:
    return {"INTEGER": "bigint"}.get(declared, "numeric(18,2)" if declared.startswith("NUMERIC") else "text")


def _values(row: Sequence[Any], kinds: Sequence[str]) -> list[Any]:
    pairs = zip(row, kinds, strict=True)
    return [_money(value) if kind.startswith("NUMERIC") and value is not None else value for value, kind in pairs]


def _money(value: float | str) -> Decimal:
    """Some amounts are texts as the old screens wrote them: ``1.476,82``."""
    plain = value.replace(".", "").replace(",", ".") if isinstance(value, str) else str(value)
    return Decimal(plain).quantize(Decimal("0.01"))
