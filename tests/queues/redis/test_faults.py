"""Every error of redis-py, and every refusal of a server, is one of ours."""

from __future__ import annotations

import ssl

import pytest
from redis import exceptions

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.queues.redis.faults import as_ours, told


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.AuthenticationError("x"), AccessDenied),
        (exceptions.ResponseError("WRONGPASS invalid username-password pair"), AccessDenied),
        (exceptions.ResponseError("NOAUTH Authentication required."), AccessDenied),
        (exceptions.NoPermissionError("no permissions to run xadd"), AccessDenied),
        (exceptions.OutOfMemoryError("command not allowed"), Unavailable),
        (exceptions.ResponseError("OOM command not allowed"), Unavailable),
        (exceptions.ResponseError("MISCONF Errors writing to the AOF file: No space left on device"), OutputError),
        (exceptions.ResponseError("WRONGTYPE Operation against a key"), ConfigError),
        (exceptions.ResponseError("ERR unknown command"), ConfigError),
        (exceptions.DataError("x"), ConfigError),
        (exceptions.ReadOnlyError("x"), Unavailable),
        (exceptions.BusyLoadingError("x"), Unavailable),
        (exceptions.ConnectionError("x"), Unavailable),
        (exceptions.TimeoutError("x"), Unavailable),
        (exceptions.InvalidResponse("x"), Unavailable),
        (ConnectionResetError(104, "reset"), Unavailable),
        (ssl.SSLError(1, "wrong version"), ConfigError),
    ],
    ids=repr,
)
def test_each_becomes_what_it_means_for_a_run(error: BaseException, kind: type[LegacyAdaptersError]) -> None:
    """Only what may pass by itself is tried again."""
    found = told(error, "redis://host")
    assert type(found) is kind
    assert found.where == "redis://host"
    assert found.hint


def test_errors_of_others_pass() -> None:
    """A defect of ours is no fault of a server."""
    with pytest.raises(KeyError), as_ours("redis://host"):
        raise KeyError
    with pytest.raises(Unavailable), as_ours("redis://host"):
        raise exceptions.ConnectionError("x")
