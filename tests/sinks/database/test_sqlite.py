"""SQLite: what is exact as text, and what its errors mean."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, Unavailable
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.database.sqlite import SqliteFamily, values_of
from tests.sinks.database.places import records, sqlite_place
from tests.sinks.samples import ROOT


def test_values_are_exact() -> None:
    """Decimals, days and moments are text that sorts and is read by SQLite's own functions; truth is 1 and 0."""
    fields: dict[str, pa.DataType] = {
        "d": pa.decimal128(28, 4),
        "day": pa.date32(),
        "at": pa.timestamp("us"),
        "utc": pa.timestamp("us", "UTC"),
        "yes": pa.bool_(),
        "n": pa.int64(),
        "t": pa.string(),
    }
    moment = datetime(2024, 1, 31, 12, 30, 0, 5)
    row = {"d": Decimal("-12.5"), "day": date(2024, 1, 31), "at": moment, "utc": moment.replace(tzinfo=UTC)}
    batch = pa.RecordBatch.from_pylist([row | {"yes": True, "n": 7, "t": ""}, {}], schema=pa.schema(fields))
    assert values_of(batch) == [
        ["-12.5000", None],
        ["2024-01-31", None],
        ["2024-01-31 12:30:00.000005", None],
        ["2024-01-31 12:30:00.000005", None],
        [1, None],
        [7, None],
        ["", None],
    ]


def test_a_sum_of_text_is_what_the_documentation_says(tmp_path: Path) -> None:
    """The text is exact; SQLite's own sum of it is one of doubles."""
    place = sqlite_place(tmp_path)
    place.run(records({"n": 1, "amount": Decimal("0.1")}, {"n": 2, "amount": Decimal("0.2")}))
    assert place.entries("amount, typeof(amount)") == [("0.1000", "text"), ("0.2000", "text")]
    assert place.rows("SELECT sum(amount) FROM entry") == [(0.1 + 0.2,)]


def test_every_code_of_sqlite_that_matters_has_a_meaning(tmp_path: Path) -> None:
    """Busy is tried again, a refused row is looked for, and the rest is told."""
    family = SqliteFamily(DatabaseSink(url="sqlite:///x.db"), tmp_path)
    expected = {
        sqlite3.SQLITE_BUSY: Unavailable,
        sqlite3.SQLITE_FULL: OutputError,
        sqlite3.SQLITE_READONLY: OutputError,
        sqlite3.SQLITE_NOTADB: OutputError,
        sqlite3.SQLITE_CANTOPEN: ConfigError,
    }
    for code, kind in expected.items():
        error = sqlite3.OperationalError("said")
        error.sqlite_errorcode = code | 0x200
        verdict = family.verdict(error)
        assert verdict is not None
        assert verdict.kind is kind
    assert family.verdict(sqlite3.ProgrammingError("said")) is None


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Told, and left as it is."""
    (tmp_path / "books.db").write_text("these are no tables, but a text that is long enough to be looked at" * 20)
    with pytest.raises(OutputError, match="not a database"):
        sqlite_place(tmp_path).run()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_keeps_nothing(url: str, tmp_path: Path) -> None:
    """So it is no place to deliver to."""
    with pytest.raises(ConfigError, match="names no file"):
        DatabaseSink(url=url).open(sqlite_place(tmp_path).delivery(), None)


def test_another_program_that_writes_is_waited_for(tmp_path: Path) -> None:
    """For the stated time; then it is tried again later."""
    place = sqlite_place(tmp_path).with_(timeout=1)
    place.run()
    with closing(sqlite3.connect(tmp_path / "books.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            place.sink().open(place.delivery("run-2"), None)


_FILL = """
import resource, sys
from pathlib import Path
from legacy_adapters.core.errors import OutputError
from tests.sinks.database.places import records, sqlite_place
place = sqlite_place(Path(sys.argv[1]))
sink = place.sink().open(place.delivery(), None)
sink.write(records({"n": -1, "name": "kept"}))
print(sink.commit())
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    for n in range(100):
        sink.write(records({"n": n, "name": "x" * 100_000}, sequence=n + 2))
        sink.commit()
except OutputError as error:
    print(error.exit_code)
    sink.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no ulimit")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """73; with room again the run goes on from its last token."""
    assert resource.RLIMIT_FSIZE
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    token, code = done.stdout.split()
    assert code == "73"
    place = sqlite_place(tmp_path)
    with closing(place.sink().open(place.delivery(), token)) as sink:
        sink.publish()
    assert place.entries() == [(-1, "kept")]
