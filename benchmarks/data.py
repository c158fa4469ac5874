"""Generates the ledger that everything is measured on: a cell is a function of a seed, its column and its row number.

So the first rows of a larger ledger are those of a smaller one, a block can be made without those before it, and no
library's random generator can change a value with its next version.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.delimited_data import write_delimited
from benchmarks.facts import currency_place, facts_of
from benchmarks.truth import Truth
from benchmarks.xml_data import write_xml

Numbers: TypeAlias = "npt.NDArray[np.uint64]"

SEED = 20240611
BLOCK_ROWS = 250_000

_TEXTS = (
    *("Miete Büro", "Löhne & Gehälter", "Reisekosten", "Telefon/Internet", "Kfz-Versicherung", "Zinsertrag"),
    *("Café-Bewirtung", "Übertrag Vorjahr", "Größere Reparatur", "Señor Núñez Honorar", "Ålesund fisk"),
    *("Crème fraîche Einkauf", "Strom; Gas", 'Artikel "Spezial"', "Abschreibung", "Porto"),
)
_CURRENCY_BY_DRAW = ("EUR", "EUR", "EUR", "USD", "GBP", "CHF", "NOK")
_EPOCH = date(1970, 1, 1)
_FIRST_DAY = (date(2012, 1, 1) - _EPOCH).days
_DAYS = 12 * 365
_DAY_SECONDS = 86_400

TABLE = "gl_entry"
_CREATE = f"""create table {TABLE}(
    entry_no integer primary key, posting_date date, document_no char(20), account_no varchar(20),
    description varchar(50), amount numeric(18,2), currency char(3), debit_credit char(1), open char(1),
    changed timestamp, customer_no varchar(20))"""
_INSERT = f"insert into {TABLE} values ({','.join('?' * 11)})"


@dataclass(frozen=True, slots=True)
class _Draws:
    """64 bits for each of some rows, as often as there are columns to be drawn."""

    rows: Numbers

    def of(self, column: str) -> Numbers:
        """The bits of one column, by SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
        2014) of the row number, from a start that is the column's own."""
        start = np.frombuffer(blake2b(f"{SEED} {column}".encode(), digest_size=8).digest(), dtype="<u8")
        bits: Numbers = self.rows * np.uint64(0x9E3779B97F4A7C15) + start
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return bits ^ (bits >> np.uint64(31))

    def below(self, limit: int, column: str) -> npt.NDArray[np.int64]:
        """Whole numbers from 0 to below ``limit``, each as likely."""
        return (self.of(column) % np.uint64(limit)).astype(np.int64)

    def cents(self) -> npt.NDArray[np.int64]:
        """Amounts: the cube of a nearly normal number (four draws of 16 bits added), so that most are small and a few
        are large; at 2.5 for one standard deviation, up to some 104,000 either way. Whole numbers throughout."""
        bits = self.of("amount")
        quarters = [((bits >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.int64) for shift in (0, 16, 32, 48)]
        normal = sum(quarters, start=np.full(len(bits), -131_070, dtype=np.int64))
        return normal**3 // 216_674_770


def block(first: int, count: int) -> pl.DataFrame:
    """Rows ``first`` to ``first + count - 1`` of the ledger, with typed columns and the amount as ``cents``."""
    entry = np.arange(first, first + count, dtype=np.int64)
    draws = _Draws(entry.astype(np.uint64))
    days = draws.below(_DAYS, "posting_date") + _FIRST_DAY
    seconds = (days + draws.below(30, "changed_days")) * _DAY_SECONDS + draws.below(_DAY_SECONDS, "changed_second")
    drawn = pl.DataFrame(
        {
            "entry_no": entry,
            "posting_date": days.astype(np.int32),
            "document_no": draws.below(900_000, "document_no") + 1,
            "account_no": 10_000 + 37 * draws.below(2_432, "account_no"),
            "description": pl.Series(_TEXTS).gather(draws.below(len(_TEXTS), "description")),
            "number": draws.below(9_998, "number") + 1,
            "cents": draws.cents(),
            "currency": pl.Series(_CURRENCY_BY_DRAW).gather(draws.below(len(_CURRENCY_BY_DRAW), "currency")),
            "open": draws.below(100, "open") < 12,
            "changed": seconds * 1_000_000,
            "customer_no": draws.below(39_999, "customer_no") + 1,
            "has_customer": draws.below(100, "has_customer") >= 30,
        }
    )
    return drawn.select(
        "entry_no",
        pl.col("posting_date").cast(pl.Date),
        pl.format("RE-{}", pl.col("document_no").cast(pl.String).str.zfill(8)).alias("document_no"),
        pl.col("account_no").cast(pl.String),
        pl.format("{} {}", "description", "number").alias("description"),
        "cents",
        "currency",
        pl.when(pl.col("cents") < 0).then(pl.lit("C")).otherwise(pl.lit("D")).alias("debit_credit"),
        pl.when("open").then(pl.lit("Y")).otherwise(pl.lit("N")).alias("open"),
        pl.col("changed").cast(pl.Datetime("us")),
        pl.when("has_customer").then(pl.format("D{}", pl.col("customer_no").cast(pl.String).str.zfill(6))),
    )


def blocks(rows: int) -> Iterator[pl.DataFrame]:
    """The ledger of so many rows, piece by piece."""
    for first in range(1, rows + 1, BLOCK_ROWS):
        yield block(first, min(BLOCK_ROWS, rows + 1 - first))


def facts(rows: pl.DataFrame) -> Truth:
    """The facts of a block."""
    cents = pl.col("cents")
    canonical = rows.lazy().select(
        entry="entry_no",
        document=pl.col("document_no").str.slice(3).cast(pl.Int64),
        account=pl.col("account_no").cast(pl.Int64),
        characters=pl.col("description").str.len_chars().cast(pl.Int64),
        cents=cents,
        debit=pl.when(pl.col("debit_credit") == "D").then(cents).otherwise(0),
        credit=pl.when(pl.col("debit_credit") == "C").then(-cents).otherwise(0),
        currency=currency_place(pl.col("currency")),
        day=pl.col("posting_date").to_physical().cast(pl.Int64),
        second=pl.col("changed").dt.epoch("s") % _DAY_SECONDS,
        open=(pl.col("open") == "Y").cast(pl.Int64),
        customer=pl.col("customer_no").str.slice(1).cast(pl.Int64),
    )
    return facts_of(canonical)


def write_sqlite(path: Path, ledger: Iterator[pl.DataFrame]) -> None:
    """The table as an old application keeps it: padded CHAR, dates as text, and amounts that NUMERIC affinity turns
    into whole numbers and binary doubles."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        connection.execute(_CREATE)
        for rows in ledger:
            connection.executemany(_INSERT, _as_kept(rows).iter_rows(buffer_size=50_000))
        connection.commit()


def _as_kept(rows: pl.DataFrame) -> pl.DataFrame:
    cents, size = pl.col("cents"), pl.col("cents").abs()
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    amount = pl.format("{}{}.{}", sign, size // 100, (size % 100).cast(pl.String).str.zfill(2))
    return rows.select(
        "entry_no",
        pl.col("posting_date").cast(pl.String),
        pl.col("document_no").str.pad_end(20),
        *("account_no", "description"),
        amount.alias("amount"),
        *("currency", "debit_credit", "open"),
        pl.col("changed").dt.to_string("%Y-%m-%d %H:%M:%S"),
        "customer_no",
    )


WRITERS: Mapping[str, Callable[[Path, Iterator[pl.DataFrame]], None]] = {
    "sqlite": write_sqlite,
    "delimited": write_delimited,
    "xml": write_xml,
}
"""Each kind of source that the ledger can be had as."""


def generate(kind: str, rows: int, path: Path) -> Truth:
    """Writes the ledger of so many rows to ``path`` and returns what every copy must hold."""
    total = Truth()

    def counted() -> Iterator[pl.DataFrame]:
        nonlocal total
        for piece in blocks(rows):
            total += facts(piece)
            yield piece

    WRITERS[kind](path, counted())
    return total


if __name__ == "__main__":
    print(generate(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])).to_json())
