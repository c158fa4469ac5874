"""Which delimiter, quote and escape a sample is written with: every guess is tried, and the one that gives the most
regular table of the most plausible fields wins.

The idea is that of van den Burg, Nazábal and Sutton: Wrangling messy CSV files by detecting row and type patterns
(2019); here rows before and after the table, ragged rows and signs other than commas count for less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.candidates import DELIMITERS, candidates
from legacy_adapters.sources.files.delimited.sampling.kinds import (
    CODE,
    DATE,
    EMPTY,
    NUMBER,
    ODD,
    TEXT,
    TIME,
    TRUTH,
    kind_of,
)
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, Row, split_rows
from legacy_adapters.sources.files.format import MOST_COLUMNS

_PLAUSIBLE: Final[Mapping[str, float]] = {
    NUMBER: 1.0,
    DATE: 1.0,
    TIME: 1.0,
    TRUTH: 1.0,
    EMPTY: 0.7,
    CODE: 0.9,
    TEXT: 0.75,
    ODD: 0.15,
}
_FOREIGN: Final = re.compile(r"[:^~#*!@]")
"""What other files have between fields."""

_MOST_ROWS = 300
_MOST_CELLS = 3000
_FAULT = 0.25
_STRANGE = 0.5
_RAGGED = 0.3
"""A row of another width has the delimiter at least."""
_USUAL = 0.8
_MANY = 1.2
"""More fields are more of a pattern; with five, a table counts in full."""

LEAST: Final = 0.3
"""With a lower score, nothing is a table."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A dialect with what comes out of it: the rows of the sample, the usual number of fields, and a score from 0 to
    about 1.1."""

    dialect: Dialect
    rows: Sequence[Row]
    width: int
    score: float

    @property
    def regular(self) -> int:
        """How many rows have the usual number of fields."""
        return sum(1 for row in self.rows if row.width == self.width)


def guess_dialect(text: str, only: str | None = None) -> Guess | None:
    r"""The best guess for a sample of whole lines that end in ``\n``; None where nothing is regular enough. ``only`` is
    the delimiter, where it is known."""
    guesses = [guess_of(text, dialect) for dialect in candidates(text, only)]
    best = max(filter(_is_likely, guesses), key=lambda guess: guess.score, default=None)
    return best if best is not None and best.score >= LEAST else None


def _is_likely(guess: Guess) -> bool:
    """Whether one row is enough for the delimiter: words with a blank between them are no table."""
    return len(guess.rows) > 1 or DELIMITERS.get(guess.dialect.delimiter, 1.0) >= _USUAL


def guess_of(text: str, dialect: Dialect) -> Guess:
    """What a dialect makes of a sample."""
    rows = split_rows(text, dialect, _MOST_ROWS)
    width = usual_width(rows)
    if not 2 <= width <= MOST_COLUMNS or _used(rows, width) < 2:
        return Guess(dialect, rows, width, 0.0)
    return Guess(dialect, rows, width, _score(rows, width, dialect))


def _used(rows: Sequence[Row], width: int) -> int:
    """In how many columns anything stands: lines that all begin with ``;;`` are no table."""
    return sum(1 for at in range(width) if any(row.cells[at].strip() for row in rows if row.width > at))


def usual_width(rows: Sequence[Row]) -> int:
    """The number of fields that most rows have, where wide rows say more than narrow ones: banks write more lines of
    two fields above a table than it has rows. One row is not most; 1 if no row has more fields."""
    counts = Counter(row.width for row in rows)
    counts.pop(1, None)
    often = {width: count for width, count in counts.items() if count > 1} or counts
    return max(often, key=lambda width: often[width] * sqrt(width - 1), default=1)


def _score(rows: Sequence[Row], width: int, dialect: Dialect) -> float:
    regular = [at for at, row in enumerate(rows) if row.width == width]
    within = rows[regular[0] : regular[-1] + 1]
    steady = (1 - _RAGGED) * len(regular) / len(within) + _RAGGED * sum(row.width > 1 for row in within) / len(within)
    covered = len(regular) / len(rows)
    faults = sum(row.faults for row in rows)
    quoted = sum(row.quoted for row in rows)
    score = DELIMITERS.get(dialect.delimiter, _STRANGE) * steady * sqrt(covered) * _MANY * (1 - 1 / (width + 1))
    if score < LEAST:
        return 0.0
    score *= _plausible([row for row in rows if row.width == width], dialect)
    score *= 1 - _FAULT * min(1.0, 2 * faults / (len(rows) + quoted))
    return score * _habit(rows, dialect, quoted)


def _habit(rows: Sequence[Row], dialect: Dialect, quoted: int) -> float:
    """Decides between guesses that come to the same: a quote `"` is usual also where a sample has none; blanks are
    passed over where one stands behind every delimiter; any other quote has to be there to be one."""
    habit = 1.0
    if dialect.quote != '"':
        habit = 1.005 if quoted * 2 >= len(rows) else 0.97 if quoted else 0.99
    if dialect.skip_blanks:
        habit *= 1.001
    if dialect.escape is not None and quoted:
        habit *= 1.001
    return habit


def _plausible(rows: Sequence[Row], dialect: Dialect) -> float:
    """How much the fields look like fields."""
    total = count = 0.0
    for row in rows:
        for cell in row.cells:
            total += _plausible_cell(cell, row.quoted > 0, dialect)
            count += 1
        if count > _MOST_CELLS:
            break
    return total / count


def _plausible_cell(cell: str, in_quoted_row: bool, dialect: Dialect) -> float:
    cell = cell.strip()
    kind = kind_of(cell)
    if kind == ODD:
        return 0.7 if in_quoted_row or len(cell) > 100 else _PLAUSIBLE[ODD]
    if kind in {CODE, TEXT} and not in_quoted_row and (foreign := len(_FOREIGN.findall(cell))):
        return max(0.2, _PLAUSIBLE[kind] - 0.15 * foreign)
    if kind == TEXT and not in_quoted_row and "   " in cell:
        return 0.4
    if kind == TEXT and cell[:1] == cell[-1:] and cell[0] in "\"'" and cell[0] != dialect.quote:
        return 0.2
    if kind == TEXT and cell[0] in {'"', "'"} and (dialect.quote is None or not in_quoted_row):
        return 0.3
    return _PLAUSIBLE[kind]
