"""RC4, against published vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.access.rc4 import rc4


@pytest.mark.parametrize(
    ("key", "clear", "encoded"),
    [
        (b"Key", b"Plaintext", "bbf316e8d940af0ad3"),
        (b"Wiki", b"pedia", "1021bf0420"),
        (b"Secret", b"Attack at dawn", "45a01f645fc35b383552544b9bf5"),
    ],
)
def test_published_vectors(key: bytes, clear: bytes, encoded: str) -> None:
    """They are those that everyone uses."""
    assert rc4(key, clear).hex() == encoded


@given(st.binary(min_size=1, max_size=16), st.binary(max_size=100))
def test_it_is_its_own_way_back(key: bytes, data: bytes) -> None:
    """Encoded twice, data is as it was."""
    assert rc4(key, rc4(key, data)) == data
