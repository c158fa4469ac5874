"""What became of the columns of a table, in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher


def column_differences(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """How two headers differ, a line each: moved, renamed, new and missing columns, with their places from 1.

    A column that only makes room for others has not moved. Of several columns with one name the first is the first.
    """
    known = {key: place for place, key in enumerate(_numbered(after))}
    common = [(place, known[key]) for place, key in enumerate(_numbered(before)) if key in known]
    kept = _ascending([there for _, there in common])
    moved = [(here, there) for number, (here, there) in enumerate(common) if number not in kept]
    lines = [f"column {_quoted(before[here])} moved from {here + 1} to {there + 1}" for here, there in moved]
    gone, come = {here for here, _ in moved}, {there for _, there in moved}
    left = [place for place in range(len(before)) if place not in gone]
    right = [place for place in range(len(after)) if place not in come]
    matcher = SequenceMatcher(None, [before[at] for at in left], [after[at] for at in right], autojunk=False)
    for change, first, last, other, end in matcher.get_opcodes():
        olds, news = left[first:last], right[other:end]
        renamed = min(len(olds), len(news)) if change == "replace" else 0
        for old, new in zip(olds[:renamed], news[:renamed], strict=True):
            lines.append(f"column {_quoted(before[old])} is called {_quoted(after[new])} now (at {new + 1})")
        if change != "equal":
            lines += [f"column {_quoted(before[old])} is gone (it was at {old + 1})" for old in olds[renamed:]]
            lines += [f"new column {_quoted(after[new])} at {new + 1}" for new in news[renamed:]]
    return tuple(lines)


def _numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    """Each name with the number of its occurrence."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append((name, seen[name]))
    return found


def _ascending(places: Sequence[int]) -> set[int]:
    """Which of some different numbers make up the longest ascending run of them, by their index."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(tails[at - 1] if at else None)
        ends[at:] = [place] if at == len(ends) else [place, *ends[at + 1 :]]
        tails[at:] = [index] if at == len(tails) else [index, *tails[at + 1 :]]
    run: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _quoted(name: str) -> str:
    return repr(name) if name else "without a name"
