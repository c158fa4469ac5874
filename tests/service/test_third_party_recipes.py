"""The recipes for applications that nobody here wrote: their rows are what the applications' own databases hold."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.cli.main import run_command
from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sources.screen.browser.finding import find
from tests.service.adminer import Adminer
from tests.service.require import require
from tests.service.sql_ledger import SqlLedger

# One SQL-Ledger and one Adminer for all workers: they take some time to fill.
pytestmark = pytest.mark.xdist_group("third_party")

_SCRAPERS = Path(__file__).parents[2] / "scrapers"


def _extract(recipe: str, out: Path, **params: str) -> int:
    given = [part for name, value in params.items() for part in ("--param", f"{name}={value}")]
    return run_command(["extract", str(_SCRAPERS / recipe), *given, "--to", str(out)])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "") or "0")


def _browser() -> Path | None:
    try:
        return find(None, whole=False).path
    except DriverMissing:
        return None


def _place(adminer: Adminer) -> dict[str, str]:
    return {"url": adminer.address, "server": adminer.server, "user": adminer.login, "database": adminer.database}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a browser, and what a run leaves behind lies in a folder of the test's own."""
    require(_browser(), "a browser", "`make setup`, or: apt-get install chromium-headless-shell")
    monkeypatch.chdir(tmp_path)


def test_journal_equals_the_ledger(sql_ledger: SqlLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of SQL-Ledger's report comes out once, with the cents that its database holds."""
    monkeypatch.setenv("SQL_LEDGER_PASSWORD", sql_ledger.password)
    out = tmp_path / "journal.csv"
    assert _extract("sql_ledger/journal.yaml", out, url=sql_ledger.address, user=sql_ledger.login) == 0
    names = ("ID", "Date", "Reference", "Description", "Account")
    read = [(*(row[name] for name in names), _amount(row["Debit"]) - _amount(row["Credit"])) for row in _rows(out)]
    held = sql_ledger.query(
        """SELECT t.id::text, to_char(a.transdate, 'MM-DD-YYYY'), t.reference, t.description, c.accno,
                  -round(a.amount::numeric, 2)
           FROM acc_trans a JOIN chart c ON c.id = a.chart_id JOIN (
               SELECT id, reference, description FROM gl UNION ALL SELECT id, invnumber, description FROM ar
           ) t ON t.id = a.trans_id"""
    )
    assert sorted(read) == sorted(held)
    assert len(read) == 2_600


def test_journal_of_some_days(sql_ledger: SqlLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a first and a last day, the lines of these days come out."""
    monkeypatch.setenv("SQL_LEDGER_PASSWORD", sql_ledger.password)
    out = tmp_path / "march.csv"
    days = {"from": "03-01-2025", "to": "03-31-2025"}
    assert _extract("sql_ledger/journal.yaml", out, url=sql_ledger.address, user=sql_ledger.login, **days) == 0
    rows = _rows(out)
    [(held,)] = sql_ledger.query("SELECT count(*) FROM acc_trans WHERE transdate BETWEEN '2025-03-01' AND '2025-03-31'")
    assert len(rows) == held
    assert {row["Date"][:2] + row["Date"][-4:] for row in rows} == {"032025"}


def test_customers_equal_the_database(sql_ledger: SqlLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every customer comes out with number, name and place, leading zeros kept."""
    monkeypatch.setenv("SQL_LEDGER_PASSWORD", sql_ledger.password)
    out = tmp_path / "customers.csv"
    assert _extract("sql_ledger/customers.yaml", out, url=sql_ledger.address, user=sql_ledger.login) == 0
    read = {
        (row["Customer Number"], row["Customer"], row["Address"], row["Zip/Postal Code"], row["City"], row["Phone"])
        for row in _rows(out)
    }
    customers = sql_ledger.books.customers
    assert read == {(one.number, one.name, one.street, one.zipcode, one.city, one.phone) for one in customers}


def test_refused_login_to_sql_ledger_is_told(
    sql_ledger: SqlLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong password ends with 77 and the application's own words, and nothing is written."""
    monkeypatch.setenv("SQL_LEDGER_PASSWORD", "not the password")
    out = tmp_path / "journal.csv"
    assert _extract("sql_ledger/journal.yaml", out, url=sql_ledger.address, user=sql_ledger.login) == 77
    said = capsys.readouterr().err
    assert "Incorrect Password!" in said
    assert "not the password" not in said
    assert not out.exists()


def test_table_equals_the_database(adminer: Adminer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row of a table that Adminer shows on numbered pages comes out once, each value as the database has it."""
    monkeypatch.setenv("ADMINER_PASSWORD", adminer.password)
    out = tmp_path / "gltran.csv"
    assert _extract("adminer/table.yaml", out, **_place(adminer), limit="2000") == 0
    rows = _rows(out)
    columns = ("LFDNR", "BELNR", "BUTEXT", "BETRAG", "CHANGED")
    quoted = ", ".join(f'"{column}"' for column in columns)
    held = adminer.query(f'SELECT {quoted} FROM "GLTRAN" ORDER BY "LFDNR"')
    assert len(rows) == 20_263
    assert [tuple(row[column].rstrip() for column in columns) for row in rows] == [
        tuple("NULL" if value is None else str(value).rstrip() for value in row) for row in held
    ]


def test_refused_login_to_adminer_is_told(
    adminer: Adminer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong password ends with 77 and the database's own words; it is tried once, as thirty times lock everybody."""
    monkeypatch.setenv("ADMINER_PASSWORD", "not the password")
    out = tmp_path / "gltran.csv"
    try:
        assert [_extract("adminer/table.yaml", out, **_place(adminer)) for _ in range(2)] == [77, 77]
        assert adminer.refused == 1
    finally:
        adminer.forget_refused()
    assert "password authentication failed" in capsys.readouterr().err
    assert not out.exists()
