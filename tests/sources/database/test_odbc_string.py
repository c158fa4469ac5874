"""Connection strings are read and written as driver managers do it, and shown without secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.odbc_string import ConnectionString


def test_settings_are_read_in_order() -> None:
    """Braces may hold signs of the notation's own; a brace within them is doubled."""
    stated = ConnectionString.of("odbc:Driver={SQL {x}} 18}; Server = db,1433 ;Pwd={a;b}}};;Uid=anna;Empty=")
    assert stated.settings == (
        ("Driver", "SQL {x} 18"), ("Server", "db,1433"), ("Pwd", "a;b}"), ("Uid", "anna"), ("Empty", "")
    )  # fmt: skip


def test_names_do_not_heed_case() -> None:
    """The first of two settings counts, as it does for driver managers."""
    stated = ConnectionString.of("ODBC:dsn=a;DSN=b")
    assert stated.get("Dsn") == "a"
    assert stated.get("Driver") is None
    assert stated.with_default("DSN", "c").get("dsn") == "a"
    assert stated.with_default("Timeout", "3").get("timeout") == "3"
    assert stated.with_value("Dsn", "c").settings == (("Dsn", "c"),)


@pytest.mark.parametrize("text", ["Driver", "Driver={a", "Driver={a}b;x=1", "=x;Driver=a", "{b}=c", "Driver=a{b"])
def test_what_cannot_be_read_is_an_error_without_values(text: str) -> None:
    """Which setting it is, and how it is written; never what stands there."""
    with pytest.raises(ConfigError) as error:
        ConnectionString.of(f"odbc:Pwd=hunter2;{text}")
    assert error.value.message == "setting 2 of the connection string cannot be read"
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("text", ["", ";", "Server=x;Database=y"])
def test_driver_or_data_source_is_needed(text: str) -> None:
    """Without one of them there is nothing to load."""
    with pytest.raises(ConfigError, match="neither a driver nor a data source"):
        ConnectionString.of(f"odbc:{text}")


def test_secrets_are_not_shown() -> None:
    """What is shown to people has the user and no password, whatever it is called."""
    stated = ConnectionString.of("odbc:Driver={X};UID=anna;PWD={a;b};Password=c;AccessToken=d")
    assert stated.shown == "odbc:Driver=X;UID=anna;PWD=***;Password=***;AccessToken=***"
    assert stated.secrets == ["a;b", "c", "d"]


def test_braces_are_written_only_where_they_must_be() -> None:
    """Not every driver takes them off."""
    stated = ConnectionString(
        (("Driver", "SQLite3"), ("Database", "file:///a%20b?mode=ro"), ("Pwd", "a;b}"), ("X", " y"))
    )
    assert stated.render() == "Driver={SQLite3};Database=file:///a%20b?mode=ro;Pwd={a;b}}};X={ y}"


_NAMES = st.text("abcXYZ_ 09", min_size=1).map(str.strip).filter(len)


@given(st.lists(st.tuples(_NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)), max_size=5))
def test_what_is_written_is_read_again(settings: list[tuple[str, str]]) -> None:
    """Every value survives, whatever signs it has."""
    stated = ConnectionString((("Driver", "x"), *settings))
    assert ConnectionString.of("odbc:" + stated.render()) == stated


@given(st.text("aD=;{} driver", max_size=30))
def test_no_text_crashes(text: str) -> None:
    """Anything is either read or refused in words."""
    try:
        assert ConnectionString.of("odbc:" + text).settings
    except ConfigError as error:
        assert error.where == "source.url"  # noqa: PT017
