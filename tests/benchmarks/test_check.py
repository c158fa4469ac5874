"""A copy is compared with the truth over all of its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from benchmarks.check import GL_LINE, LAYOUTS, facts_of_csv, main
from benchmarks.data import block, facts, generate
from benchmarks.peers import PEERS
from benchmarks.truth import Truth

ROWS = 500


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A small ledger in SQLite with its truth beside it."""
    path = tmp_path / "ledger.db"
    (tmp_path / "truth.json").write_text(generate("sqlite", ROWS, path).to_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize("peer", ["stdlib", "pandas", "adbc"])
def test_copy_of_a_peer_is_right(ledger: Path, peer: str) -> None:
    """What a peer copies has every row and every cent."""
    out = ledger.with_name("out.csv")
    PEERS[peer](ledger, out)
    assert main("raw", out, ledger.with_name("truth.json")) == 0


def _gl_line() -> pl.DataFrame:
    """The ledger as the common schema writes it."""
    cents = pl.col("cents")
    amount = pl.format("{}{}", pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit("")), _plain(cents.abs()))
    return block(1, ROWS).select(
        ledger_entry_id="entry_no",
        transaction_date="posting_date",
        transaction_id="document_no",
        account_id="account_no",
        description="description",
        amount=amount,
        debit_amount=pl.when(cents >= 0).then(_plain(cents)),
        credit_amount=pl.when(cents < 0).then(_plain(-cents)),
        currency_code="currency",
        system_entry_at=pl.col("changed").dt.to_string("%Y-%m-%dT%H:%M:%S"),
        is_open=pl.col("open") == "Y",
        customer_id="customer_no",
    )


def _plain(cents: pl.Expr) -> pl.Expr:
    return pl.format("{}.{}", cents // 100, (cents % 100).cast(pl.String).str.zfill(2))


def _found(rows: pl.DataFrame, folder: Path) -> Truth:
    rows.write_csv(folder / "out.csv")
    return facts_of_csv(folder / "out.csv", GL_LINE)


def test_mapped_copy_is_right(tmp_path: Path) -> None:
    """The common schema's columns give the same facts as the generator."""
    assert facts(block(1, ROWS)).differences(_found(_gl_line(), tmp_path)) == []


def test_copy_with_keys_in_no_order_is_right(tmp_path: Path) -> None:
    """The number is found behind the account."""
    rows = _gl_line().with_columns(ledger_entry_id=pl.format("{}-{}", "account_id", "ledger_entry_id"))
    rows.write_csv(tmp_path / "out.csv")
    found = facts_of_csv(tmp_path / "out.csv", LAYOUTS["gl_line_unordered"])
    assert facts(block(1, ROWS)).differences(found) == []


def _cell(column: str, row: int, text: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def change(rows: pl.DataFrame) -> pl.DataFrame:
        cells = rows[column].cast(pl.String).to_list()
        cells[row] = text
        return rows.with_columns(pl.Series(column, cells))

    return change


def _shifted(column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.concat([rows[column][1:], rows[column][:1]]))


DAMAGES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "a row is missing": lambda rows: rows[:-1],
    "a row is there twice": lambda rows: pl.concat([rows, rows[-1:]]),
    "a cent too much": _cell("amount", 7, "-12.08"),
    "three decimals": _cell("amount", 7, "1.005"),
    "an exponent": _cell("amount", 7, "1e-05"),
    "an amount is empty": _cell("amount", 7, ""),
    "a credit is cut": _cell("credit_amount", 0, "13.00"),
    "amounts in other rows": _shifted("amount"),
    "accounts in other rows": _shifted("account_id"),
    "documents in other rows": _shifted("transaction_id"),
    "days in other rows": _shifted("transaction_date"),
    "texts in other rows": _shifted("description"),
    "currencies in other rows": _shifted("currency_code"),
    "customers in other rows": _shifted("customer_id"),
    "times in other rows": _shifted("system_entry_at"),
    "nothing is open": lambda rows: rows.with_columns(is_open=pl.lit(value=False)),
    "ä became two characters": lambda rows: rows.with_columns(pl.col("description").str.replace("ä", "Ã¤")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_copy_is_noticed(tmp_path: Path, damage: str) -> None:
    """Whatever is lost, doubled, changed or moved makes a difference."""
    assert facts(block(1, ROWS)).differences(_found(DAMAGES[damage](_gl_line()), tmp_path))


def test_difference_is_told_with_both_figures(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong copy ends with 1 and says what was found instead of what."""
    out = ledger.with_name("out.csv")
    PEERS["stdlib"](ledger, out)
    out.write_text("\n".join(out.read_text(encoding="utf-8").splitlines()[:-1]), encoding="utf-8")
    assert main("raw", out, ledger.with_name("truth.json")) == 1
    assert "rows: 499 instead of 500" in capsys.readouterr().out


def test_every_layout_names_the_same_cells() -> None:
    """A copy is checked whole, whichever columns it has."""
    assert LAYOUTS["raw"].keys() == LAYOUTS["gl_line"].keys() == LAYOUTS["gl_line_unordered"].keys()
