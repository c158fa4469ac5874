"""Where the table lies in a sample: comment lines, lines before it, its header, lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.headings import are_labels, judge
from legacy_adapters.sources.files.delimited.sampling.kinds import NUMBER, TEXT, TYPED, kind_of
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.rows import Row

_MOST_ABOVE = 40
_MOST_BELOW = 20
_BODY = 120
_DOUBT = 0.5
_UNTOLD: Final = "nothing tells the first row from those below it; state header: true if it has the names of columns"
_SUMMARY: Final = re.compile(
    r"\b(?:grand\s+|sub)?(?:total|totals|totaal|totale|summe|gesamt\w*|endsumme|sum|somme|suma|saldo|endsaldo|balance|"
    r"report|created|printed|erstellt|gedruckt|ende|end|fin|source|quelle|note|notes|copyright|records?|datens\w+|rows)\b",
    re.IGNORECASE,
)
_SCRIBBLE: Final = re.compile(r"\W{2,}")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is among the rows (None: there is none), how many rows stand before the table, and why."""

    at: int | None
    above: int
    why: str


def find_header(rows: Sequence[Row], width: int) -> Header:
    """The header of a table that has ``width`` columns."""
    top = rows[:_MOST_ABOVE]
    start = _narrow(top, width)
    if start == len(rows):
        return Header(None, 0, "no header")
    profile = Profile.of(rows[start:], width)
    first = next((at for at in range(start, len(top)) if top[at].width == width and profile.fits(top[at])), start)
    candidate = start if first == start else _fullest(top, start, first, width)
    body = [row for row in rows[candidate + 1 : candidate + 1 + _BODY] if row.filled]
    return _decide(rows, start, candidate, body, profile, between=first > start)


def _narrow(rows: Sequence[Row], width: int) -> int:
    """How many rows at the top have far fewer fields than the table; or more, with values, before a row of names."""
    count = 0
    while count < len(rows) and (rows[count].width == 1 or rows[count].width * 2 <= width) and width > 1:
        count += 1
    if count + 1 < len(rows) and rows[count].width > width == rows[count + 1].width and are_labels(rows[count + 1]):
        return count if are_labels(rows[count]) else count + 1
    return count


def _fullest(rows: Sequence[Row], start: int, end: int, width: int) -> int:
    """The first of the rows before the values that is nearly as full as the fullest of them."""
    most = max(min(row.filled, width) for row in rows[start:end])
    return next(at for at in range(start, end) if rows[at].filled >= 0.8 * most)


def _decide(
    rows: Sequence[Row], start: int, candidate: int, body: Sequence[Row], profile: Profile, *, between: bool
) -> Header:
    row = rows[candidate]
    if not body:
        if are_labels(row):
            return Header(candidate, candidate, "there are no rows below it, and it has no numbers or dates")
        return Header(None, start, "the only row has numbers or dates in it")
    verdict = judge(row, body, profile, apart=between)
    sure = verdict.points > _DOUBT or verdict.unlike or between
    if verdict.points > 0 and sure and (row.filled > 1 or row.width == 1):
        return Header(candidate, candidate, _reason(verdict.unlike))
    above = start if not between or row.filled > 1 else candidate + 1
    why = "the first row is like those below it" if verdict.points <= 0 else _UNTOLD
    return Header(None, above, why)


def _reason(unlike: Sequence[str]) -> str:
    if not unlike:
        return "its words are names of columns, or are not found below it"
    names = ", ".join(unlike[:3])
    return f"numbers, dates or truth values stand below {names}"


def count_footer(rows: Sequence[Row], profile: Profile, width: int) -> int:
    """How many of the last rows are no rows of the table: remarks, and totals that say that they are. When in doubt a
    row is one: it is better rejected with a reason than left out."""
    count = pending = 0
    last = rows[-_MOST_BELOW:]
    for at in range(len(last) - 1, 0, -1):
        pending += 1
        if not last[at].filled:
            continue
        before = last[at - 1]
        if not _is_below(last[at], profile, width, apart=before.line + before.lines < last[at].line):
            break
        count = pending
    return count


def _is_below(row: Row, profile: Profile, width: int, *, apart: bool) -> bool:
    if row.width == 1 < width and kind_of(row.cells[0]) == TEXT and (apart or _SUMMARY.search(row.cells[0])):
        return True
    if row.width > width or row.filled * 2 > max(profile.filled, 4) or width < 3:
        return False
    right, wrong = profile.agreement(row)
    first = next(cell.strip() for cell in row.cells if cell.strip())
    if kind_of(first) in TYPED or (right > 1 and not _SUMMARY.search(first)):
        return False
    remark = kind_of(first) == TEXT and (row.filled == 1 or _SUMMARY.search(first) is not None)
    summary = _is_summary(first, wrong) and any(kind_of(cell) == NUMBER for cell in row.cells)
    return (
        (remark and (wrong > 0 or len(first) > 20)) or summary or bool(row.filled == 1 and _SCRIBBLE.fullmatch(first))
    )


def _is_summary(first: str, wrong: int) -> bool:
    """Whether a row is a total by its first field: the word alone, or the word where a value of a kind should be."""
    found = _SUMMARY.match(first)
    return found is not None and (wrong > 0 or found.end() >= len(first.rstrip(": ")))


def comment_prefix(rows: Sequence[Row], width: int) -> str | None:
    """What lines begin with that are comments: a sign before lines that are no rows of the table."""
    for prefix in ("#", "//", "--", "REM ", "* "):
        marked = [row for row in rows if row.cells[0].startswith(prefix)]
        odd = [row for row in marked if row.width != width or row.cells[0].startswith(prefix + " ")]
        if odd and len(odd) == len(marked) and len(marked) * 2 <= max(len(rows), 4):
            return prefix
    return None
