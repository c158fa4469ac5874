"""Looking something up must not cost the seconds that drivers and data frames take to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.package import ROOT

EXPENSIVE = frozenset(
    {
        "adbc_driver_manager",
        "adbc_driver_sqlite",
        "fsspec",
        "httpx",
        "jinja2",
        "keyring",
        "nats",
        "pandas",
        "paramiko",
        "pika",
        "polars",
        "psycopg",
        "pyodbc",
        "redis",
        "s3fs",
        "smbclient",
        "sqlalchemy",
        "sqlglot",
        "watchfiles",
        "zstandard",
    }
)
"""Drivers, data frames, and what only a run needs."""

_REPORT = "import sys; print('\\nLOADED', *{name.partition('.')[0] for name in sys.modules})"
_COMMAND = """
import sys
from legacy_adapters.cli import main
sys.argv = ["legacy-adapters", *{arguments!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end
"""


def _expensive_after(code: str) -> set[str]:
    """The expensive packages that a fresh interpreter holds once it has run ``code``."""
    command = [sys.executable, "-c", code + "\n" + _REPORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED ")[2].split()) & EXPENSIVE


def test_importing_the_package_is_cheap() -> None:
    """`import legacy_adapters` loads no driver and no data frames."""
    assert _expensive_after("import legacy_adapters") == set()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["extract", "--help"], ["run", "--help"]], ids=" ".join
)
def test_help_is_cheap(arguments: list[str]) -> None:
    """Help and version load no driver and no data frames."""
    assert _expensive_after(_COMMAND.format(arguments=arguments)) == set()


def test_an_expensive_import_is_noticed() -> None:
    """The measure itself sees what was imported inside a function."""
    assert _expensive_after("def f():\n    import pyodbc\nf()") == {"pyodbc"}
