"""The ledger that everything is measured on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.data import TABLE, block, blocks, facts, generate
from benchmarks.truth import Truth

FIRST_THOUSAND = Truth(
    rows=1000,
    amounts=1000,
    amount=-20_328_667,
    debit=200_608_252,
    credit=220_936_919,
    open=115,
    customers=694,
    paired_amount=-12_320_257_479,
    paired_rest=289_617_062_091,
)
FIRST = ("2019-07-10", "RE-00199711", "58433", "Ålesund fisk 9647", -1360, "CHF", "C", "N", "2019-07-24 16:05:42", None)


def test_first_thousand_rows_are_these_for_good() -> None:
    """The same rows everywhere, with any version of any library: figures of two years can be compared."""
    assert facts(block(1, 1000)) == FIRST_THOUSAND


def test_first_row_is_this_one_for_good() -> None:
    """Also what the facts only know the length of stays."""
    changed = pl.col("changed").dt.to_string("%Y-%m-%d %H:%M:%S")
    assert block(1, 1).with_columns(changed, pl.col("posting_date").cast(pl.String)).row(0) == (1, *FIRST)


@pytest.mark.parametrize("first", [1, 2, 700])
def test_a_block_is_the_same_wherever_it_begins(first: int) -> None:
    """A row depends on its number alone, so a small ledger is the beginning of a large one."""
    assert_frame_equal(block(first, 300), block(1, 1000).slice(first - 1, 300))


def test_blocks_cover_every_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last block may be shorter; no row is missing between two."""
    monkeypatch.setattr("benchmarks.data.BLOCK_ROWS", 400)
    pieces = list(blocks(1000))
    assert [len(piece) for piece in pieces] == [400, 400, 200]
    assert_frame_equal(pl.concat(pieces), block(1, 1000))


def test_ledger_has_the_quirks_that_are_measured() -> None:
    """Text beyond ASCII, quotes, empty customers, both sides, all currencies, small and large amounts."""
    rows = block(1, 20_000)
    share = rows["customer_no"].null_count() / len(rows)
    assert 0.28 < share < 0.32
    assert rows["description"].str.contains(r"[äöüéñÅ]").any()
    assert rows["description"].str.contains('"', literal=True).any()
    assert set(rows["debit_credit"]) == {"D", "C"}
    assert rows["currency"].n_unique() == 5
    assert ((rows["cents"] < 0) == (rows["debit_credit"] == "C")).all()
    size = rows["cents"].abs()
    assert size.min() == 0
    assert size.max() in range(5_000_000, 10_400_000)


def test_sqlite_holds_the_ledger_as_an_old_application_would(tmp_path: Path) -> None:
    """Padded CHAR, and amounts that NUMERIC affinity has made binary doubles or whole numbers of."""
    path = tmp_path / "ledger.db"
    truth = generate("sqlite", 3000, path)
    with closing(sqlite3.connect(path)) as connection:
        query = f"select count(*), sum(cast(round(amount * 100) as integer)), min(length(document_no)) from {TABLE}"
        assert connection.execute(query).fetchone() == (truth.rows, truth.amount, 20)
        kinds = connection.execute(f"select distinct typeof(amount) from {TABLE} order by 1").fetchall()
    assert kinds == [("integer",), ("real",)]


def test_facts_of_the_pieces_add_up() -> None:
    """A ledger written block by block has the facts of the whole."""
    assert facts(block(1, 600)) + facts(block(601, 400)) == facts(block(1, 1000))
