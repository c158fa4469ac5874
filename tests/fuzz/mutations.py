"""Damage as it happens to files, by a given source of chance: the same seed gives the same damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

HUGE: Final = (b"\xff\xff", b"\xff\xff\xff\x7f", b"\xff" * 4, b"\xff" * 8, b"\x00" * 4, b"\x7f\xff\xff\xff", b"\x80")
ODD: Final = (
    b"\0",
    b"\r",
    b"\n",
    b"\x1a",
    b'"',
    b";",
    b"'",
    b"<",
    b"&",
    b"\xc3",
    b"\xff\xfe",
    b"{",
    b"[",
    b"\\",
    b"\f",
)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _block(data: bytes, chance: Random) -> tuple[int, int]:
    begin = chance.randrange(len(data))
    return begin, min(len(data), begin + chance.choice((1, 2, 4, 16, 64, 512)))


def _removed(data: bytes, chance: Random) -> bytes:
    begin, end = _block(data, chance)
    return data[:begin] + data[end:]


def _repeated(data: bytes, chance: Random) -> bytes:
    begin, end = _block(data, chance)
    return data[:end] + data[begin:end] * chance.choice((1, 2, 20)) + data[end:]


def _moved(data: bytes, chance: Random) -> bytes:
    begin, end = _block(data, chance)
    rest = data[:begin] + data[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + data[begin:end] + rest[place:]


def _huge(data: bytes, chance: Random) -> bytes:
    begin, number = chance.randrange(len(data)), chance.choice(HUGE)
    return data[:begin] + number + data[begin + len(number) :]


def _odd(data: bytes, chance: Random) -> bytes:
    begin = chance.randrange(len(data))
    return data[:begin] + chance.choice(ODD) + data[begin + chance.randrange(2) :]


def _digit(data: bytes, chance: Random) -> bytes:
    """A number in text becomes a long one."""
    digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return _odd(data, chance)
    place = chance.choice(digits)
    return data[:place] + b"9" * chance.choice((2, 10, 40)) + data[place + 1 :]


_DAMAGE: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    _cut, _flipped, _removed, _repeated, _moved, _huge, _odd, _digit,
)  # fmt: skip


def mutations(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """So many damaged forms of some bytes."""
    chance = Random(seed)
    for _ in range(count):
        changed = data
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            changed = chance.choice(_DAMAGE)(changed, chance) if changed else changed
        yield changed
