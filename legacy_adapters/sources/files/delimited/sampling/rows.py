"""Splits the text of a sample into rows, for one guess at how it is written. The reader proper is another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_QUOTED = 64 * 1024
"""So far a quoted field is followed in a sample; one that is not closed by then is held for no quoted field."""

_MOST_FAULTS = 200
"""With more odd quotes it is not the right guess: the rest of the sample is not looked at."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What delimited text is written with; the same words as in ``DelimitedFormat``."""

    delimiter: str
    quote: str | None = None
    escape: str | None = None
    skip_blanks: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sample: its fields, the line it begins on (from 0), how many fields were quoted, and how many quotes
    were not as they should be."""

    cells: list[str]
    line: int
    lines: int = 1
    quoted: int = 0
    faults: int = 0

    @property
    def width(self) -> int:
        """How many fields it has."""
        return len(self.cells)

    @property
    def filled(self) -> int:
        """How many of them are not blank."""
        return sum(1 for cell in self.cells if cell.strip())


def split_rows(text: str, dialect: Dialect, most_rows: int) -> list[Row]:
    r"""The rows of ``text`` (lines end in ``\n``), empty lines left out."""
    rows: list[Row] = []
    at = line = faults = 0
    while at < len(text) and len(rows) < most_rows and faults < _MOST_FAULTS:
        found = text.find("\n", at)
        end = len(text) if found < 0 else found
        plain = text[at:end]
        if dialect.quote is None or dialect.quote not in plain:
            row = Row(_split(plain, dialect), line)
        else:
            scan = _Scan(text, at, dialect)
            row = Row(scan.cells(), line, text.count("\n", at, scan.at) + 1, scan.quoted, scan.faults)
            end = scan.at
        if row.width > 1 or plain.strip():
            rows.append(row)
        line += row.lines
        faults += row.faults
        at = end + 1
    return rows


def _split(line: str, dialect: Dialect) -> list[str]:
    cells = line.split(dialect.delimiter)
    return [cell.lstrip(" ") for cell in cells] if dialect.skip_blanks else cells


class _Scan:
    """One record with quotes in it, from ``at`` on; afterwards ``at`` is where it ended."""

    def __init__(self, text: str, at: int, dialect: Dialect) -> None:
        self.text = text
        self.at = at
        self.dialect = dialect
        self.quote = dialect.quote or ""
        self.quoted = 0
        self.faults = 0
        self._line_end = -1

    def cells(self) -> list[str]:
        """The fields up to the end of the record."""
        found: list[str] = []
        while True:
            if self.dialect.skip_blanks:
                self._pass_blanks()
            opens = self.faults < _MOST_FAULTS and self.text.startswith(self.quote, self.at)
            found.append(self._quoted() if opens else self._plain())
            if not self.text.startswith(self.dialect.delimiter, self.at):
                return found
            self.at += len(self.dialect.delimiter)

    def _pass_blanks(self) -> None:
        while self.text.startswith(" ", self.at):
            self.at += 1

    def _plain(self) -> str:
        """A field without quotes around it, or what stands behind a closing one."""
        start = self.at
        if start > self._line_end:
            end = self.text.find("\n", start)
            self._line_end = len(self.text) if end < 0 else end
        found = self.text.find(self.dialect.delimiter, start, self._line_end)
        self.at = self._line_end if found < 0 else found
        return self.text[start : self.at]

    def _quoted(self) -> str:
        start = self.at
        close = self._close(start + 1)
        if close is None:
            self.faults += 1
            return self._plain()
        self.at = close + 1
        inner = self.text[start + 1 : close].replace(self.quote * 2, self.quote)
        if self.dialect.skip_blanks:
            self._pass_blanks()
        behind = self._plain()
        if behind:
            self.faults += 1
            if "\n" in inner:
                self.at, self._line_end = start, -1
                return self._plain()
            return inner + behind
        self.quoted += 1
        return inner

    def _close(self, at: int) -> int | None:
        """Where the quote closes that opened just before ``at``."""
        found = _inside(self.quote, self.dialect.escape).match(self.text, at, min(len(self.text), at + LONGEST_QUOTED))
        return None if found is None or not self.text.startswith(self.quote, found.end()) else found.end()


@lru_cache(maxsize=64)
def _inside(quote: str, escape: str | None) -> re.Pattern[str]:
    """What stands between quotes: taken at once, so that no text takes long."""
    sign = re.escape(quote)
    if escape is None:
        return re.compile(rf"[^{sign}]*+(?:{sign}{sign}[^{sign}]*+)*+", re.DOTALL)
    other = re.escape(escape)
    return re.compile(rf"(?:[^{sign}{other}]++|{other}.|{sign}{sign})*+", re.DOTALL)
