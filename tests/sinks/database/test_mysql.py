"""MariaDB and MySQL without a server: how rows are written, and what errors mean; tests/service/ has the rest."""

from __future__ import annotations

from decimal import Decimal

import pymysql
import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.sinks.database import mysql
from legacy_adapters.sinks.database.errors import RowRefused
from legacy_adapters.sinks.database.mysql import MysqlFamily, tuples_of
from legacy_adapters.sinks.database.settings import DatabaseSink
from tests.sinks.database.places import records

FAMILY = MysqlFamily(DatabaseSink(url="mariadb://user@host/books"))


class Listening:
    """Takes statements in place of a server."""

    def __init__(self) -> None:
        self.said: list[bytes] = []

    def query(self, statement: bytes) -> None:
        """Keeps it."""
        self.said.append(statement)


def test_rows_are_written_as_the_server_reads_them() -> None:
    """Quotes doubled, a backslash as it is, NULL for nothing, no quotes around numbers."""
    rows = records({"n": 1, "name": "it's \\ ä", "amount": Decimal("0.5"), "yes": True}, {"n": 2, "name": ""}).rows
    assert tuples_of(rows).to_list() == [
        "1,'it''s \\ ä',0.5000,NULL,NULL,NULL,true",
        "2,'',NULL,NULL,NULL,NULL,NULL",
    ]


def test_a_statement_is_no_longer_than_a_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is longer goes alone; none is lost, and they stay in order."""
    monkeypatch.setattr(mysql, "PACKET", 100)
    rows = records(*({"n": n, "name": "x" * (200 if n == 3 else 2)} for n in range(8))).rows
    server = Listening()
    FAMILY.load(server, "`t`", rows, ["`n`"])
    begin = b"INSERT INTO `t` (`n`) VALUES ("
    sent = [statement.removeprefix(begin).removesuffix(b")").split(b"),(") for statement in server.said]
    assert [[int(row.partition(b",")[0]) for row in rows] for rows in sent] == [[0, 1, 2], [3], [4, 5, 6], [7]]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1406, RowRefused),
        (1264, RowRefused),
        (1062, RowRefused),
        (1045, AccessDenied),
        (1142, AccessDenied),
        (1049, ConfigError),
        (1205, Unavailable),
        (1213, Unavailable),
        (2013, Unavailable),
        (0, Unavailable),
        (1114, OutputError),
        (1290, OutputError),
    ],
)
def test_what_an_error_means(number: int, kind: type[LegacyAdaptersError]) -> None:
    """By its number."""
    verdict = FAMILY.verdict(pymysql.err.OperationalError(number, "said"))
    assert verdict is not None
    assert verdict.kind is kind


def test_an_error_that_is_not_known_is_left_to_the_caller() -> None:
    """Without a number, or with another one."""
    assert FAMILY.verdict(pymysql.err.ProgrammingError(1064, "syntax")) is None
    assert FAMILY.verdict(ValueError()) is None


def test_an_engine_without_transactions_is_unsafe() -> None:
    """Whatever a run wrote there could not be undone."""
    assert FAMILY.unsafe({"mysql_engine": "InnoDB"}) is None
    assert "MyISAM" in (FAMILY.unsafe({"mysql_engine": "MyISAM"}) or "")
