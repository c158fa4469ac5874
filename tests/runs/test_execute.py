"""A run from its beginning to its end, by the command line: what is taken up, begun anew, published, and remembered."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.mapping.compiled import CompiledMapping
from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.interrupt import Interrupted
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.request import Request
from legacy_adapters.sources import base
from tests.runs.books import Books, posting, postings

PASSWORD = "Geheim-4711-süß"


class Signalling:
    """Shows nothing, and sends a signal to this process behind a batch."""

    def __init__(self, number: signal.Signals, batch: int) -> None:
        self._number = number
        self._left = batch

    def rows(self, stream: str, count: int) -> None:
        """A batch was read."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), self._number)

    def note(self, text: str) -> None:
        """Nothing is shown."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_in_order_and_the_next_goes_on(
    number: signal.Signals, code: int, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkpoint is saved, nothing is visible; no row is read twice."""
    monkeypatch.setattr(base, "BATCH_ROWS", 1000)
    books.post(*postings(range(1, 5001)))
    with pytest.raises(Interrupted) as ended:
        execute(Request(books.pipeline), show=Signalling(number, 2), checkpoint_seconds=0.0)
    assert ended.value.exit_code == code
    assert not list((books.folder / "out").glob("*.csv"))
    with Ledger.open(books.state) as ledger:
        run = ledger.runs.show("last")
    assert run.checkpoint is not None
    assert (run.status, run.exit_code) == ("running", code)
    assert 0 < run.checkpoint.tallies["gl"].rows.read < 5000
    again = books.run()
    assert again.code == 0
    assert again.report["run_id"] == run.id
    assert len(again.report["moments"]) == 2
    assert again.rows["read"] == 5000
    assert books.ids() == [str(number) for number in range(1, 5001)]


