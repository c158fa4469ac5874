"""RC4, with which Jet hides its first page and encodes the pages of "encoded" databases. It protects nothing."""

from __future__ import annotations


def rc4(key: bytes, data: bytes) -> bytes:
    """``data`` encoded with the key, or decoded: it is the same."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 0xFF
        state[i], state[j] = state[j], state[i]
    stream = bytearray(len(data))
    i = j = 0
    for place in range(len(data)):
        i = (i + 1) & 0xFF
        j = (j + state[i]) & 0xFF
        state[i], state[j] = state[j], state[i]
        stream[place] = state[(state[i] + state[j]) & 0xFF]
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
