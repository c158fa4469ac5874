"""What a server says, for a person."""

from __future__ import annotations

import errno
import socket

import pytest

from legacy_adapters.core.errors import AccessDenied, OutputError, Unavailable
from legacy_adapters.remote.errors import Busy, Lost, guarded, refused_login
from legacy_adapters.sources.files.folder.local_errors import not_readable, not_writable


@pytest.mark.parametrize(
    ("error", "changing", "kind"),
    [
        (ConnectionResetError(), False, Unavailable),
        (TimeoutError(), True, Unavailable),
        (EOFError(), True, Unavailable),
        (socket.gaierror(-2, "Name or service not known"), False, Unavailable),
        (OSError(errno.EHOSTUNREACH, "x"), True, Unavailable),
        (FileNotFoundError(errno.ENOENT, "x"), False, Lost),
        (PermissionError("x"), False, AccessDenied),
        (PermissionError("x"), True, OutputError),
        (OSError(errno.ENOSPC, "x"), True, OutputError),
        (OSError(errno.EBUSY, "x"), True, Busy),
        (OSError("Failure"), True, OutputError),
        (OSError("Failure"), False, Unavailable),
        (FileExistsError(), True, FileExistsError),
    ],
)
def test_each_error_says_what_happens_next(error: Exception, changing: bool, kind: type[Exception]) -> None:
    """A connection that breaks is tried again, a file that is gone is another runner's."""
    told = not_writable if changing else not_readable
    with (
        pytest.raises(kind),
        guarded("sftp://host/x", (), lambda *_: None, told=told),
    ):
        raise error


def test_a_driver_explains_its_own_errors() -> None:
    """Anything else that it may raise cannot be reached."""

    class Odd(Exception):
        pass

    def explain(error: BaseException, where: str) -> Exception | None:
        return refused_login(where) if "login" in str(error) else None

    with pytest.raises(AccessDenied, match="login was refused"), guarded("x", (Odd,), explain, told=not_readable):
        raise Odd("login of user with password gehe!m")
    with pytest.raises(Unavailable), guarded("x", (Odd,), explain, told=not_readable):
        raise Odd("protocol")


def test_a_defect_is_not_taken_for_an_error_of_the_server() -> None:
    """It goes on as it is."""
    with pytest.raises(KeyError), guarded("x", (), lambda *_: None, told=not_readable):
        raise KeyError("x")
