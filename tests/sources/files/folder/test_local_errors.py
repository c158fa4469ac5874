"""What the system says, for a person."""

from __future__ import annotations

import errno
import os

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.remote.errors import is_busy
from legacy_adapters.sources.files.folder.local_errors import changing, looking


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, AccessDenied),
        (errno.EPERM, AccessDenied),
        (errno.ENOENT, Unavailable),
        (errno.ESTALE, Unavailable),
        (errno.EIO, Unavailable),
        (errno.EHOSTDOWN, Unavailable),
        (errno.ENOTDIR, ConfigError),
        (errno.ENOSPC, OutputError),
    ],
)
def test_errors_of_looking_say_what_happens_next(number: int, kind: type[LegacyAdaptersError]) -> None:
    """A share that is gone may come back; rights have to be given."""
    with pytest.raises(kind) as raised, looking("/mnt/share"):
        raise OSError(number, os.strerror(number))
    assert raised.value.where == "/mnt/share"
    assert raised.value.hint


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk full"),
        (errno.EDQUOT, "disk full"),
        (errno.EROFS, "may not be written"),
        (errno.EACCES, "may not be written"),
        (errno.EFBIG, "too large"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EEXIST, "a file, not a folder"),
        (errno.EBUSY, "held by another program"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_errors_of_moving_are_of_the_output(number: int, words: str) -> None:
    """Each in words of its own."""
    with pytest.raises(OutputError, match=words), changing("/mnt/share/a"):
        raise OSError(number, os.strerror(number))


def test_a_program_that_holds_a_file_is_known() -> None:
    """Also by the number that Windows gives."""
    error = OSError(errno.EACCES, "x")
    assert not is_busy(error)
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert is_busy(error)
