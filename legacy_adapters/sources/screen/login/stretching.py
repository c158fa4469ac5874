"""A key of a passphrase, or a proof of a password, that does not tell it."""

from __future__ import annotations

import hashlib

ROUNDS = 2**15
"""With blocks of 8: 32 MB of memory and some 100 ms, so that guessing many texts is hopeless. Kept files rest on it."""


def stretched(text: str, salt: bytes, length: int = 32) -> bytes:
    """``length`` bytes of scrypt."""
    return hashlib.scrypt(text.encode(), salt=salt, n=ROUNDS, r=8, p=1, maxmem=2**26, dklen=length)
