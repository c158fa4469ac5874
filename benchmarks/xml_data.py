"""The ledger as an export in XML: UTF-8, one element per row, none for a customer that there is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

NAMES = {
    "entry_no": "EntryNo",
    "posting_date": "PostingDate",
    "document_no": "DocNo",
    "account_no": "AccNo",
    "description": "Text",
    "amount": "Amount",
    "currency": "Cur",
    "debit_credit": "DC",
    "open": "Open",
    "changed": "Changed",
    "customer_no": "CustNo",
}
"""The table's columns → the elements of the file."""


def write_xml(path: Path, ledger: Iterator[pl.DataFrame]) -> None:
    """Writes the file block by block."""
    with path.open("wb") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<Ledger company="Müller &amp; Söhne">\n'.encode())
        for rows in ledger:
            file.write(("\n".join(_as_elements(rows)) + "\n").encode())
        file.write(b"</Ledger>\n")


def _as_elements(rows: pl.DataFrame) -> pl.Series:
    cents, size = pl.col("cents"), pl.col("cents").abs()
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    escaped = (
        pl.col("description").str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)
    )
    texts = {
        "description": escaped,
        "amount": pl.format("{}{}.{}", sign, size // 100, (size % 100).cast(pl.String).str.zfill(2)),
        "changed": pl.col("changed").dt.to_string("%Y-%m-%dT%H:%M:%S"),
    }
    elements = [pl.format(f"<{tag}>{{}}</{tag}>", texts.get(name, pl.col(name))) for name, tag in NAMES.items()]
    inner = pl.concat_str(elements, ignore_nulls=True)
    return rows.select(pl.format("  <Entry>\n    {}\n  </Entry>", inner)).to_series()
