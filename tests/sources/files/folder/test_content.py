"""The hash of a file, and opening what may be no file."""

from __future__ import annotations

import hashlib
import io
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.folder.content import BLOCK, digest_of, open_regular, path_digest


@given(st.binary(max_size=2000), st.sampled_from([0, BLOCK - 1, BLOCK, BLOCK + 1]))
def test_the_hash_is_that_of_all_bytes(data: bytes, more: int) -> None:
    """Over the borders of blocks too."""
    data += b"x" * more
    assert digest_of(io.BytesIO(data)) == (hashlib.sha256(data).hexdigest(), len(data))


def test_a_file_is_hashed_where_it_lies(tmp_path: Path) -> None:
    """By its path."""
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert path_digest(path) == (hashlib.sha256(b"abc").hexdigest(), 3)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe without a writer is not waited for; links are not followed."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/etc/hostname")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for name in ("pipe", "link", "socket", "."):
            with pytest.raises(OSError, match=r"\S"):
                open_regular(tmp_path / name)
