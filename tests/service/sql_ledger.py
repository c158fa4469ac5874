"""SQL-Ledger on a private Apache and the session's PostgreSQL, out of a temporary folder.

The package's own paths are fixed: every script goes to /usr/share/sql-ledger and writes to /var/lib/sql-ledger. So the
scripts are copied with their path changed, what they only read is linked, and what they write has a folder of its own.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.service.apache import Apache
from tests.service.clerk import Clerk, Page
from tests.service.postgres import PostgresServer
from tests.service.sql_ledger_books import Books, write_books
from tests.service.sql_ledger_entry import enter

PACKAGE = Path("/usr/share/sql-ledger")
DATASET = "nordhandel"
COMPANY = "Nordhandel GmbH"
LOGIN = f"admin@{DATASET}"
PASSWORD = "Kassenbuch-1994"
_ROOT_PASSWORD = "Hauptbuch-1994"
_ROLE = "sqlledger"
_LINKED = ("SL", "bin", "doc", "images", "locale", "sql", "css", "menu.ini", "VERSION", "favicon.ico", "index.html")
_WRITTEN = ("users", "spool", "templates")
_CONFIG = """
use vars qw($userspath $spool $memberfile $templates $sendmail $images $language $charset $latex $gzip $dvipdf $pdftk);
$userspath = "users";
$spool = "spool";
$templates = "templates";
$memberfile = "users/members";
$sendmail = "";
$images = "images";
$language = "";
$charset = "UTF8";
$latex = 0;
1;
"""


def sql_ledger_package() -> Path | None:
    """The folder of Debian's package; None where it is not installed."""
    return PACKAGE if (PACKAGE / "gl.pl").exists() else None


@dataclass(slots=True)
class SqlLedger:
    """The application with one company's books; each login of its only user ends the session before it."""

    apache: Apache
    postgres: PostgresServer
    books: Books = field(repr=False)
    login: str = LOGIN
    password: str = PASSWORD

    @classmethod
    def create(cls, folder: Path, program: Path, postgres: PostgresServer) -> SqlLedger:
        """Lays the application out in ``folder``, not yet started."""
        root = folder / "application"
        server_folder = folder / "apache"
        server_folder.mkdir()
        _lay_out(root)
        apache = Apache.create(server_folder, program, root=root, alias="/sql-ledger/")
        if apache.account is not None:
            for path in (folder, *folder.rglob("*")):
                if not path.is_symlink():
                    shutil.chown(path, apache.account)
        return cls(apache, postgres, write_books())

    @property
    def address(self) -> str:
        """Where the application begins, with a slash at the end."""
        return f"http://127.0.0.1:{self.apache.port}/sql-ledger/"

    def start(self) -> None:
        """Returns when the application answers."""
        self.apache.start()

    def stop(self) -> None:
        """Ends it; its database stays on the server."""
        self.apache.stop()

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the application's own database, with texts as the application reads them."""
        with psycopg.connect(self.postgres.url(database=DATASET)) as connection:
            rows = connection.execute(statement.encode(), values or None).fetchall()
        return [tuple(_read(value) for value in row) for row in rows]

    def clerk(self) -> Clerk:
        """Somebody who has logged in."""
        clerk = Clerk(self.address)
        page = self.log_in(clerk, self.password)
        assert "FRAMESET" in page.text, page.text
        return clerk

    def log_in(self, clerk: Clerk, password: str, login: str | None = None) -> Page:
        """Sends the login form, and returns what comes; ``login`` in place of the right one."""
        name = self.login if login is None else login
        fields = clerk.get("login.pl").fields() | {"login": name, "password": password, "js": "1"}
        return clerk.post("login.pl", fields | {"action": "Login"})

    def fill(self) -> None:
        """Founds the company and enters its books, all through the application's own pages; takes 10 to 20 s."""
        self._found_company()
        clerk = self.clerk()
        enter(self.books, self.login, clerk)
        clerk.close()
        with psycopg.connect(self.postgres.superuser_url, autocommit=True) as connection:
            # The server commits without waiting for the disk, and other tests kill it.
            connection.execute("CHECKPOINT")

    def ask(self, clerk: Clerk, script: str, **query: str) -> Page:
        """A page of the application, whose every address says who asks."""
        return clerk.get(script, {"path": "bin/mozilla", "login": self.login} | query)

    def _found_company(self) -> None:
        """German chart of accounts SKR03, UTF-8."""
        secret = self._make_role()
        clerk = Clerk(self.address)
        new = {"new_password": _ROOT_PASSWORD, "confirm_password": _ROOT_PASSWORD, "action": "Continue"}
        clerk.post("admin.pl", clerk.get("admin.pl").fields() | new)
        page = clerk.post("admin.pl", {"password": _ROOT_PASSWORD, "action": "login", "path": "bin/mozilla"})
        page = clerk.post("admin.pl", page.fields() | {"dbdriver": "Pg", "action": "Add Dataset"})
        database = {
            "dbhost": self.postgres.host,
            "dbport": str(self.postgres.port),
            "dbuser": _ROLE,
            "dbpasswd": secret,
        }
        page = clerk.post("admin.pl", page.fields() | database | {"dbdefault": "template1", "action": "Continue"})
        company = {"db": DATASET, "company": COMPANY, "name": "Anke Brüggemann", "email": "anke@localhost"}
        chart = {"mastertemplates": "German", "encoding": "UTF8", "chart": "Germany-SKR03-UTF8"}
        page = clerk.post(
            "admin.pl", page.fields() | company | chart | {"adminpassword": PASSWORD, "action": "Continue"}
        )
        assert DATASET in page.text, page.text
        # The charts are of an older version: whoever logs in first waits for the upgrade, and has to log in again.
        page = self.log_in(clerk, PASSWORD)
        assert "Upgrading to Version" in page.text, page.text
        clerk.close()

    def _make_role(self) -> str:
        """The account that the application has in the database; returns its password."""
        secret = "Datenbank-1994"
        role = "CREATE ROLE {} LOGIN CREATEDB PASSWORD {}"
        with psycopg.connect(self.postgres.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL(role).format(sql.Identifier(_ROLE), sql.Literal(secret)))
        return secret


def _read(value: object) -> object:
    """The application hands UTF-8 to a driver that takes it for Latin-1: all texts are encoded twice."""
    return value.encode("latin-1").decode("utf-8") if isinstance(value, str) else value


def _lay_out(root: Path) -> None:
    root.mkdir()
    for name in _LINKED:
        (root / name).symlink_to((PACKAGE / name).resolve())
    for name in _WRITTEN:
        (root / name).mkdir()
    for script in PACKAGE.glob("*.pl"):
        text = script.read_text("latin-1").replace(str(PACKAGE), str(root))
        copy = root / script.name
        copy.write_text(text, "latin-1")
        copy.chmod(0o755)
    (root / "sql-ledger.conf").write_text(_CONFIG, "ascii")
