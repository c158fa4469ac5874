"""What else copies a SQLite table to a CSV file, in a process of its own: ``python -m benchmarks.peers NAME DB CSV``.

Peers copy what is there. They neither map, nor check, nor count, nor can they be resumed.
"""

from __future__ import annotations

import csv
import importlib
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

QUERY = "select * from gl_entry"
_FETCH_ROWS = 10_000
_PANDAS_ROWS = 50_000


def stdlib(database: Path, out: Path) -> None:
    """sqlite3 and csv of the standard library."""
    with closing(sqlite3.connect(database)) as connection, out.open("w", newline="", encoding="utf-8") as file:
        cursor = connection.execute(QUERY)
        writer = csv.writer(file)
        writer.writerow([column[0] for column in cursor.description])
        while rows := cursor.fetchmany(_FETCH_ROWS):
            writer.writerows(rows)


def pandas(database: Path, out: Path) -> None:
    """``read_sql`` and ``to_csv`` in chunks."""
    import pandas as pd

    with closing(sqlite3.connect(database)) as connection, out.open("w", newline="", encoding="utf-8") as file:
        for number, frame in enumerate(pd.read_sql(QUERY, connection, chunksize=_PANDAS_ROWS)):
            frame.to_csv(file, header=number == 0, index=False)


def adbc(database: Path, out: Path) -> None:
    """ADBC with the types it guesses from the first rows, and Arrow's CSV writer."""
    import adbc_driver_sqlite.dbapi as driver
    import pyarrow.csv

    with driver.connect(str(database)) as connection, connection.cursor() as cursor:
        cursor.execute(QUERY)
        reader = cursor.fetch_record_batch()
        with pyarrow.csv.CSVWriter(str(out), reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


def petl(database: Path, out: Path) -> None:
    """petl's ``fromdb`` and ``tocsv``."""
    library: Any = importlib.import_module("petl")
    with closing(sqlite3.connect(database)) as connection:
        library.tocsv(library.fromdb(connection, QUERY), str(out), encoding="utf-8")


def dlt(database: Path, out: Path) -> None:
    """dlt's ``sql_database`` with its pyarrow backend into its filesystem destination; the one file is then moved."""
    library: Any = importlib.import_module("dlt")
    sql: Any = importlib.import_module("dlt.sources.sql_database")
    folder = out.parent / "dlt"
    pipeline = library.pipeline(
        "benchmark",
        pipelines_dir=str(folder / "state"),
        destination=library.destinations.filesystem(bucket_url=str(folder / "out")),
        dataset_name="ledger",
    )
    table = sql.sql_table(credentials=f"sqlite:///{database}", table="gl_entry", backend="pyarrow")
    pipeline.run(table, loader_file_format="csv")
    (written,) = (folder / "out" / "ledger" / "gl_entry").glob("*.csv*")
    written.replace(out)


PEERS: Mapping[str, Callable[[Path, Path], None]] = {peer.__name__: peer for peer in (stdlib, pandas, adbc, petl, dlt)}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
