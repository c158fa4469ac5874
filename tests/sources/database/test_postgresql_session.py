"""A URL becomes what libpq is told; without psycopg the error says how to get it. The rest needs a server."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources.database.postgresql_session import _block, connection_parameters, parsed_url
from legacy_adapters.sources.database.settings import DatabaseSource


def test_parts_of_the_url_are_told_to_libpq() -> None:
    """Escaped signs of a password, the database's name and every option arrive."""
    url = parsed_url("postgresql://anna:p%40ss%2Fw%3A@db.example:5433/B%C3%BCcher?sslmode=verify-full&host=a&host=b")
    given = connection_parameters(url, 30)
    assert given["password"] == "p@ss/w:"
    assert given["dbname"] == "Bücher"
    assert given["port"] == 5433
    assert given["sslmode"] == "verify-full"
    assert given["host"] == "a,b"
    assert given["connect_timeout"] == 30
    assert given["fallback_application_name"] == "legacy-adapters"


def test_what_the_url_states_goes_first() -> None:
    """Timeouts and names can be set; the encoding of texts cannot."""
    url = parsed_url("postgresql+psycopg://db/x?connect_timeout=3&application_name=me&client_encoding=LATIN1")
    given = connection_parameters(url, 30)
    assert given["connect_timeout"] == "3"
    assert given["application_name"] == "me"
    assert given["client_encoding"] == "UTF8"
    assert "user" not in given


@pytest.mark.parametrize("url", ["postgresql://a:b@h:port/x", "postgresql"])
def test_wrong_urls_are_errors_without_the_password(url: str) -> None:
    """The error says how a URL is written, and repeats nothing of this one."""
    with pytest.raises(ConfigError) as error:
        parsed_url(url)
    assert error.value.where == "source.url"
    assert "a:b" not in str(error.value)


def test_other_drivers_are_refused() -> None:
    """There is one way to PostgreSQL."""
    with pytest.raises(ConfigError, match="psycopg2"):
        parsed_url("postgresql+psycopg2://h/x")


def test_blocks_end_by_rows_and_by_bytes() -> None:
    """Whole rows, no more than stated, and soon after the bytes are reached."""
    rows = [b"x" * 99 + b"\n"] * 300
    assert len(_block(iter(rows), 70, 10**9)) == 70 * 100
    assert len(_block(iter(rows), 10**9, 1)) == 64 * 100
    assert len(_block(iter(rows), 10**9, 10**9)) == 300 * 100
    assert _block(iter([]), 10, 10) == b""


def test_blocks_follow_each_other_without_a_gap() -> None:
    """The next block begins with the row that the last one did not take."""
    rows: Iterator[bytes] = iter([b"%d\n" % i for i in range(100)])
    blocks = []
    while block := _block(rows, 7, 10**6):
        blocks.append(bytes(block))
    assert b"".join(blocks) == b"".join(b"%d\n" % i for i in range(100))
    assert {block.count(b"\n") for block in blocks[:-1]} == {7}


def test_without_psycopg_the_install_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is an error with the command that installs it, wherever the source is opened."""
    for name in [name for name in sys.modules if name.startswith("legacy_adapters.sources.database.postgresql")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing) as error:
        importlib.import_module("legacy_adapters.sources.database.postgresql")
    assert "legacy-adapters[postgresql]" in error.value.hint
    with pytest.raises(DriverMissing), DatabaseSource(url="postgresql://h/x").connect():
        pass