def test_full_begins_an_interrupted_run_anew(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the interrupted run had written is forgotten."""
    monkeypatch.setattr(base, "BATCH_ROWS", 1000)
    books.post(*postings(range(1, 5001)))
    with pytest.raises(Interrupted):
        execute(Request(books.pipeline), show=Signalling(signal.SIGTERM, 2), checkpoint_seconds=0.0)
    books.post(posting(1, BTEXT="corrected meanwhile"))
    again = books.run("--full")
    assert again.code == 0
    assert len(again.report["moments"]) == 1
    assert books.delivered()[0]["description"] == "corrected meanwhile"
    assert len(books.ids()) == 5000


def test_a_dry_run_leaves_nothing(books: Books) -> None:
    """It reads, maps and counts; no ledger, no lock, no output, and the next run is as if it had not been."""
    books.post(posting(5, BETRAG="1.23456"))
    before = sorted(path.name for path in books.folder.rglob("*"))
    ended = books.run("--dry-run")
    assert ended.code == 65
    assert ended.report["status"] == "dry run"
    assert ended.rows == {"read": 10, "taken": 9, "unchanged": 0, "filtered": 0, "rejected": 1}
    assert ended.report["outputs"] == []
    assert sorted(path.name for path in books.folder.rglob("*")) == before
    assert books.run().report["new_rejects"] == 1


def test_a_dry_run_beside_a_ledger_changes_neither_it_nor_the_output(books: Books) -> None:
    """It knows what is known, and adds nothing."""
    books.post(posting(5, BETRAG="1.23456"))
    assert books.run().code == 65
    ledger = (books.state / "ledger.db").read_bytes()
    books.post(*postings([11]))
    ended = books.run("--dry-run")
    assert ended.code == 0
    assert ended.rows["read"] == 11
    assert (books.state / "ledger.db").read_bytes() == ledger
    assert len(books.ids()) == 9


def test_known_rejects_end_a_run_well_and_new_ones_do_not(books: Books) -> None:
    """A scheduler is woken for what it has not seen: 65, then 0, then 65 for the new one alone."""
    books.post(posting(5, BETRAG="1.23456"))
    assert books.run().code == 65
    second = books.run()
    assert (second.code, second.report["rejected"], second.report["new_rejects"]) == (0, 1, 0)
    books.post(posting(6, BETRAG="abc"))
    third = books.run()
    assert (third.code, third.report["rejected"], third.report["new_rejects"]) == (65, 2, 1)
    assert [(reject["origin"][-2], reject["standing"]) for reject in books.rejects()] == [("5", "known"), ("6", "new")]


def test_a_known_reject_with_another_reason_is_new(books: Books) -> None:
    """It is another fault, and somebody has to look."""
    books.post(posting(5, BETRAG="1.23456"))
    assert books.run().code == 65
    books.post(posting(5, BUDAT="never"))
    assert books.run().code == 65


def test_too_many_rejects_end_the_run_and_nothing_is_published(books: Books) -> None:
    """Exit code 65; the rejects are there to be looked at, the old output stays, and once mended all is read."""
    assert books.run().code == 0
    books.post(*(posting(number, BETRAG="n/a") for number in range(1, 201)))
    ended = books.run()
    assert ended.code == 65
    assert ended.message == "stream gl: 200 of 200 rows rejected, more than the 100 that `max_rejects` allows"
    assert ended.hint.startswith("Nothing was published. `rejects list` shows why")
    assert len(books.ids()) == 10
    assert len(books.rejects()) == 50
    assert books.command("rejects", "list", books.pipeline, "--limit", "500", "--json").out.count("\n") == 200
    assert not list(books.state.glob("runs/*"))
    books.post(*postings(range(1, 201)))
    mended = books.run()
    assert (mended.code, mended.rows["read"], len(mended.report["moments"])) == (0, 200, 1)


def test_the_limit_of_rejects_is_the_pipelines(books: Books) -> None:
    """`max_rejects` as a share or as a number."""
    books.post(posting(5, BETRAG="1.23456"), posting(6, BETRAG="1.23456"))
    books.describe(("name: books", "name: books\nmax_rejects: 1"))
    ended = books.run()
    assert (ended.code, ended.message) == (
        65,
        "stream gl: 2 of 10 rows rejected, more than the 1 that `max_rejects` allows",
    )
    books.describe(("name: books", "name: books\nmax_rejects: 20 %"))
    assert books.run().rows["taken"] == 8


TWO_STREAMS = """\
  more:
    table: MORE
    map:
      to: gl_line
      key: [ledger_entry_id]
      fields:
        ledger_entry_id: NR
        transaction_id: BELNR
        transaction_date: {from: D, date: "%Y-%m-%d"}
        account_id: K
        amount: A
sink:
"""


def test_two_streams_to_one_entity_share_its_file_and_its_keys(books: Books) -> None:
    """Records of both are in one file, and a key that both have is a reject of the second."""
    books.execute(
        "CREATE TABLE MORE (NR INTEGER PRIMARY KEY, BELNR TEXT, D TEXT, K TEXT, A TEXT)",
        "INSERT INTO MORE VALUES (10, 'x', '2024-01-31', '1', '1'), (11, 'x', '2024-01-31', '1', '2.50')",
    )
    books.describe(("sink:\n", TWO_STREAMS))
    ended = books.run()
    assert ended.code == 65
    assert books.ids() == [str(number) for number in range(1, 12)]
    assert ended.report["streams"]["more"]["records"]["gl_line"]["sums"]["amount"] == "2.5000"
    (reject,) = books.rejects()
    assert (reject["stream"], reject["reasons"][0]["code"]) == ("more", "duplicate_key")


SEVERAL = (
    "    map:\n      to: gl_line",
    "    map:\n    - {to: account, on_duplicate: keep, fields: {account_id: KONTO, account_description: BTEXT}}\n"
    "    - to: gl_line",
)


def test_one_row_can_be_several_records_and_is_rejected_whole(books: Books) -> None:
    """A row with a fault in one of its mappings gives no record at all; rows and records balance apart."""
    books.post(posting(5, BETRAG="1.23456"))
    books.describe(SEVERAL)
    ended = books.run()
    assert ended.code == 65
    assert ended.rows["taken"] == 9
    records = ended.report["streams"]["gl"]["records"]
    assert {name: found["delivered"] for name, found in records.items()} == {"account": 9, "gl_line": 9}
    assert [row["account_description"] for row in books.delivered("account.csv")].count("line 5") == 0


DUPLICATES = [("ledger_entry_id: LFDNR", "ledger_entry_id: BELNR")]


def test_the_second_row_of_a_key_is_a_reject(books: Books) -> None:
    """The first that came is delivered; memory of keys is the run's, so the next run ends the same."""
    books.describe(*DUPLICATES)
    assert books.run().code == 65
    assert books.ids() == ["B0", "B1", "B2", "B3", "B4", "B5"]
    assert [reject["reasons"][0]["code"] for reject in books.rejects()] == ["duplicate_key"] * 4
    assert books.run().code == 0


def test_duplicates_are_kept_where_the_pipeline_says_so(books: Books) -> None:
    """`on_duplicate: keep` delivers both."""
    books.describe(*DUPLICATES, ("to: gl_line", "to: gl_line\n      on_duplicate: keep"))
    assert books.run().code == 0
    assert len(books.ids()) == 10


def test_a_run_that_does_not_balance_has_failed(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 70, and nothing is published: a mapper that loses a record cannot do so unseen."""
    mapped = CompiledMapping.__call__

    def losing(self: CompiledMapping, batch: Batch) -> Mapped:
        found = mapped(self, batch)
        one = found.records[0]
        kept = replace(one, rows=one.rows[1:], source_rows=one.source_rows[1:], origin=one.origin[1:])
        return replace(found, records=(replace(kept, record_id=one.record_id[1:]), *found.records[1:]))

    with monkeypatch.context() as patch:
        patch.setattr(CompiledMapping, "__call__", losing)
        ended = books.run()
    assert ended.code == 70
    assert ended.message.startswith("stream gl: rows or records do not add up: Rows(read=10, taken=9,")
    assert ended.hint.startswith("Nothing was published.")
    assert not list((books.folder / "out").glob("*.csv"))
    shown = books.command("runs", "show", "last", "--state-dir", books.state, "--json")
    assert (shown.report["status"], shown.report["exit_code"], shown.report["balanced"]) == ("failed", 70, False)
    assert books.run().code == 0


def test_a_password_is_in_nothing_that_a_run_leaves_behind(
    books: Books, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Not in the ledger, the log, the output, the error or the report of a defect, in whatever notation."""
    temporary = tmp_path_factory.mktemp("tmp")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("BOOKS_PASSWORD", PASSWORD)
    refused = "postgresql://reader:${param:password}@127.0.0.1:1/books?connect_timeout=1"
    params = ("name: books", 'name: books\nparams: {password: "${env:BOOKS_PASSWORD}"}')
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("legacy_adapters.runs.interrupt.Interruption.sleep", lambda self, seconds: None)
    books.describe(params, ("sqlite:///old.db", refused))
    unreachable = books.run()
    assert unreachable.code == 69
    books.describe(params, ("sqlite:///old.db", "sqlite:///old.db?password=${param:password}"))
    wrong = books.run()
    assert wrong.code == 78

    def failing(self: CompiledMapping, batch: Batch) -> Mapped:
        raise ZeroDivisionError(f"while {os.environ['BOOKS_PASSWORD']} was at hand")

    books.describe(params, ("const: EUR", 'const: "${param:password}"'))
    with monkeypatch.context() as patch:
        patch.setattr(CompiledMapping, "__call__", failing)
        defect = books.run()
    assert defect.code == 70
    (report,) = temporary.glob("legacy-adapters-defect-*.txt")
    assert "ZeroDivisionError: while *** was at hand" in report.read_text(encoding="utf-8")
    books.command("runs", "--state-dir", books.state)
    said = [part for ended in (unreachable, wrong, defect) for part in (ended.out, ended.err)]
    left = [path.read_bytes() for path in (*books.state.rglob("*"), report) if path.is_file()]
    written = "".join(said).encode() + b"".join(left)
    for form in (PASSWORD, PASSWORD.encode("unicode_escape").decode(), "Geheim-4711-s%C3%BC%C3%9F"):
        assert form.encode() not in written
    assert b"Geheim" not in written


def test_the_ledger_is_closed_after_every_end(books: Books) -> None:
    """Nothing holds it when the command has ended, well or not."""
    for change in (("BETRAG", "BETRAG"), ("amount: BETRAG", "amount: NOPE")):
        books.describe(change)
        books.run()
        with closing(sqlite3.connect(books.state / "ledger.db", timeout=0.01)) as connection:
            connection.execute("BEGIN EXCLUSIVE")


def test_rows_of_a_stream_without_a_key_leave_memory_as_they_are_read(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no checkpoint can be made on the way, rejects go to the ledger all the same, to be forgotten by a kill."""
    monkeypatch.setattr(base, "BATCH_ROWS", 1000)
    books.post(*(posting(number, BETRAG="n/a") for number in range(1, 5001)))
    books.describe(("table: GLTRAN", "query: SELECT * FROM GLTRAN"), ("name: books", "name: books\nmax_rejects: 100 %"))
    with pytest.raises(Interrupted):
        execute(Request(books.pipeline), show=Signalling(signal.SIGTERM, 3), checkpoint_seconds=0.0)
    with Ledger.open(books.state) as ledger:
        kept = sum(1 for _ in ledger.rejects.list("books"))
        assert ledger.runs.show("last").checkpoint is None
    assert 0 < kept < 5000
    ended = books.run()
    assert (ended.code, ended.report["rejected"], ended.report["new_rejects"]) == (65, 5000, 5000)
    with Ledger.open(books.state) as ledger:
        assert sum(1 for _ in ledger.rejects.list("books")) == 5000
    assert Path(books.folder / "out" / "gl_line.csv").read_text(encoding="utf-8").count("\n") == 1
