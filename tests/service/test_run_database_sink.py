"""Whole runs into a database: killed at a random moment, again with the server, and what the ledger makes of it."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from legacy_adapters.runs.delivery.deliver import deliver_waiting
from legacy_adapters.runs.interrupt import Interruption
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from tests.forked import fork_server
from tests.runs import dying
from tests.runs.books import Books, posting
from tests.service.database_places import place_of
from tests.service.mariadb import MariadbServer
from tests.service.postgres import PostgresServer
from tests.sinks.database.places import Place

ROWS = 16_000
SEEDS = int(os.environ.get("CHAOS_RUNS", "4"))
"""How many runs of many records are killed at each of three databases; of few, see ``test_chaos``."""

PIPELINE = """\
version: 1
name: books
source: {{kind: database, url: "sqlite:///old.db", company: NORD}}
streams:
  gl:
    table: GLTRAN
    map:
      to: gl_line
      key: [ledger_entry_id]
      fields: {{ledger_entry_id: NR, transaction_id: BELNR, account_id: KONTO, transaction_date: BUDAT, amount: BETRAG}}
sink: {{kind: database, url: "{url}", mode: {mode}, views: true}}
"""


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database beside the pipeline."""
    return place_of(request.param, request, tmp_path)


def describe(place: Place, mode: str) -> Path:
    """The source, and the pipeline that delivers it."""
    with closing(sqlite3.connect(place.folder / "old.db")) as connection, connection:
        connection.execute(
            "CREATE TABLE GLTRAN (NR INTEGER PRIMARY KEY, BELNR TEXT, KONTO TEXT, BUDAT TEXT, BETRAG TEXT)"
        )
        rows = ((n, f"B{n // 2}", "8400", "2024-01-31", f"{n % 977}.25") for n in range(ROWS))
        connection.executemany("INSERT INTO GLTRAN VALUES (?, ?, ?, ?, ?)", rows)
    pipeline = place.folder / "books.yaml"
    pipeline.write_text(PIPELINE.format(url=place.url, mode=mode), encoding="utf-8")
    return pipeline


def _run(pipeline: Path) -> None:
    """In a process of its own; waiting for another try takes no time."""
    Interruption.sleep = lambda self, seconds: time.sleep(0.05)  # type: ignore[method-assign]
    dying._run(pipeline, "", 0, after=False)


def start(pipeline: Path) -> ForkServerProcess:
    """A run that saves after every batch."""
    process = fork_server().Process(target=_run, args=(pipeline,))
    process.start()
    return process


def arrived(place: Place) -> tuple[int, int, str]:
    """Rows, records, and the sum of their amounts."""
    total = "sum(CAST(amount AS REAL))" if place.kind == "sqlite" else "sum(amount)"
    rows, ids, amount = place.rows(f"SELECT count(*), count(DISTINCT record_id), {total} FROM gl_line")[0]
    return int(rows), int(ids), f"{amount:.2f}"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_killed_at_a_random_moment_and_started_again(seed: int, place: Place, request: pytest.FixtureRequest) -> None:
    """The process, or the server, dies once or twice: every record arrives once, and the run balances."""
    chosen = random.Random(f"{seed} {place.kind}")
    pipeline = describe(place, "insert" if seed % 3 == 2 else "upsert")
    process = start(pipeline)
    for _ in range(chosen.randint(1, 2)):
        process.join(chosen.uniform(0.05, 0.9))
        if place.kind != "sqlite" and chosen.random() < 0.5:
            server: PostgresServer | MariadbServer
            server = request.getfixturevalue("mariadb" if place.kind == "mariadb" else "postgres")
            server.kill()
            server.start()
        else:
            process.kill()
        process.join()
        if process.exitcode == 0:
            break
        process = start(pipeline)
    process.join()
    assert process.exitcode == 0
    assert arrived(place) == (ROWS, ROWS, f"{sum(n % 977 + 0.25 for n in range(ROWS)):.2f}")
    assert sorted(place.tables()) == ["gl_line", "legacy_adapters_state"]
    with Ledger.open(place.folder / ".legacy_adapters") as ledger:
        run = ledger.runs.show("last")
    assert run.report is not None
    assert Report.from_json(run.report).balanced


@pytest.fixture
def books(place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Books:
    """A pipeline that delivers ten postings to the place; waiting for another try takes no time."""
    monkeypatch.setenv("SINK_URL", place.url)
    monkeypatch.setattr(Interruption, "sleep", lambda self, seconds: None)
    found = Books.begin(place.folder, capsys)
    found.describe(("kind: file\n  path: out/{entity}.csv", 'kind: database\n  url: "${env:SINK_URL}"'))
    return found


def test_what_changed_is_brought_up_to_date(books: Books, place: Place) -> None:
    """The second run changes the row of its record; a dry run changes nothing, not even a table."""
    assert books.run("--dry-run").code == 0
    assert place.tables() == []
    assert books.run().code == 0
    books.post(posting(3, BTEXT="corrected"))
    assert books.run().code == 0
    found = place.rows("SELECT ledger_entry_id, description FROM gl_line ORDER BY record_id")
    assert len(found) == 10
    assert dict(found)["3"] == "corrected"


def test_an_empty_database_in_place_of_the_one_delivered_to_stops_the_run(books: Books, place: Place) -> None:
    """73: what was delivered before is not there; told with what to do."""
    assert books.run().code == 0
    place.execute("DROP TABLE legacy_adapters_state", "DROP TABLE gl_line")
    ended = books.run()
    assert ended.code == 73
    assert "the database knows nothing of run" in ended.message
    assert "move the ledger away" in ended.hint


@pytest.mark.parametrize("place", ["postgresql", "mariadb"], indirect=True)
def test_a_server_that_is_down_for_the_whole_run(books: Books, place: Place, request: pytest.FixtureRequest) -> None:
    """69 after several tries, and the records wait; when it is up again everything arrives, without the source."""
    server: PostgresServer | MariadbServer
    server = request.getfixturevalue("mariadb" if place.kind == "mariadb" else "postgres")
    server.kill()
    try:
        ended = books.run()
    finally:
        server.start()
    assert (ended.code, ended.err.count("try ")) == (69, 4)
    books.database.unlink()
    (outcome,) = deliver_waiting(Request(books.pipeline))
    assert (outcome.delivered, outcome.waiting, outcome.error) == (1, 0, None)
    assert len(place.rows("SELECT 1 FROM gl_line")) == 10
