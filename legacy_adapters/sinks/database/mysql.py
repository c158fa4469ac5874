"""MariaDB and MySQL: pymysql, whose fast lane is an INSERT of many rows, written straight from the columns.

LOAD DATA LOCAL is faster, but off at many servers, and lets a server ask for any file of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl
import pyarrow as pa
from sqlalchemy import Engine, NullPool, create_engine, make_url

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sinks.database.errors import (
    BUSY,
    DOWN,
    FORBIDDEN,
    FULL,
    LOGIN,
    NOT_THERE,
    READ_ONLY,
    REFUSED,
    Verdict,
)
from legacy_adapters.sinks.database.session import on_connect
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.text.cells import Cell, cells_of, numbered
from legacy_adapters.sinks.text.settings import TextOptions

INSTALL: Final = "pip install 'legacy-adapters[mysql]'"
PACKET: Final = 1_000_000
"""Bytes of one statement, or those of a single row where that has more. A server takes 1 MB at least by itself."""

_OPTIONS: Final = TextOptions(datetime_format="%Y-%m-%d %H:%M:%S.%f")
_MODE: Final = "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE"
"""What does not fit is an error, and a backslash is a backslash."""

_BY_NUMBER: Final[Mapping[Verdict, tuple[int, ...]]] = {
    LOGIN: (1045, 1698, 1862, 1873, 2059),
    FORBIDDEN: (1044, 1142, 1143, 1227, 1370, 1410),
    NOT_THERE: (1046, 1049, 1051, 1146),
    REFUSED: (1048, 1062, 1153, 1169, 1216, 1264, 1265, 1292, 1364, 1366, 1367, 1406, 1411, 1452, 1586, 3819, 4025),
    BUSY: (1205, 1206, 1213, 1099, 1100, 3572),
    FULL: (1021, 1030, 1114, 1041, 1037, 1038, 3, 28),
    READ_ONLY: (1290, 1792, 1836, 1874),
    DOWN: (1040, 1053, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1226, 1927, 2002, 2003, 2006, 2013, 2014, 2055),
}
_VERDICTS: Final = {number: verdict for verdict, numbers in _BY_NUMBER.items() for number in numbers}


class MysqlFamily:
    """A MariaDB or MySQL server."""

    def __init__(self, settings: DatabaseSink) -> None:
        try:
            import pymysql
        except ImportError as error:
            raise DriverMissing("delivering to MariaDB or MySQL needs the package pymysql", hint=INSTALL) from error
        self.driver_error: type[Exception] = pymysql.Error
        self.engine: Engine = create_engine(
            make_url(settings.url).set(drivername="mysql+pymysql"),
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": settings.timeout, "charset": "utf8mb4", "local_infile": False},
        )
        waits = f"SET SESSION innodb_lock_wait_timeout = {settings.timeout}, lock_wait_timeout = {settings.timeout}"
        # Reading at the other end may take its time between two batches.
        patience = "SET SESSION wait_timeout = 86400, net_write_timeout = 600, net_read_timeout = 600"
        on_connect(self.engine, f"SET SESSION sql_mode = '{_MODE}', time_zone = '+00:00'", waits, patience)

    def verdict(self, error: BaseException) -> Verdict | None:
        """What an error means, by its number."""
        number = error.args[0] if error.args else None
        if number == 0:
            return DOWN
        return _VERDICTS.get(number) if isinstance(number, int) else None

    def unsafe(self, options: dict[str, Any]) -> str | None:
        """An engine other than InnoDB knows no transactions."""
        engine = str(options.get("mysql_engine", options.get("mariadb_engine", "InnoDB")))
        return None if engine.casefold() == "innodb" else f"its engine is {engine}, which knows no transactions"

    def load(self, connection: Any, table: str, rows: pa.RecordBatch, columns: Sequence[str]) -> None:
        """As few statements as packets need; each is one text, made column by column."""
        begin = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ("
        for piece in _pieces(tuples_of(rows)):
            joined: str = piece.str.join("),(").item()
            connection.query((begin + joined + ")").encode())


def tuples_of(rows: pa.RecordBatch) -> pl.Series:
    """Each row as what stands between the brackets of VALUES, for a server to which a backslash is none."""
    cells = cells_of(rows.schema, None, _OPTIONS)
    written = pl.concat_str([_literal(cell).fill_null("NULL") for cell in cells], separator=",")
    return numbered(rows).select(written.alias("row")).to_series()


def _literal(cell: Cell) -> pl.Expr:
    match cell.kind:
        case "integer" | "decimal" | "bool" | "float":
            return cell.text
        case "moment":
            return "'" + cell.text.str.strip_suffix("Z") + "'"
        case _:
            return "'" + cell.text.str.replace_all("'", "''", literal=True) + "'"


def _pieces(tuples: pl.Series) -> Iterator[pl.Series]:
    ends = tuples.str.len_bytes().cast(pl.Int64).cum_sum()
    first, sent = 0, 0
    while first < len(tuples):
        last = max(first + 1, int(ends.search_sorted(sent + PACKET, side="right")))
        yield tuples.slice(first, last - first)
        first, sent = last, int(ends[last - 1])
