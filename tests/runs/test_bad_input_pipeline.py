"""What is wrong in a pipeline file, or with what it names: one message with place and remedy, nothing written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs.books import Books, Ended

ROOT = Path(__file__).parents[2]

TABLE = "    table: GLTRAN\n"
URL = "sqlite:///old.db"
REFUSED = "A source is only read: give one SELECT (or WITH … SELECT, or VALUES) that changes nothing."

WRONG = {
    "an URL of an unknown kind": (
        (URL, "sqllite:///old.db"),
        "{file}:5: source.url: no adapter for databases of kind 'sqllite'; there are sqlite, postgresql, odbc",
        "Did you mean sqlite?",
    ),
    "an URL of a file that is not there": (
        (URL, "sqlite:///odl.db"),
        "{file}:5: source.url: there is no file {folder}/odl.db",
        "Did you mean old.db?",
    ),
    "an unknown table": (
        ("table: GLTRAN", "table: GLTRANS"),
        "{file}:8: stream gl, table: there is no table or view 'GLTRANS'",
        "Did you mean GLTRAN?",
    ),
    "an unknown column": (
        ("amount: BETRAG", "amount: BETRAAG"),
        "{file}:10: gl_line.amount: there is no column 'BETRAAG'",
        "Did you mean BETRAG?",
    ),
    "an unknown key column": (
        (TABLE, f"{TABLE}    key: LFDNER\n"),
        "{file}:8: stream gl, key: there is no column 'LFDNER'",
        "Did you mean LFDNR",
    ),
    "an unknown watermark": (
        ("table: GLTRAN", "table: GLTRAN\n    incremental: {column: CHANGD}"),
        "{file}:8: stream gl, incremental.column: there is no column 'CHANGD'",
        "Did you mean CHANGED?",
    ),
    "a DELETE as query": (
        ("table: GLTRAN", "query: DELETE FROM GLTRAN"),
        "{file}:8: query, line 1, column 1: 'DELETE' does not begin a query",
        REFUSED,
    ),
    "two statements": (
        ("table: GLTRAN", "query: SELECT * FROM GLTRAN; DROP TABLE GLTRAN"),
        "{file}:8: query, line 1, column 23: a second statement ('DROP')",
        REFUSED,
    ),
    "an unknown key in the file": (
        ("company: NORD", "company: NORD\n  max_rows_per_secnd: 5"),
        "{file}:7: source.max_rows_per_secnd: unknown key",
        "Did you mean max_rows_per_second?",
    ),
    "an unknown field": (
        ("amount: BETRAG", "amuont: BETRAG"),
        "{file}:18: streams.gl.map.fields.amuont: gl_line has no field 'amuont'",
        "Did you mean amount?",
    ),
    "a secret that is not set": (
        (URL, "sqlite:///${env:BOOKS_PATH_NOT_SET}"),
        "{file}:5: source.url: the environment variable BOOKS_PATH_NOT_SET is not set",
        "Set it for the account that runs this",
    ),
    "a path field that is no column": (
        ("{entity}", "{nowhere}"),
        "out/{{nowhere}}.csv: {{nowhere}} in the path is no column of gl_line",
        "There are {run}, {date}, {entity} and the columns.",
    ),
}


@pytest.mark.parametrize(("change", "message", "hint"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_place_and_remedy(
    change: tuple[str, str], message: str, hint: str, books: Books
) -> None:
    """Exit code 78; file and line, what is wrong, and what to do; the source and the output stay as they were."""
    books.describe(change, ("kind: file", "kind: file\n  mode: append"))
    before = books.database.read_bytes()
    ended = books.run()
    assert ended.code == 78
    assert ended.message == message.format(file=books.pipeline, folder=books.folder)
    assert ended.hint.startswith(hint)
    assert ended.out == ""
    assert books.database.read_bytes() == before
    assert not list(books.folder.glob("out/*"))


def test_everything_that_is_wrong_in_the_file_is_said_at_once(books: Books) -> None:
    """Three faults are three messages, not three runs."""
    books.describe(("company:", "compny:"), ("amount: BETRAG", "amuont: BETRAG"), ("path:", "paht:"))
    ended = books.run()
    assert ended.code == 78
    assert [name in ended.err for name in ("compny", "amuont", "paht")] == [True] * 3


BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name.partition(".")[0])
sys.meta_path.insert(0, Blocked())
from legacy_adapters.cli.main import main
main(["run", {pipeline!r}])
"""

DRIVERS = {
    "psycopg": ("postgresql://reader@localhost/books", "legacy-adapters[postgresql]"),
    "pyodbc": ("odbc:Driver={SQLite3};Database=old.db", "legacy-adapters[odbc]"),
    "adbc_driver_sqlite": (URL, "legacy-adapters"),
}


@pytest.mark.parametrize("package", DRIVERS)
def test_a_driver_that_is_missing_is_named_with_the_command_that_installs_it(package: str, books: Books) -> None:
    """No traceback of an import, but the package, and what to type."""
    url, install = DRIVERS[package]
    books.describe((URL, f'"{url}"'))
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED.format(package=package, pipeline=str(books.pipeline))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 78
    ended = Ended(done.returncode, done.stdout, done.stderr)
    assert ended.message.startswith(f"{books.pipeline}:5: ")
    assert package in ended.message
    assert "pip install" in ended.hint
    assert install in ended.hint
