"""Where columns begin in lines of text: behind blanks that run through all lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MOST_LINES = 2000
MOST_WIDTH = 4096


def column_runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The columns of paper on which some line has more than a blank, as runs (from 0, end excluded), left to right."""
    some = [line[:MOST_WIDTH] for line in lines[:MOST_LINES]]
    width = max((len(line) for line in some), default=0)
    used = np.zeros(width + 2, np.bool_)
    for line in some:
        filled = np.frombuffer(line.encode("utf-32-le", "replace"), np.uint32) != 0x20
        used[1 : len(line) + 1] |= filled
    changes = np.flatnonzero(used[1:] != used[:-1])
    return [(int(begin), int(end)) for begin, end in zip(changes[::2], changes[1::2], strict=True)]


def cells(line: str, runs: Sequence[tuple[int, int]]) -> list[str]:
    """What a line has in each run, without blanks around it."""
    return [line[begin:end].strip() for begin, end in runs]
