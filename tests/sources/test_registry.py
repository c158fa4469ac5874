"""Kinds of sources and databases, found by name."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources import registry
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from legacy_adapters.sources.registry import Adapter, database_adapter, declare_source, settings_of, stream_settings_of


def test_a_source_is_declared_from_text() -> None:
    """Values arrive as the pipeline file has them; the folder and the id come from the loader."""
    values = {"kind": "database", "url": "sqlite:///old.db", "max_rows_per_second": "20000", "connections": "2"}
    source = declare_source(values, folder=Path("/books"), source_id="sage")
    assert isinstance(source, DatabaseSource)
    assert (source.id, source.url, source.max_rows_per_second, source.connections) == (
        "sage",
        "sqlite:///old.db",
        20000,
        2,
    )
    assert source.folder == Path("/books")


def test_a_stated_id_is_kept() -> None:
    """The pipeline's name is only what the id is without one."""
    source = declare_source({"kind": "database", "id": "hq", "url": "sqlite:///x"}, folder=Path(), source_id="pipeline")
    assert isinstance(source, DatabaseSource)
    assert source.id == "hq"


def test_every_wrong_setting_is_named_and_no_value() -> None:
    """A password in a URL does not get into a message."""
    with pytest.raises(ConfigError) as caught:
        declare_source({"kind": "database", "url": "", "pasword": "geheim", "timeout": "geheim"}, folder=Path())
    text = str(caught.value)
    assert all(name in text for name in ("url", "pasword", "timeout"))
    assert "geheim" not in text


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    """A misspelt kind names those there are."""
    with pytest.raises(ConfigError, match=r"there is no source of kind 'databse'; there are .*database") as caught:
        settings_of("databse")
    assert caught.value.hint == "Did you mean database?"


def test_stream_settings_belong_to_the_kind() -> None:
    """What a pipeline file says of a stream depends on the source."""
    assert settings_of("database") is DatabaseSource
    assert stream_settings_of("database") is DatabaseStream


def test_third_parties_come_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that names a kind in our group is found; ours cannot be taken over."""
    points = [
        EntryPoint("scale", "legacy_adapters.sources.database.settings:DatabaseSource", registry.ENTRY_POINTS),
        EntryPoint("broken", "legacy_adapters.no_such_module:Source", registry.ENTRY_POINTS),
        EntryPoint("database", "legacy_adapters.no_such_module:Source", registry.ENTRY_POINTS),
    ]
    monkeypatch.setattr(
        registry, "entry_points", lambda group, name=None: [p for p in points if name in (None, p.name)]
    )
    assert registry.kinds() == (
        "amqp",
        "broken",
        "database",
        "files",
        "kafka",
        "nats",
        "queue",
        "redis",
        "scale",
        "screen",
    )
    assert settings_of("scale") is DatabaseSource
    assert settings_of("database") is DatabaseSource
    with pytest.raises(ConfigError, match=r"'broken' cannot be loaded from legacy_adapters\.no_such_module:Source"):
        settings_of("broken")


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("oracle://x", "odbc:Driver"),
        ("postgres://host/db", "Did you mean postgresql?"),
        (r"C:\data\old.db", "sqlite:///C:/data/old.db"),
    ],
)
def test_an_unknown_database_names_those_there_are(url: str, hint: str) -> None:
    """The message has all kinds, the hint what is likely meant."""
    with pytest.raises(ConfigError, match="there are sqlite, postgresql, odbc") as caught:
        database_adapter(url)
    assert hint in caught.value.hint


def test_a_missing_driver_is_named_with_its_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to guess what to install."""
    adapter = Adapter("surely_not_installed.driver:connect", 'pip install "legacy-adapters[postgresql]"')
    monkeypatch.setattr(registry, "DATABASES", {"postgresql": adapter})
    with pytest.raises(DriverMissing, match="surely_not_installed") as caught:
        database_adapter("postgresql+psycopg://host/db")
    assert 'pip install "legacy-adapters[postgresql]"' in caught.value.hint


def test_settings_import_no_driver() -> None:
    """A pipeline file can be checked where no driver is installed, and quickly."""
    code = (
        "import sys, legacy_adapters.sources.database.settings\n"
        "drivers = {'sqlalchemy', 'adbc_driver_manager', 'psycopg', 'pyodbc', 'pandas', 'polars', 'sqlglot'}\n"
        "print(sorted(drivers & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
