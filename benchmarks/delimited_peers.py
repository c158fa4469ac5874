"""What else turns the drop file into a canonical CSV, in a process of its own.

``python -m benchmarks.delimited_peers NAME DROP CSV``. Peers do the same conversions: dates and times to ISO, amounts
to decimals, sides and truth values to words, padding off. They neither check, nor count, nor map to a schema, nor can
they be resumed.
"""

from __future__ import annotations

import csv
import importlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.delimited_data import NAMES

_SIDES = {"D": "debit", "C": "credit"}
_SQL = """copy (
    select cast("Lfd. Nr." as bigint) entry_no, cast(strptime("Buchungsdatum", '%d.%m.%Y') as date) posting_date,
      rtrim("Belegnr.") document_no, "Kontonr." account_no, "Beschreibung" description,
      cast(replace("Betrag", ',', '.') as decimal(18,2)) amount, "Währung" currency,
      case "S/H" when 'D' then 'debit' when 'C' then 'credit' end debit_credit, "Offen" = 'Y' open,
      strptime("Geändert am", '%d.%m.%Y %H:%M:%S') changed, "Debitornr." customer_no
    from read_csv('{utf8}', delim = ';', header = true, all_varchar = true, quote = '"')
  ) to '{out}' (header)"""


def iconv(drop: Path, out: Path) -> None:
    """iconv, which reads nothing of it: what turning the code page alone costs."""
    with out.open("wb") as file:
        subprocess.run(["iconv", "-f", "CP1252", "-t", "UTF-8", str(drop)], stdout=file, check=True)


def duckdb(drop: Path, out: Path) -> None:
    """DuckDB's CSV reader and writer, behind iconv, as DuckDB itself reads cp1252 only with an extension."""
    library: Any = importlib.import_module("duckdb")
    utf8 = out.with_suffix(".utf8")
    iconv(drop, utf8)
    library.connect().execute(_SQL.format(utf8=utf8, out=out))


def pandas(drop: Path, out: Path) -> None:
    """pandas, exactly: every column as text, amounts as ``Decimal``."""
    import pandas as pd

    frame: Any = pd.read_csv(drop, sep=";", encoding="cp1252", dtype=str, keep_default_na=False)
    frame["Betrag"] = [Decimal(text.replace(",", ".")) for text in frame["Betrag"]]
    frame["Lfd. Nr."] = frame["Lfd. Nr."].astype("int64")
    frame["Buchungsdatum"] = pd.to_datetime(frame["Buchungsdatum"], format="%d.%m.%Y")
    frame["Geändert am"] = pd.to_datetime(frame["Geändert am"], format="%d.%m.%Y %H:%M:%S")
    frame["Belegnr."] = frame["Belegnr."].str.rstrip()
    frame["Offen"] = frame["Offen"].map({"Y": True, "N": False})
    frame["S/H"] = frame["S/H"].map(_SIDES)
    frame.rename(columns={dropped: name for name, dropped in NAMES.items()}).to_csv(out, index=False)


def polars(drop: Path, out: Path) -> None:
    """Polars, the whole file at once, after Python turned the code page."""
    import polars as pl

    raw = pl.read_csv(drop.read_bytes().decode("cp1252").encode(), separator=";", infer_schema=False)
    raw.select(
        entry_no=pl.col("Lfd. Nr.").cast(pl.Int64),
        posting_date=pl.col("Buchungsdatum").str.to_date("%d.%m.%Y"),
        document_no=pl.col("Belegnr.").str.strip_chars_end(),
        account_no="Kontonr.",
        description="Beschreibung",
        amount=pl.col("Betrag").str.replace(",", ".", literal=True).cast(pl.Decimal(18, 2)),
        currency="Währung",
        debit_credit=pl.col("S/H").replace_strict(_SIDES, return_dtype=pl.String),
        open=pl.col("Offen") == "Y",
        changed=pl.col("Geändert am").str.to_datetime("%d.%m.%Y %H:%M:%S", time_unit="us"),
        customer_no="Debitornr.",
    ).write_csv(out)


def stdlib(drop: Path, out: Path) -> None:
    """csv of the standard library, dates by slicing, amounts as ``Decimal``."""
    with drop.open(encoding="cp1252", newline="") as file, out.open("w", newline="", encoding="utf-8") as copy:
        rows, writer = csv.reader(file, delimiter=";"), csv.writer(copy)
        next(rows)
        writer.writerow(NAMES)
        for row in rows:
            writer.writerow(_converted(row))


def _converted(row: list[str]) -> tuple[object, ...]:
    entry, day, document, account, text, amount, currency, side, is_open, changed, customer = row
    return (
        int(entry),
        date(int(day[6:]), int(day[3:5]), int(day[:2])),
        document.rstrip(),
        account,
        text,
        Decimal(amount.replace(",", ".")),
        currency,
        _SIDES[side],
        is_open == "Y",
        _moment(changed),
        customer or None,
    )


def _moment(text: str) -> datetime:
    hour, minute, second = (int(text[at : at + 2]) for at in (11, 14, 17))
    return datetime(int(text[6:10]), int(text[3:5]), int(text[:2]), hour, minute, second)  # noqa: DTZ001


PEERS: Mapping[str, Callable[[Path, Path], None]] = {
    peer.__name__: peer for peer in (iconv, duckdb, pandas, polars, stdlib)
}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
