"""What SMB's library says; a server is asked in tests/service/test_remote_folders.py."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from smbprotocol.exceptions import SMBAuthenticationError, SMBConnectionClosed, SMBException, SMBOSError

from legacy_adapters.core.errors import AccessDenied, OutputError, Unavailable
from legacy_adapters.remote.errors import Busy, Lost, guarded
from legacy_adapters.remote.smb import _explained, _nanoseconds
from legacy_adapters.sources.files.folder.local_errors import not_readable, not_writable


@pytest.mark.parametrize(
    ("error", "changing", "kind"),
    [
        (SMBAuthenticationError("user, password"), False, AccessDenied),
        (SMBConnectionClosed("closed"), True, Unavailable),
        (SMBException("x"), False, Unavailable),
        (ValueError("Failed to connect"), False, Unavailable),
        (SMBOSError(0xC000006D, "x"), False, AccessDenied),
        (SMBOSError(0xC0000234, "x"), False, AccessDenied),
        (SMBOSError(0xC0000022, "x"), False, AccessDenied),
        (SMBOSError(0xC0000022, "x"), True, OutputError),
        (SMBOSError(0xC000007F, "x"), True, OutputError),
        (SMBOSError(0xC0000043, "x"), True, Busy),
        (SMBOSError(0xC0000034, "x"), True, Lost),
        (SMBOSError(0xC00000CC, "x"), False, Lost),
        (SMBOSError(0xC0000035, "x"), True, FileExistsError),
        (SMBOSError(0xC0000185, "x"), False, Unavailable),
    ],
)
def test_each_status_says_what_happens_next(error: Exception, changing: bool, kind: type[Exception]) -> None:
    """The numbers are those of [MS-ERREF] 2.3.1."""
    told = not_writable if changing else not_readable
    with (
        pytest.raises(kind),
        guarded("x", (SMBException, ValueError), _explained, told=told),
    ):
        raise error


def test_times_are_whole_microseconds() -> None:
    """A listing and a look at one file must say the same."""
    assert _nanoseconds(datetime(2026, 1, 31, 3, 15, 0, 123457, tzinfo=UTC)) == 1_769_829_300_123_457_000
    assert _nanoseconds(datetime.max) > 0
