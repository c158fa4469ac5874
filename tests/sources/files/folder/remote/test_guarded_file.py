"""A remote file that is read."""

from __future__ import annotations

import io

import pytest

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.files.folder.remote.guarded_file import GuardedFile
from tests.sources.files.folder.remote.fake_driver import FakeDriver


def test_it_reads_and_seeks() -> None:
    """As a zip archive's directory needs it."""
    inner = io.BytesIO(b"0123456789")
    with GuardedFile.of(inner, FakeDriver(), "sftp://host/x") as file:
        assert file.seekable()
        assert file.read(3) == b"012"
        file.seek(-2, io.SEEK_END)
        assert (file.tell(), file.read(), file.read()) == (8, b"89", b"")
    assert inner.closed


def test_a_connection_that_breaks_is_told() -> None:
    """In the middle of a file."""

    class Broken(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise ConnectionResetError("reset by peer")

    with pytest.raises(Unavailable, match="reset by peer"):
        GuardedFile.of(Broken(), FakeDriver(), "sftp://host/x").read(1)
