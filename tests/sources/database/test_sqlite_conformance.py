"""Every kind of stream that SQLite has, held to what a reader must keep to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.protocols import Source
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.database.sqlite_files import make, make_ledger, source


class _OnLedger(ReaderConformance):
    expected_rows = 200

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source[Any]:
        return source(make_ledger(tmp_path / "old.db"), rows_per_second=30)

    def state_of(self, source: Source[Any]) -> object:
        folder = Path(str(getattr(source, "url", "")).removeprefix("sqlite:///")).parent
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


class TestTable(_OnLedger):
    """A table by its primary key."""

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="GL-TRAN")


class TestCondition(_OnLedger):
    """Some of the rows of a table."""

    expected_rows = 143

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="GL-TRAN", where="LFDNR % 7 <> 0 AND LFDNR < 500 -- not the last")


class TestQueryWithKey(_OnLedger):
    """A query whose key is stated."""

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(query='SELECT KONTO, LFDNR, BETRAG FROM "GL-TRAN";', key=("KONTO", "LFDNR"))


class TestQueryWithoutKey(_OnLedger):
    """A query without an order: it is read whole or not at all."""

    resumable = False

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(query='SELECT KONTO, LFDNR, BETRAG FROM "GL-TRAN"')


class TestIncremental(_OnLedger):
    """Only what changed: rows without a watermark each time, the others from the last watermark on."""

    incremental = True

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream.model_validate(
            {"table": "GL-TRAN", "incremental": {"column": "GEÄNDERT", "lookback": "2 days"}}
        )


class TestNumericWatermark(_OnLedger):
    """The same by a number that rises."""

    incremental = True

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream.model_validate({"table": "GL-TRAN", "incremental": {"column": "LFDNR", "lookback": "50"}})


_TEXTS: Sequence[str] = ("it's", "a\0b", "", "Zürich", '"q"', "1", "01", "ß", "a\nb", "a", "A")


class _OnTable(ReaderConformance):
    declared: str
    """How the table is declared; its columns are K (text) and N."""

    expected_rows = len(_TEXTS) * 8

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source[Any]:
        rows = [(text, n) for n in range(8) for text in _TEXTS]
        path = make(tmp_path / "old.db", self.declared, rows=[("INSERT INTO T VALUES (?, ?)", rows)])
        return source(path, rows_per_second=7)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="t")


class TestCompositeKey(_OnTable):
    """A key of several columns, with every odd character in a text."""

    declared = "CREATE TABLE T (K TEXT NOT NULL, N INT NOT NULL, PRIMARY KEY (K, N))"


class TestWithoutRowid(_OnTable):
    """A table that is nothing but its key."""

    declared = "CREATE TABLE T (K TEXT, N INT, PRIMARY KEY (N, K)) WITHOUT ROWID"


class TestNoKey(_OnTable):
    """A table without a key, by the number of its rows."""

    declared = "CREATE TABLE T (K TEXT, N INT)"


class TestRowidIsAColumn(_OnTable):
    """A table that calls a column of its own rowid."""

    declared = "CREATE TABLE T (K TEXT, rowid INT)"


class TestMixedKey(ReaderConformance):
    """A key that holds whole numbers, reals and text."""

    expected_rows = 90

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source[Any]:
        keys: list[object] = [k for i in range(30) for k in (i, i + 0.1, str(i) + "x")]
        keys[-3:] = [1e300, -2.5e-200, 2**63 - 1]
        path = make(
            tmp_path / "old.db",
            "CREATE TABLE T (K PRIMARY KEY NOT NULL)",
            rows=[("INSERT INTO T VALUES (?)", [(k,) for k in keys])],
        )
        return source(path, rows_per_second=4)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="T")


class TestCaseInsensitiveKey(ReaderConformance):
    """A stated key whose column is sorted without regard to case: no row is skipped behind a position."""

    expected_rows = 52

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source[Any]:
        letters = [chr(start + i) for i in range(26) for start in (ord("a"), ord("A"))]
        path = make(
            tmp_path / "old.db",
            "CREATE TABLE T (K TEXT COLLATE NOCASE)",
            "CREATE VIEW V AS SELECT K FROM T",
            rows=[("INSERT INTO T VALUES (?)", [(letter,) for letter in letters])],
        )
        return source(path, rows_per_second=3)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="V", key=("K",))


class TestKeyThatCannotBeRead(ReaderConformance):
    """Rows whose key is no UTF-8 are read like others; reading goes on from the batch before them."""

    expected_rows = 9
    resumable = False

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source[Any]:
        path = tmp_path / "old.db"
        make(path, "CREATE TABLE T (K TEXT PRIMARY KEY NOT NULL)")
        for i in range(9):
            make(path, f"INSERT INTO T VALUES (CAST(x'4dfc{i:02x}' AS TEXT))")
        return source(path, rows_per_second=4)

    @pytest.fixture
    def stream(self) -> DatabaseStream:
        return DatabaseStream(table="T")

    def test_each_row_has_an_origin_of_its_own(self, whole: Any) -> None:
        """What cannot be read is a question mark in the origin."""
        assert {origin for batch in whole for origin in batch.origin.to_pylist()} == {"T[K=?]"}


def test_two_readers_of_one_connection_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Streams may be read in turns."""
    declared = source(make_ledger(tmp_path / "old.db"), rows_per_second=30)
    stream = DatabaseStream(table="GL-TRAN")
    with (
        declared.connect() as connection,
        closing(connection.reader("a", stream).read({})) as one,  # type: ignore[type-var]
        closing(connection.reader("b", stream).read({})) as other,  # type: ignore[type-var]
    ):
        turns = [(a.id, b.id) for a, b in zip(one, other, strict=True)]
    assert all(a == b for a, b in turns)
    assert len(turns) == 8
