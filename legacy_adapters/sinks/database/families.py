"""From a URL to the session with its database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import ArgumentError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks.database.session import AlchemySession, Family, Session
from legacy_adapters.sinks.database.settings import DatabaseSink


def connect(settings: DatabaseSink, folder: Path) -> Session:
    """Connects. Raises ``ConfigError``, ``DriverMissing``, ``AccessDenied`` or ``Unavailable``."""
    scheme = settings.url.partition(":")[0].lower()
    if scheme == "odbc":
        from legacy_adapters.sinks.database.odbc import OdbcSession

        return OdbcSession.connect(settings, folder)
    try:
        family = _family(scheme.partition("+")[0], settings, folder)
    except (ArgumentError, ValueError):
        hint = "Write postgresql://user@host:5432/database; signs like @ / : in a password as %40 %2F %3A."
        raise ConfigError("this is no database URL", where="sink.url", hint=hint) from None
    return AlchemySession(family)


def _family(scheme: str, settings: DatabaseSink, folder: Path) -> Family:
    match scheme:
        case "sqlite":
            from legacy_adapters.sinks.database.sqlite import SqliteFamily

            return SqliteFamily(settings, folder)
        case "postgresql":
            from legacy_adapters.sinks.database.postgresql import PostgresqlFamily

            return PostgresqlFamily(settings)
        case _:
            from legacy_adapters.sinks.database.mysql import MysqlFamily

            return MysqlFamily(settings)
