"""The ledger as an old application drops it: cp1252, semicolons, decimal comma, German dates, padded numbers, CR LF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

NAMES = {
    "entry_no": "Lfd. Nr.",
    "posting_date": "Buchungsdatum",
    "document_no": "Belegnr.",
    "account_no": "Kontonr.",
    "description": "Beschreibung",
    "amount": "Betrag",
    "currency": "Währung",
    "debit_credit": "S/H",
    "open": "Offen",
    "changed": "Geändert am",
    "customer_no": "Debitornr.",
}
"""The table's columns → those of the file."""


def write_delimited(path: Path, ledger: Iterator[pl.DataFrame]) -> None:
    """Writes the file block by block; fields with delimiters or quotes are quoted."""
    with path.open("wb") as file:
        for number, rows in enumerate(ledger):
            text = _as_dropped(rows).write_csv(separator=";", line_terminator="\r\n", include_header=number == 0)
            file.write(text.encode("cp1252"))


def _as_dropped(rows: pl.DataFrame) -> pl.DataFrame:
    cents, size = pl.col("cents"), pl.col("cents").abs()
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    columns = {
        "posting_date": pl.col("posting_date").dt.to_string("%d.%m.%Y"),
        "document_no": pl.col("document_no").str.pad_end(20),
        "amount": pl.format("{}{},{}", sign, size // 100, (size % 100).cast(pl.String).str.zfill(2)),
        "changed": pl.col("changed").dt.to_string("%d.%m.%Y %H:%M:%S"),
    }
    return rows.select(columns.get(name, pl.col(name)).alias(dropped) for name, dropped in NAMES.items())
