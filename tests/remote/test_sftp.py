"""What SFTP's library says; a server is asked in tests/service/test_remote_folders.py."""

from __future__ import annotations

import paramiko
import pytest
from paramiko import ssh_exception

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.remote.sftp import _explained, _file

_OTHERS = {
    "AuthenticationException": AccessDenied,
    "BadAuthenticationType": AccessDenied,
    "PartialAuthentication": AccessDenied,
    "UnableToAuthenticate": AccessDenied,
    "BadHostKeyException": AccessDenied,
    "PasswordRequiredException": ConfigError,
}


def _all(kind: type[BaseException]) -> list[type[BaseException]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in _all(one))]


@pytest.mark.parametrize(
    "kind", [one for one in _all(ssh_exception.SSHException) if one.__module__ == ssh_exception.__name__]
)
def test_every_error_of_the_library_is_explained(kind: type[Exception]) -> None:
    """A login is never tried again, everything else may be."""
    error = kind.__new__(kind)
    found = _explained(error, "sftp://host/x") if "HostKey" in kind.__name__ else None
    if found is None:
        error = _Worded.of(kind)
        found = _explained(error, "sftp://host/x")
    assert isinstance(found, LegacyAdaptersError)
    assert isinstance(found, _OTHERS.get(kind.__name__, Unavailable))


class _Worded:
    """An error that says something, whatever its class asks for."""

    @staticmethod
    def of(kind: type[Exception]) -> Exception:
        made = type(kind.__name__, (kind,), {"__init__": lambda _: None, "__str__": lambda _: "words"})
        found: Exception = made()
        return found


def test_an_unknown_server_is_not_trusted() -> None:
    """Its key has to be known first."""
    found = _explained(ssh_exception.SSHException("Server 'host' not found in known_hosts"), "sftp://host/x")
    assert isinstance(found, AccessDenied)
    assert "ssh-keyscan" in found.hint


def test_a_name_that_is_no_text_is_told() -> None:
    """The protocol's library cannot ask for it."""
    assert isinstance(_explained(UnicodeDecodeError("utf-8", b"\xe4", 0, 1, "x"), "x"), ConfigError)
    assert _explained(OSError("Failure"), "x") is None


@pytest.mark.parametrize(
    ("mode", "kind"), [(0o100644, "file"), (0o040755, "folder"), (0o120777, "link"), (0o010644, "other")]
)
def test_kinds_of_files_are_known(mode: int, kind: str) -> None:
    """A pipe is none to be read."""
    attributes = paramiko.SFTPAttributes()
    attributes.st_mode, attributes.st_size, attributes.st_mtime = mode, 5, 17
    found = _file("a.txt", attributes)
    assert (found.kind, found.size, found.modified) == (kind, 5, 17_000_000_000)
