"""Finds the rows of a block without looking at them one by one, as far as they are regular.

A row is regular if every reading of it gives the same: its quotes come in pairs that either enclose a whole field (a
doubled quote within is one quote), or stand within an unquoted field. Behind the first row that is not, lines are taken
that are rows by themselves (``simple_lines``). Then this stops: the exact parser (``exact``) decides what follows. That
is proven per block from the places of quotes and line breaks alone:

- the quotes of a regular block alternate, first one then another, so that a break behind an odd number of them lies
  within quotes, and every other one ends a row;
- the first of a pair has a delimiter or line break before it, or directly before it the last one of the pair before
  (together a doubled quote); the second one has a delimiter, line break or the next pair behind it;
- or else the pair stands in an unquoted field: no delimiter and no break lies between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.simple_lines import Lines, simple_lines
from legacy_adapters.sources.files.format import FIELD_BYTES

Places: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]

LF, CR, EQUALS, QUOTATION_MARK = 10, 13, 61, 34

_ENOUGH = 64 * 1024
_ENOUGH_PER_ROW = 512


@dataclass(frozen=True, slots=True)
class Regular:
    """The regular rows at the beginning of a block: where each starts and ends (without its line break), where the next
    one starts, and how many line breaks lie before it (one more: behind the last). ``stopped``: an irregular row
    follows; else the block is at its end, or there are as many rows as were asked for. ``guarded``: somewhere stands
    ``="``, by which Excel is kept from taking a code for a number. ``exact``: the rows (by their numbers, ascending)
    whose fields only the exact parser can tell, or what is wrong with them."""

    starts: Places
    ends: Places
    nexts: Places
    breaks: Places
    stopped: bool
    guarded: bool
    exact: Places


def regular_rows(data: bytes, begin: int, ended: bool, signs: Signs, most: int) -> Regular:
    """The rows from ``data[begin]`` on, which is where a row begins; ``ended``: the file ends with ``data``. Of a few
    rows that are asked for out of very many, there may be fewer."""
    enough = begin + _ENOUGH + most * _ENOUGH_PER_ROW
    view = np.frombuffer(data, np.uint8)[begin:enough]
    ended = ended and enough >= len(data)
    last = line_breaks(view, ended)
    if ended and len(view) and (not len(last) or last[-1] != len(view) - 1):
        last = np.append(last, len(view))
    quotes = np.flatnonzero(view == signs.quote[0]) if signs.quote else np.empty(0, np.int64)
    forbidden = _forbidden(data, begin, len(view), signs, quotes)
    limit = min(forbidden, _first_irregular(view, quotes, last, signs))
    chosen = _row_ends(last, quotes, limit, most)
    done = int(chosen[-1]) + 1 if len(chosen) else 0
    exact: list[int] = []
    whole = int(np.searchsorted(last, forbidden))
    if len(chosen) < most and done < whole:
        first = int(last[done - 1]) + 1 if done else 0
        lines = Lines(data, begin + first, last[done:whole] - first, quotes[np.searchsorted(quotes, first) :] - first)
        more, exact = simple_lines(lines, ended, signs)
        exact = [len(chosen) + line for line in exact]
        chosen = np.append(chosen, np.arange(done, done + more))[:most]
    nexts = np.minimum(last[chosen] + 1, len(view))
    starts = np.concatenate(([0], nexts[:-1])).astype(np.int64)[: len(chosen)]
    breaks = np.concatenate(([0], chosen + 1)).astype(np.int64)
    cut = _odd_row(view, starts, nexts, np.diff(breaks), signs)
    stopped = cut < len(chosen) or (len(chosen) < most and _goes_on(view, last, chosen, limit, ended))
    ends = _without_break(view, last[chosen[:cut]])
    marks = quotes if signs.quote == b'"' else np.flatnonzero(view == QUOTATION_MARK)
    guarded = bool((view[marks - 1] == EQUALS).any())
    odd = np.array([row for row in exact if row < cut], np.int64)
    return Regular(
        starts[:cut] + begin, ends + begin, nexts[:cut] + begin, breaks[: cut + 1], bool(stopped), guarded, odd
    )


def line_breaks(view: Bytes, ended: bool) -> Places:
    """The last byte of each line break: LF, CR LF, or a CR by itself (of which the last byte of a block is none before
    it is known what follows)."""
    feeds = np.flatnonzero(view == LF)
    pairs = np.count_nonzero((view[np.maximum(feeds, 1) - 1] == CR) & (feeds > 0))
    open_end = not ended and len(view) > 0 and view[-1] == CR
    if np.count_nonzero(view == CR) - open_end == pairs:
        return feeds
    returns = np.flatnonzero(view == CR)
    if open_end:
        returns = returns[:-1]
    alone = returns[view[np.minimum(returns + 1, len(view) - 1)] != LF]
    return np.sort(np.concatenate((feeds, alone)))


def _goes_on(view: Bytes, last: Places, chosen: Places, limit: int, ended: bool) -> bool:
    """Whether a row follows that is not regular, and not just one that is not in the block whole."""
    done = int(chosen[-1]) + 1 if len(chosen) else 0
    if limit < len(view):
        return done < len(last)
    return ended and (int(last[done - 1]) + 1 if done else 0) < len(view)


def _forbidden(data: bytes, begin: int, size: int, signs: Signs, quotes: Places) -> int:
    """The first byte that makes a row irregular by itself: an escape, or a quote where blanks before it do not count.
    Behind the end of the block if there is none."""
    places = [size + 1]
    if signs.escape and (at := data.find(signs.escape, begin, begin + size)) >= 0:
        places.append(at - begin)
    if signs.blanks and len(quotes):
        places.append(int(quotes[0]))
    return min(places)


def _first_irregular(view: Bytes, quotes: Places, last: Places, signs: Signs) -> int:
    """Where the first quote stands whose pair is irregular; behind the end of the block if there is none."""
    pairs = len(quotes) // 2
    if not pairs:
        return len(view) + 1
    first, second = quotes[0 : 2 * pairs : 2], quotes[1::2]
    outer = np.zeros(256, bool)
    outer[[LF, CR, signs.delimiter[0]]] = True
    doubled = np.zeros(pairs, bool)
    doubled[1:] = first[1:] == second[:-1] + 1
    opens = outer[view[np.maximum(first, 1) - 1]] | (first == 0) | doubled
    adjoins = np.append(doubled[1:], len(quotes) > 2 * pairs and bool(quotes[-1] == second[-1] + 1))
    closes = outer[view[np.minimum(second + 1, len(view) - 1)]] | (second == len(view) - 1) | adjoins
    bad = np.flatnonzero(~(opens & closes))
    within = ~opens[bad] & ~adjoins[bad]
    if within.any():
        delimiters = np.flatnonzero(view == signs.delimiter[0])
        for places in (delimiters, last):
            within &= np.searchsorted(places, first[bad]) == np.searchsorted(places, second[bad])
        bad = bad[~within]
    return int(first[bad[0]]) if len(bad) else len(view) + 1


def _row_ends(last: Places, quotes: Places, limit: int, most: int) -> Places:
    """Which of the breaks end a row: those outside of quotes, before the first irregular place."""
    count = len(last) if limit > (last[-1] if len(last) else 0) else int(np.searchsorted(last, limit))
    if not len(quotes):
        return np.arange(min(count, most))
    outside = (np.searchsorted(quotes, last[:count]) & 1) == 0
    return np.flatnonzero(outside)[:most]


def _odd_row(view: Bytes, starts: Places, nexts: Places, lines: Places, signs: Signs) -> int:
    """The first row that is too long, goes over too many lines, or begins like a comment and goes over several."""
    odd = (nexts - starts >= FIELD_BYTES) | (lines > signs.quoted_lines)
    for prefix in signs.not_rows:
        odd |= (lines > 1) & begins_with(view, starts, nexts, prefix)
    return int(odd.argmax()) if odd.any() else len(starts)


def begins_with(view: Bytes, starts: Places, ends: Places, prefix: bytes) -> NDArray[np.bool_]:
    """Which of the pieces of ``view`` begin with ``prefix``."""
    found = ends - starts >= len(prefix)
    for i, byte in enumerate(prefix):
        found &= view[np.minimum(starts + i, len(view) - 1)] == byte
    return found


def _without_break(view: Bytes, last: Places) -> Places:
    """Where the text before each break ends: CR LF is one break of two bytes."""
    if not len(last):
        return last
    is_pair = (view[np.minimum(last, len(view) - 1)] == LF) & (last < len(view)) & (last > 0)
    ends: Places = last - (is_pair & (view[np.maximum(last, 1) - 1] == CR))
    return ends
