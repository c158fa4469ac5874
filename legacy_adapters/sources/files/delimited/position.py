"""Where in a file reading goes on: everything that has to be known there, as text."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

from legacy_adapters.core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Position:
    """``offset``: a byte of the file to open a window at; ``skip``: how many bytes to drop there (only where the file
    is turned into UTF-8 first); ``line``: the number of the line there, from 1; ``shadow``: how many lines from there
    on may be part of a quoted field that was not closed; ``rows``: how many rows of any kind were read before."""

    offset: int
    skip: int
    line: int
    shadow: int = 0
    rows: int = 0

    def to_text(self) -> str:
        """As it is kept in the ledger."""
        return json.dumps(astuple(self), separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Position:
        """What ``to_text`` wrote. Raises ``ConfigError`` for anything else."""
        try:
            numbers = json.loads(text)
        except json.JSONDecodeError:
            numbers = None
        if not isinstance(numbers, list) or len(numbers) != 5 or not all(isinstance(n, int) for n in numbers):
            raise ConfigError(f"{text[:80]!r} is no position in a delimited file", hint="begin anew with --full")
        return cls(*numbers)
