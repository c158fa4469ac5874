"""A key of a passphrase, or a proof of a password, that does not tell it."""

from __future__ import annotations

import hashlib


def stretched(text: str, salt: bytes, length: int = 32) -> bytes:
    """``length`` bytes of scrypt with 32 MB of memory: some 100 ms each, so that guessing many texts is hopeless."""
    return hashlib.scrypt(text.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=length)
