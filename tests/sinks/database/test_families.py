"""From a URL to the session with its database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.families import connect
from legacy_adapters.sinks.database.session import AlchemySession
from legacy_adapters.sinks.database.settings import DatabaseSink
from tests.sinks.samples import ROOT


def test_sqlite_is_a_file_beside_the_pipeline(tmp_path: Path) -> None:
    """A relative path starts from the folder."""
    session = connect(DatabaseSink(url="sqlite:///books.db"), tmp_path)
    assert isinstance(session, AlchemySession)
    assert session.dialect.name == "sqlite"
    session.close()


@pytest.mark.parametrize("url", ["postgresql://user:p@ss:word@host:port/db", "mysql://host:port/db"])
def test_a_url_that_cannot_be_read(url: str, tmp_path: Path) -> None:
    """Told without the password, with how to quote its signs."""
    with pytest.raises(ConfigError, match="no database URL") as caught:
        connect(DatabaseSink(url=url), tmp_path)
    assert "%40" in caught.value.hint
    assert "ss:word" not in str(caught.value)


def test_the_declaration_loads_no_driver() -> None:
    """Only what is delivered to is imported."""
    code = (
        "import sys; from legacy_adapters.sinks.database.settings import DatabaseSink; DatabaseSink(url='odbc:DSN=x');"
        "print({'sqlalchemy', 'psycopg', 'pymysql', 'pyodbc', 'polars'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "set()"
