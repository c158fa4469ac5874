"""Every error that psycopg has becomes one of ours."""

from __future__ import annotations

from types import SimpleNamespace

import psycopg
import pytest
from psycopg import errors

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    Defect,
    LegacyAdaptersError,
    StatementRefused,
    TryLater,
    Unavailable,
)
from legacy_adapters.sources.database.driver_errors import verdict_on
from legacy_adapters.sources.database.postgresql_errors import missing_psycopg, postgresql_error, postgresql_errors


def _all_classes(root: type[psycopg.Error]) -> list[type[psycopg.Error]]:
    return [root, *(found for child in root.__subclasses__() for found in _all_classes(child))]


_CLASSES = sorted(set(_all_classes(psycopg.Error)), key=lambda kind: kind.__name__)


def test_psycopg_has_the_classes_this_walks() -> None:
    """The walk sees the several hundred classes that psycopg has, most of them with a SQLSTATE."""
    assert len([kind for kind in _CLASSES if kind.sqlstate]) > 200


@pytest.mark.parametrize("kind", _CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_is_mapped(kind: type[psycopg.Error]) -> None:
    """No SQLSTATE of psycopg's is unknown to the table, and no class is left as it is."""
    error = postgresql_error(kind("something happened"), where="sales.gl")
    assert type(error) is not LegacyAdaptersError
    assert str(error).startswith("sales.gl: something happened")
    assert kind.sqlstate is None or verdict_on(kind.sqlstate) is not None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.InvalidPassword("x"), AccessDenied),
        (errors.InsufficientPrivilege("permission denied for table gl"), AccessDenied),
        (errors.AdminShutdown("x"), Unavailable),
        (errors.QueryCanceled("canceling statement due to statement timeout"), Unavailable),
        (errors.TooManyConnections("x"), TryLater),
        (errors.DiskFull("x"), Unavailable),
        (errors.UndefinedTable("x"), ConfigError),
        (errors.UndefinedColumn("x"), ConfigError),
        (errors.DivisionByZero("x"), ConfigError),
        (errors.ReadOnlySqlTransaction("x"), StatementRefused),
        (psycopg.OperationalError("connection failed: FATAL:  password authentication failed for user"), AccessDenied),
        (psycopg.OperationalError("connection failed: fe_sendauth: no password supplied"), AccessDenied),
        (psycopg.OperationalError("FATAL: no pg_hba.conf entry for host"), AccessDenied),
        (psycopg.OperationalError('FATAL:  database "x" does not exist'), ConfigError),
        (psycopg.OperationalError("FATAL:  Datenbank »x« existiert nicht (database x existiert nicht)"), ConfigError),
        (psycopg.OperationalError("FATAL:  sorry, too many clients already"), TryLater),
        (psycopg.OperationalError("connection refused"), Unavailable),
        (psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly"), Unavailable),
        (psycopg.OperationalError("server does not support SSL, but SSL was required"), ConfigError),
        (psycopg.ProgrammingError('invalid URI query parameter: "nonsense"'), ConfigError),
        (psycopg.errors.ConnectionTimeout("connection timeout expired"), Unavailable),
        (psycopg.ProgrammingError("the cursor is closed"), Defect),
        (psycopg.InterfaceError("x"), Defect),
    ],
)
def test_errors_say_what_happens_next(error: psycopg.Error, kind: type[LegacyAdaptersError]) -> None:
    """By SQLSTATE where there is one, else by the words."""
    assert type(postgresql_error(error)) is kind


def test_refused_login_is_recognised_in_any_language() -> None:
    """A server that asked for the password and then said FATAL has refused the login: it must not be tried again."""

    class AskedForPassword(psycopg.OperationalError):
        pgconn = SimpleNamespace(used_password=True)  # type: ignore[assignment]

    error = AskedForPassword("FATAL:  Passwort-Authentifizierung für Benutzer »anna« fehlgeschlagen")
    assert type(postgresql_error(error)) is AccessDenied


def test_context_raises_without_the_drivers_error_behind_it() -> None:
    """What the driver said may hold a password: it is neither in the message nor shown as the cause."""
    with pytest.raises(AccessDenied) as caught, postgresql_errors(where="db", secrets=["hunter2"]):
        raise errors.InvalidPassword("password hunter2 is wrong")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_missing_package_names_the_command() -> None:
    """Without psycopg the error says how to get it."""
    assert missing_psycopg().hint == "pip install 'legacy-adapters[postgresql]'"
    assert missing_psycopg().exit_code == 78
