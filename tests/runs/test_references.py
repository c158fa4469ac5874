"""Streams that come after others, in whole runs: a rejected header keeps back what refers to it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.runs import dying
from tests.runs.books import Books, Ended

PIPELINE = """\
version: 1
name: books
max_rejects: 1000
source: {kind: database, id: old, url: sqlite:///old.db, company: NORD}
streams:
  taxes:
    table: TAXES
    after: {stream: lines, by: [document_id, tax_code]}
    map: {to: invoice_tax, fields: {document_id: DOC, tax_code: NR, tax_percentage: RATE, tax_amount: NET}}
  lines:
    table: LINES
    after: invoices
    map: {to: invoice_line, fields: {document_id: DOC, line_no: NR, net_amount: NET}}
  invoices:
    table: INVOICES
    map:
      to: invoice
      fields:
        document_id: DOC
        invoice_no: DOC
        direction: {const: sales}
        invoice_type: {const: invoice}
        issue_date: {from: DAY, date: "%Y-%m-%d"}
        party_id: {const: C1}
        currency_code: {const: EUR}
        net_total: NET
        tax_total: {const: "0"}
        gross_total: NET
sink: {kind: file, path: "out/{entity}.csv"}
"""

TABLES = (
    "CREATE TABLE INVOICES (ID INTEGER PRIMARY KEY, DOC TEXT, DAY TEXT, NET TEXT)",
    "CREATE TABLE LINES (ID INTEGER PRIMARY KEY, DOC TEXT, NR TEXT, NET TEXT)",
    "CREATE TABLE TAXES (ID INTEGER PRIMARY KEY, DOC TEXT, NR TEXT, RATE TEXT, NET TEXT)",
    "INSERT INTO INVOICES VALUES (1, 'A/1', '2024-01-31', '10'), (2, 'B', 'never', '20'), (3, 'C', '2024-02-01', '5')",
    "INSERT INTO LINES VALUES (1, 'A/1', '1', '4'), (2, 'A/1', '2', '6'), (3, 'B', '1', '20'), (4, 'C', '1', '5'),"
    " (5, 'B', '2', '0'), (6, 'elsewhere', '1', '1')",
    "INSERT INTO TAXES VALUES (1, 'A/1', '1', '19', '1'), (2, 'B', '2', '7', '1'), (3, 'C', '1', '19', '1')",
)


@pytest.fixture
def invoices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Books:
    """Three invoices, of which B is rejected, with lines and what hangs on the lines."""
    books = Books(tmp_path, capsys)
    books.execute(*TABLES)
    books.describe(text=PIPELINE)
    return books


def _kept_back(books: Books) -> dict[str, str]:
    """What each row that was kept back waits for, by its own id."""
    return {
        reject["record_id"]: reason["value"]
        for reject in books.rejects()
        for reason in reject["reasons"]
        if reason["code"] == "kept_back"
    }


def _read(ended: Ended, stream: str) -> dict[str, int]:
    found: dict[str, int] = ended.report["streams"][stream]["rows"]
    return found


def _documents(books: Books, entity: str) -> list[str]:
    return [row["document_id"] for row in books.delivered(f"{entity}.csv")]


def test_a_rejected_header_keeps_its_lines_back_and_they_keep_back_theirs(invoices: Books) -> None:
    """Over two levels, whatever the order in the file; all else is delivered, and every stream balances."""
    ended = invoices.run()
    assert ended.code == 65
    assert _documents(invoices, "invoice") == ["A/1", "C"]
    assert _documents(invoices, "invoice_line") == ["A/1", "A/1", "C", "elsewhere"]
    assert _documents(invoices, "invoice_tax") == ["A/1", "C"]
    assert _kept_back(invoices) == {
        "old/NORD:invoice_line:B/1": "old/NORD:invoice:B",
        "old/NORD:invoice_line:B/2": "old/NORD:invoice:B",
        "old/NORD:invoice_tax:B/2/7": "old/NORD:invoice_line:B/2",
    }
    assert _read(ended, "lines") == {"read": 6, "taken": 4, "unchanged": 0, "filtered": 0, "rejected": 2}
    assert ended.report["notes"] == []


def test_what_is_kept_back_is_known_the_second_time(invoices: Books) -> None:
    """A scheduler is woken once; once the header is mended all of it is delivered."""
    assert invoices.run().code == 65
    again = invoices.run()
    assert (again.code, again.report["rejected"], again.report["new_rejects"]) == (0, 4, 0)
    invoices.execute("UPDATE INVOICES SET DAY = '2024-01-31'")
    assert invoices.run().report["rejected"] == 0
    assert len(_documents(invoices, "invoice_line")) == 6


def test_a_dry_run_keeps_back_as_well(invoices: Books) -> None:
    """It counts what a run would."""
    assert _read(invoices.run("--dry-run"), "lines")["rejected"] == 2


@pytest.mark.parametrize(
    "other",
    ["(4, 'C', '2024-02-01', '5')", "(4, 'C', 'never', '5')", "(0, 'C', 'never', '5')"],
    ids=["a second one", "a bad one behind it", "a bad one before it"],
)
def test_a_header_that_arrived_keeps_nothing_back(invoices: Books, other: str) -> None:
    """A second row of its key is rejected, and its lines are the lines of the one that went on."""
    invoices.execute(f"INSERT INTO INVOICES VALUES {other}")
    ended = invoices.run()
    assert _read(ended, "invoices")["rejected"] == 2
    assert _documents(invoices, "invoice_line") == ["A/1", "A/1", "C", "elsewhere"]


def test_rejects_without_an_id_are_told(invoices: Books) -> None:
    """Nothing can wait for a header whose number is missing."""
    invoices.execute("INSERT INTO INVOICES VALUES (9, NULL, '2024-01-31', '1'), (10, NULL, '2024-01-31', '1')")
    ended = invoices.run()
    assert ended.report["notes"] == [
        "invoices: 2 rejected without a record id, so that nothing could be kept back for them"
    ]
    assert _read(ended, "lines")["rejected"] == 2


@pytest.mark.parametrize(("step", "number"), [("write", 2), ("save", 2), ("commit", 2), ("save", 3)])
@pytest.mark.parametrize("after", [False, True])
def test_killed_between_the_streams_it_goes_on_as_if_nothing_had_been(
    invoices: Books, step: str, number: int, after: bool
) -> None:
    """What was rejected before the kill is in the ledger, and is not asked for twice."""
    assert dying.run(invoices.pipeline, step, number, after=after) == -9
    ended = invoices.run()
    assert (ended.code, len(ended.report["moments"])) == (65, 2)
    assert len(_kept_back(invoices)) == 3
    assert _documents(invoices, "invoice_line") == ["A/1", "A/1", "C", "elsewhere"]
    assert _read(ended, "lines")["rejected"] == 2


def test_a_row_of_several_records_is_kept_back_whole(invoices: Books) -> None:
    """Its other records, which refer to nothing, do not go on either."""
    mapping = "    map: {to: invoice_line, fields: {document_id: DOC, line_no: NR, net_amount: NET}}\n"
    account = "{to: item, on_duplicate: keep, fields: {item_id: NR, description: NR}}"
    listed = f"    map:\n    - {mapping.strip().removeprefix('map: ')}\n    - {account}\n"
    invoices.describe((mapping, listed), text=PIPELINE)
    ended = invoices.run()
    assert ended.code == 65, ended.err
    assert len(invoices.delivered("item.csv")) == 4
    assert len(_kept_back(invoices)) == 3


DROP = """\
version: 1
name: drop
max_rejects: 1000
source: {kind: files, id: old, path: in, company: NORD, complete: {stable_for: 0s}}
streams:
  lines:
    format: {kind: delimited, delimiter: ";"}
    after: invoices
    map: {to: invoice_line, fields: {document_id: DOC, line_no: NR, net_amount: NET}}
  invoices:
    format: {kind: delimited, delimiter: ";"}
"""


def test_within_a_file_the_order_holds_and_earlier_files_count(invoices: Books) -> None:
    """Each file is read for both streams; its lines wait for its invoices, and for those of the files before."""
    mapping = PIPELINE[PIPELINE.index("    map:\n      to: invoice\n") :]
    append = (', path: "out/{entity}.csv"', ', mode: append, path: "out/{entity}.csv"')
    invoices.describe(append, text=DROP + mapping)
    folder = invoices.folder / "in"
    folder.mkdir()
    rows = ("A;2024-01-31;1;5\nB;never;1;5\n", "B;never;2;5\nC;2024-01-31;1;5\n")
    for number, text in enumerate(rows):
        (folder / f"{number}.csv").write_text(f"DOC;DAY;NR;NET\n{text}", encoding="utf-8")
    ended = invoices.run()
    assert ended.code == 65, ended.err
    assert _documents(invoices, "invoice") == ["A", "C"]
    assert _documents(invoices, "invoice_line") == ["A", "C"]
    assert _kept_back(invoices) == {
        "old/NORD:invoice_line:B/1": "old/NORD:invoice:B",
        "old/NORD:invoice_line:B/2": "old/NORD:invoice:B",
    }
