"""Whole runs over a PostgreSQL server: down, refusing, killed in the middle of a read, and up again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from legacy_adapters.sources import base
from tests.runs.books import Books, Ended
from tests.service.postgres import AUDITOR, PostgresServer

ROWS = 60_000
"""Some 16 MB: more than the buffers between server and client hold."""

TABLE = f"""
CREATE TABLE gltran (lfdnr int PRIMARY KEY, belnr text, budat date, konto text, betrag numeric(18, 2), btext text);
INSERT INTO gltran SELECT i, 'B' || i / 2, date '2024-01-01' + i % 366, '8400', (i % 1000 - 500) * 0.01,
    repeat('x', 240) FROM generate_series(1, {ROWS}) i;
"""


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    """What a role that may only read connects with; its password is ``${env:BOOKS_PASSWORD}``."""
    with psycopg.connect(postgres.create_database("books")) as connection:
        connection.execute(TABLE.encode())
    return f"postgresql://{AUDITOR}:${{env:BOOKS_PASSWORD}}@{postgres.host}:{postgres.port}/books"


@pytest.fixture
def books(
    url: str,
    postgres: PostgresServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Books:
    """A pipeline file over that database; waiting for another try takes no time."""
    monkeypatch.setenv("BOOKS_PASSWORD", postgres.url(AUDITOR).split(":")[2].rpartition("@")[0])
    monkeypatch.setattr(Interruption, "sleep", lambda self, seconds: None)
    found = Books(tmp_path, capsys)
    found.describe(("sqlite:///old.db", url), ('{from: BUDAT, date: "%Y-%m-%d"}', "BUDAT"))
    return found


def quiet_about(password: str, ended: Ended, books: Books) -> bool:
    """Whether a password is in nothing that the run said or left behind."""
    left = [path.read_bytes() for path in books.folder.rglob("*") if path.is_file()]
    return password.encode() not in b"".join([ended.out.encode(), ended.err.encode(), *left])


def test_a_login_that_cannot_write_is_enough(books: Books, postgres: PostgresServer) -> None:
    """Everything is read and balances; the password is nowhere."""
    ended = books.run()
    assert ended.code == 0
    assert ended.rows == {"read": ROWS, "taken": ROWS, "unchanged": 0, "filtered": 0, "rejected": 0}
    total = sum((Decimal(i % 1000 - 500) / 100 for i in range(1, ROWS + 1)), Decimal(0))
    assert Decimal(ended.report["streams"]["gl"]["records"]["gl_line"]["sums"]["amount"]) == total
    assert quiet_about(postgres.passwords[AUDITOR], ended, books)


def test_a_wrong_password_is_refused_once(
    books: Books, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 77, never tried again, as that locks accounts; neither password is shown."""
    monkeypatch.setenv("BOOKS_PASSWORD", "wrong-geheim")
    ended = books.run()
    assert ended.code == 77
    assert ended.message.startswith(f"postgresql://{AUDITOR}:***@{postgres.host}:{postgres.port}/books: ")
    assert f'password authentication failed for user "{AUDITOR}"' in ended.message
    assert ended.hint
    assert ended.err.count("\n") == 1
    assert quiet_about("wrong-geheim", ended, books)


def test_a_server_that_is_down(books: Books, postgres: PostgresServer) -> None:
    """Exit code 69 after five tries, with server and port; when it is up again, the run runs."""
    postgres.stop()
    try:
        ended = books.run()
    finally:
        postgres.start()
    assert ended.code == 69
    assert ended.message.startswith(f"postgresql://{AUDITOR}:***@{postgres.host}:{postgres.port}/books: ")
    assert ended.err.count("try ") == 4
    assert books.run().code == 0


def test_an_unknown_table_column_and_database(books: Books) -> None:
    """The nearest names are offered, with file and line."""
    text = books.pipeline.read_text(encoding="utf-8")
    books.describe(("table: GLTRAN", "table: gltrans"), text=text)
    ended = books.run()
    assert ended.code == 78
    assert ended.hint.startswith("Did you mean gltran")
    assert ended.message == f"{books.pipeline}:8: stream gl, table: there is no table or view 'gltrans'"
    books.describe(("account_id: KONTO", "account_id: KONTOO"), text=text)
    ended = books.run()
    assert (ended.code, ended.hint) == (78, "Did you mean konto?")
    books.describe(("/books", "/boooks"), text=text)
    ended = books.run()
    assert ended.code == 78
    assert 'database "boooks" does not exist' in ended.message


def test_a_query_that_would_change_something_is_refused(books: Books) -> None:
    """Before it is sent."""
    books.describe(
        ("table: GLTRAN", "query: WITH gone AS (DELETE FROM gltran RETURNING *) SELECT * FROM gone"),
        text=books.pipeline.read_text(encoding="utf-8"),
    )
    ended = books.run()
    assert ended.code == 78
    assert "DELETE" in ended.message
    assert ended.hint.startswith("A source is only read")


@dataclass
class Killing:
    """Shows nothing; kills the server behind a batch, and may start it when another try is due."""

    server: PostgresServer
    batch: int
    restart: bool
    tries: int = 0

    def rows(self, stream: str, count: int) -> None:
        """A batch was read."""
        self.batch -= 1
        if self.batch == 0:
            self.server.kill()

    def note(self, text: str) -> None:
        """Another try is due."""
        self.tries += 1
        if self.restart:
            self.server.start()


def delivered(books: Books, report: Report) -> bytes:
    """The output of a run that balances."""
    assert report.balanced
    assert (report.exit_code, report.streams["gl"].rows.read) == (0, ROWS)
    return (books.folder / "out" / "gl_line.csv").read_bytes()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many checkpoints, and a server that has not yet sent everything."""
    monkeypatch.setattr(base, "BATCH_ROWS", 1000)


@pytest.mark.usefixtures("small_batches")
def test_killed_in_the_middle_of_a_read_and_started_again(books: Books, postgres: PostgresServer) -> None:
    """The same run goes on by itself from its last checkpoint, and ends to the byte as an undisturbed one."""
    undisturbed = delivered(books, execute(Request(books.pipeline)))
    killing = Killing(postgres, 5, restart=True)
    report = execute(Request(books.pipeline), show=killing, checkpoint_seconds=0.0)
    assert killing.tries > 0
    assert delivered(books, report) == undisturbed


@pytest.mark.usefixtures("small_batches")
def test_killed_in_the_middle_of_a_read_and_started_the_next_day(books: Books, postgres: PostgresServer) -> None:
    """Exit code 69, nothing is published; the next run goes on from the checkpoint, and says so."""
    try:
        with pytest.raises(Unavailable) as caught:
            execute(Request(books.pipeline), show=Killing(postgres, 5, restart=False), checkpoint_seconds=0.0)
    finally:
        postgres.start()
    assert caught.value.exit_code == 69
    assert not list((books.folder / "out").glob("*.csv"))
    with Ledger.open(books.state) as ledger:
        run = ledger.runs.show("last")
    assert run.checkpoint is not None
    assert 0 < run.checkpoint.tallies["gl"].rows.read < ROWS
    report = execute(Request(books.pipeline))
    assert (report.run_id, len(report.moments)) == (run.id, 2)
    resumed = delivered(books, report)
    assert delivered(books, execute(Request(books.pipeline, full=True))) == resumed
