"""Killed by SIGKILL at any moment and started again, a run ends as if nothing had happened: to the byte."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request
from tests.runs import dying

pytestmark = pytest.mark.xdist_group("killed")

ROWS = 200_000
KILLS = 20

PIPELINE = """\
version: 1
name: books
source: {{kind: database, url: "sqlite:///{database}", company: NORD}}
streams:
  gl:
    {rows}
    map:
      to: gl_line
      key: [ledger_entry_id]
      when: "KONTO <> '9999'"
      fields:
        ledger_entry_id: NR
        transaction_id: BELNR
        transaction_date: {{from: BUDAT, date: "%d.%m.%Y"}}
        fiscal_year: JAHR
        account_id: KONTO
        amount: {{from: BETRAG, decimal: ",", thousands: "."}}
        currency_code: {{const: EUR}}
  names:
    query: SELECT DISTINCT KONTO FROM GLTRAN ORDER BY 1
    map:
      to: account
      key: [account_id]
      fields: {{account_id: KONTO, account_description: {{concat: ["account ", KONTO]}}}}
sink: {{kind: file, path: "out/{{entity}}.csv"}}
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind: its files byte by byte, its rejects in order, and its report."""

    files: dict[str, bytes]
    rejects: list[tuple[str, tuple[str, ...]]]
    report: Report

    @classmethod
    def of(cls, folder: Path) -> Outcome:
        """As of the last run."""
        with Ledger.open(folder / ".legacy_adapters") as ledger:
            run = ledger.runs.show("last")
            kept = [k.reject for k in ledger.rejects.list("books")]
        assert run.status == "finished"
        assert run.report is not None
        return cls(
            {str(path.relative_to(folder / "out")): path.read_bytes() for path in (folder / "out").iterdir()},
            [(reject.origin, tuple(reason.code for reason in reject.reasons)) for reject in kept],
            Report.from_json(run.report),
        )


def generated(path: Path, rows: int) -> None:
    """Postings of which one in 97 has a fault, one in 500 the number of an earlier one, and one in 50 is left out."""
    chosen = random.Random(319)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE GLTRAN "
            "(ID INTEGER PRIMARY KEY, NR TEXT, BELNR TEXT, BUDAT TEXT, JAHR INT, KONTO TEXT, BETRAG TEXT)"
        )
        connection.executemany(
            "INSERT INTO GLTRAN VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    f"{(n if n % 500 else n - 1) * 7919 % 1_000_003}",
                    f"B{n // 2}",
                    "30.02.2024" if n % 97 == 0 else "29.02.2024",
                    2020 + n % 3,
                    "9999" if n % 50 == 1 else str(chosen.randrange(1000, 1100)),
                    f"{chosen.randrange(1, 1000)}.{chosen.randrange(1000):03d},{chosen.randrange(100):02d}",
                )
                for n in range(1, rows + 1)
            ),
        )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 200,000 rows."""
    path = tmp_path_factory.mktemp("large") / "old.db"
    generated(path, ROWS)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 20,000 rows."""
    path = tmp_path_factory.mktemp("small") / "old.db"
    generated(path, 20_000)
    return path


def described(database: Path, folder: Path, rows: str = "table: GLTRAN") -> Path:
    """A pipeline file over that database, in a folder of its own."""
    folder.mkdir()
    path = folder / "books.yaml"
    path.write_text(PIPELINE.format(database=database, rows=rows), encoding="utf-8")
    return path


def undisturbed(database: Path, folder: Path, rows: str = "table: GLTRAN") -> Outcome:
    """What a run gives that nothing happens to."""
    assert dying.run(described(database, folder, rows)) == 65
    return Outcome.of(folder)


def same(outcome: Outcome, expected: Outcome) -> bool:
    """Whether files, rejects and the balance are the same."""
    assert outcome.report.balanced
    assert outcome.files.keys() == expected.files.keys()
    assert outcome.rejects == expected.rejects
    assert outcome.report.streams == expected.report.streams
    return outcome.files == expected.files


def test_killed_at_twenty_random_moments(large: Path, tmp_path: Path) -> None:
    """Started again each time until it is done: nothing is lost, nothing is there twice, to the byte."""
    expected = undisturbed(large, tmp_path / "undisturbed")
    moments = random.Random(2024)
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        pipeline = described(large, tmp_path / f"run {rounds}")
        while (
            code := killed_after(pipeline, moments.uniform(0.1, 0.7)) if kills < KILLS else dying.run(pipeline)
        ) == -9:
            kills += 1
        assert code == 65
        assert same(Outcome.of(pipeline.parent), expected)


def killed_after(pipeline: Path, seconds: float) -> int | None:
    """Starts a run and kills it after some time; its exit code, -9 unless it was done before."""
    process = dying.start(pipeline)
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode


DEATHS = [
    *(("begin", 1, after) for after in (False, True)),
    *((step, 1, after) for step in ("write", "keys", "commit", "save") for after in (False, True)),
    *((step, 2, after) for step in ("keys", "commit", "save") for after in (False, True)),
    *(("publishing", 1, after) for after in (False, True)),
    *(("rename", 1, after) for after in (False, True)),
    *(("rename", 2, after) for after in (False, True)),
    ("publish", 1, True),
    ("finish", 1, False),
    ("finish", 1, True),
]
"""Step, the how-many-eth time in this process, and whether before or after it, in the order in which a run comes to
them."""


def test_killed_before_and_after_every_step(small: Path, tmp_path: Path) -> None:
    """One run that dies at each of its steps in turn ends as one that nothing happened to, and publishes once."""
    expected = undisturbed(small, tmp_path / "undisturbed")
    pipeline = described(small, tmp_path / "run")
    for step, number, after in DEATHS:
        assert dying.run(pipeline, step, number, after=after) == -9, (step, number, after)
    assert same(Outcome.of(pipeline.parent), expected)
    assert dying.run(pipeline) == 0
    assert Outcome.of(pipeline.parent).files == expected.files


def test_a_stream_that_cannot_be_gone_on_with_does_not_double_its_rejects(small: Path, tmp_path: Path) -> None:
    """Without a key there is no checkpoint inside: what was set aside before the kill is forgotten, and met again."""
    rows = "query: SELECT * FROM GLTRAN"
    expected = undisturbed(small, tmp_path / "undisturbed", rows)
    pipeline = described(small, tmp_path / "run", rows)
    for step, number in (("set aside", 1), ("keys", 2), ("set aside", 2), ("commit", 1), ("save", 1), ("publish", 1)):
        assert dying.run(pipeline, step, number, after=True) == -9
    assert dying.run(pipeline) == 65
    assert same(Outcome.of(pipeline.parent), expected)


def test_a_pipeline_changed_after_a_kill_begins_anew(small: Path, tmp_path: Path) -> None:
    """What the killed run had delivered by the old rules is not kept beside what the new ones give."""
    pipeline = described(small, tmp_path / "run")
    assert dying.run(pipeline, "save", 2, after=True) == -9
    text = pipeline.read_text(encoding="utf-8").replace("const: EUR", "const: DKK")
    pipeline.write_text(text, encoding="utf-8")
    assert dying.run(pipeline) == 65
    outcome = Outcome.of(pipeline.parent)
    assert outcome.report.streams["gl"].rows.read == 20_000
    assert len(outcome.report.moments) == 1
    assert b"EUR" not in outcome.files["gl_line.csv"]
    assert not list((tmp_path / "run" / ".legacy_adapters" / "runs").iterdir())


def test_a_file_that_was_lost_after_a_kill_stops_the_run(small: Path, tmp_path: Path) -> None:
    """Ledger and output disagree: exit code 73; --full begins anew."""
    pipeline = described(small, tmp_path / "run")
    assert dying.run(pipeline, "save", 2, after=True) == -9
    (tmp_path / "run" / "out" / ".gl_line.csv.part").unlink()
    with pytest.raises(StateMismatch, match=r"is not there, but a run that was interrupted had written it") as caught:
        execute(Request(pipeline))
    assert caught.value.exit_code == 73
    assert "--full" in caught.value.hint
    assert execute(Request(pipeline, full=True)).exit_code == 65
    assert Outcome.of(tmp_path / "run").report.streams["gl"].rows.read == 20_000
