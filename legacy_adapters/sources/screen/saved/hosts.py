"""Puts a name that belongs to nobody in the place of the hosts of a recording, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

_NAMED: Final = re.compile(rb"recorded-host-(\d+)\.invalid")


def netloc_of(url: str) -> str:
    """Host and port of an address, in lower case, without user and password; nothing for ``data:`` and such."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def number_of(url: str) -> int:
    """The number of the host in an address of a recording. Raises ``ValueError`` where there is none."""
    named = _NAMED.fullmatch(netloc_of(url).encode())
    if named is None:
        raise ValueError(f"{url!r} is of no recorded host")
    return int(named[1])


def name_of(number: int) -> str:
    """What stands for the host with this number, from 1 on."""
    return f"recorded-host-{number}.invalid"


@dataclass(slots=True)
class Hosts:
    """The hosts of one run, each with its number; two have the same where a recording is replayed at both."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _patterns: dict[str, re.Pattern[bytes]] = field(default_factory=dict)

    def number(self, netloc: str) -> int | None:
        """The number of a host, where it has one."""
        return self._numbers.get(netloc)

    def taken(self) -> set[int]:
        """The numbers that a host has already, but for the names that stand for hosts."""
        return {number for netloc, number in self._numbers.items() if netloc != name_of(number)}

    def add(self, netloc: str, number: int | None = None) -> int:
        """Gives a host a number, the next one unless stated."""
        if netloc not in self._numbers:
            self._numbers[netloc] = number or len(self._numbers) + 1
            self._patterns[netloc] = _pattern(netloc)
        return self._numbers[netloc]

    def hidden(self, data: bytes) -> bytes:
        """``data`` with a name that belongs to nobody for each host, however a URL or a script quotes it."""
        for netloc, number in self._numbers.items():
            data = self._patterns[netloc].sub(name_of(number).encode(), data)
        return data

    def shown(self, data: bytes, netloc: str) -> bytes:
        """The way back; ``netloc`` is the host that is meant where two have the same number."""
        back = {number: one for one, number in self._numbers.items()}
        if netloc in self._numbers:
            back[self._numbers[netloc]] = netloc
        return _NAMED.sub(lambda named: back.get(int(named[1]), named[0].decode()).encode(), data)


def _pattern(netloc: str) -> re.Pattern[bytes]:
    """A host behind ``//``; one with a port, which is no word of the data, wherever it stands."""
    exactly = re.escape(netloc).encode().replace(b":", rb"(?::|%3[Aa])")
    if re.search(r":\d+$", netloc):
        return re.compile(rb"(?:(?<=%2[Ff])|(?<![\w.-]))" + exactly + rb"(?!\d)", re.IGNORECASE)
    slashes = rb"(?:(?<=//)|(?<=\\/\\/)|(?<=%2[Ff]%2[Ff]))"
    return re.compile(slashes + exactly + rb"(?![\w:-]|\.\w)", re.IGNORECASE)
