"""What a pipeline file may say of a database that is delivered to."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.settings import DatabaseSink
from legacy_adapters.sinks.registry import declare


def test_the_defaults() -> None:
    """One table for each entity, brought up to date, created where it is missing, without views."""
    sink = DatabaseSink(url="sqlite:///books.db")
    assert (sink.table, sink.mode, sink.create, sink.views, sink.schema_name) == (
        "{entity}",
        "upsert",
        True,
        False,
        None,
    )


def test_every_scalar_may_be_text() -> None:
    """As YAML without types has it; ``schema`` is the name in the file."""
    values = {"kind": "database", "url": "mariadb://u@h/d", "create": "false", "views": "true", "timeout": "5"}
    sink = declare(values | {"schema": "sales", "mode": "insert"})
    assert isinstance(sink, DatabaseSink)
    assert (sink.create, sink.views, sink.timeout, sink.schema_name) == (False, True, 5, "sales")


@pytest.mark.parametrize(
    "url", ["sqlite:///x.db", "postgresql://h/d", "postgresql+psycopg://h/d", "mysql+pymysql://h/d", "odbc:DSN=x"]
)
def test_urls_of_every_family(url: str) -> None:
    """Whatever there is a family for."""
    assert DatabaseSink(url=url).url == url


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "oracle://scott:tiger@h/d"}, "must begin with"),
        ({"url": "books.db"}, "must begin with"),
        ({"table": "{entity}_{run}"}, "no other place"),
        ({"table": "a%b"}, "pattern"),
        ({"table": ""}, "pattern"),
        ({"schema": ""}, "pattern"),
        ({"schema": "sales"}, "SQLite has no schemas"),
        ({"mode": "replace"}, "upsert"),
        ({"timeout": "0"}, "greater than 0"),
        ({"tabel": "x"}, "not permitted"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, str], said: str) -> None:
    """The message says what is expected."""
    with pytest.raises(ConfigError, match=said) as caught:
        declare({"kind": "database", "url": "sqlite:///x.db"} | wrong)
    assert next(iter(wrong)) in str(caught.value).lower()


def test_no_error_shows_the_password() -> None:
    """Neither does the declaration when it is printed."""
    with pytest.raises(ValidationError) as caught:
        DatabaseSink(url="oracle://scott:tiger@h/d")
    assert "tiger" not in str(caught.value)
    assert "tiger" not in repr(DatabaseSink(url="mysql://scott:tiger@h/d"))
