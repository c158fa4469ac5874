"""Memo files made byte by byte: the blocks of each text, by their numbers."""

from __future__ import annotations

from collections.abc import Mapping


def blocks(texts: Mapping[int, bytes], size: int, head: bytes) -> bytes:
    """A file of blocks; the first is the header's."""
    data = bytearray(head)
    for number, text in texts.items():
        place = number * size
        data.extend(bytes(max(0, place - len(data))))
        data[place : place + len(text)] = text
    return bytes(data)


def dbt3(texts: Mapping[int, bytes]) -> bytes:
    """dBase III: up to two end marks."""
    return blocks({number: text + b"\x1a\x1a" for number, text in texts.items()}, 512, bytes(512))


def dbt4(texts: Mapping[int, bytes], size: int = 512) -> bytes:
    """dBase IV: a length that counts itself."""
    sized = {n: b"\xff\xff\x08\x00" + (len(text) + 8).to_bytes(4, "little") + text for n, text in texts.items()}
    return blocks(sized, size, bytes(20) + size.to_bytes(2, "little") + bytes(490))


def fpt(texts: Mapping[int, bytes], size: int = 64) -> bytes:
    """FoxPro: a type and a length, high byte first."""
    sized = {number: (1).to_bytes(4, "big") + len(text).to_bytes(4, "big") + text for number, text in texts.items()}
    return blocks(sized, size, bytes(6) + size.to_bytes(2, "big") + bytes(504))
