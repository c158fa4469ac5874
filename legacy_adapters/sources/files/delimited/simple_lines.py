"""Tells lines that are rows by themselves where quotes stand as they like: ``5" pipe;2,00``.

A line that begins outside of quotes is a row if none of its fields begins with a quote (whatever quotes are in it are
characters like any other), or if its quotes, taken by themselves, come in pairs that each enclose a field. Of any other
line the exact parser says whether it is a row that ends with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legacy_adapters.sources.files.delimited.exact import read_row
from legacy_adapters.sources.files.delimited.signs import Signs


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block: ``begin`` is where the first one starts in ``data``, ``ends`` the last byte of each, from
    ``begin``. ``quotes`` are the places of all quotes in them, from ``begin`` too."""

    data: bytes
    begin: int
    ends: NDArray[np.int64]
    quotes: NDArray[np.int64]


def simple_lines(lines: Lines, ended: bool, signs: Signs) -> tuple[int, list[int]]:
    """How many lines from the first on are rows by themselves, one after the other, and which of these the exact parser
    has to read, as only it can tell their fields."""
    of_quote = np.searchsorted(lines.ends, lines.quotes)
    inside = of_quote < len(lines.ends)
    doubtful = _doubtful(lines, lines.quotes[inside], of_quote[inside], signs)
    exact: list[int] = []
    for line in doubtful.tolist():
        start = int(lines.ends[line - 1]) + 1 if line else 0
        row = read_row(lines.data, lines.begin + start, ended, signs)
        behind = lines.begin + int(lines.ends[line]) + 1
        if row is None or row.shadow or row.goes_on or row.next != min(behind, len(lines.data)):
            return line, exact
        exact.append(line)
    return len(lines.ends), exact


def _doubtful(lines: Lines, places: NDArray[np.int64], of_quote: NDArray[np.int64], signs: Signs) -> NDArray[np.int64]:
    """The lines with a field that begins with a quote, but whose quotes are not all in pairs around fields."""
    if not len(places):
        return places
    view = np.frombuffer(lines.data, np.uint8)[lines.begin :]
    outer = np.zeros(256, bool)
    outer[[10, 13, signs.delimiter[0]]] = True
    opens = outer[view[np.maximum(places, 1) - 1]] | (places == 0)
    closes = outer[view[np.minimum(places + 1, len(view) - 1)]] | (places == len(view) - 1)
    doubled = np.zeros(len(places), bool)
    doubled[1:] = (places[1:] == places[:-1] + 1) & (of_quote[1:] == of_quote[:-1])
    rank = np.arange(len(places)) - np.searchsorted(of_quote, of_quote)
    wrong = np.where(rank % 2 == 0, ~(opens | doubled), ~(closes | np.append(doubled[1:], False)))
    count = len(lines.ends)
    quotes, wrongs, opened = (
        np.bincount(some, minlength=count) for some in (of_quote, of_quote[wrong], of_quote[opens])
    )
    return np.flatnonzero((opened > 0) & ((wrongs > 0) | (quotes % 2 == 1)))
