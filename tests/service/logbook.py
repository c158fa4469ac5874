"""What happened to runs that something happens to: a line for each in a file, and all of them added up by harbour.

``CHAOS_LOG`` names the file; without it nothing is kept. ``python -m tests.service.logbook FILE`` adds up.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path


def note(harbour: str, seed: int, seconds: float, happened: Mapping[str, int]) -> None:
    """One line more."""
    if path := os.environ.get("CHAOS_LOG"):
        line = {"harbour": harbour, "seed": seed, "seconds": round(seconds, 2), **happened}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def added_up(lines: Iterable[str]) -> list[str]:
    """A line for each harbour: how many voyages, how long they took, how often what happened."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        kept = json.loads(line)
        counts = {name: value for name, value in kept.items() if name not in ("harbour", "seed")}
        totals[kept["harbour"]].update({"voyages": 1} | counts)
    return [
        f"{name}: " + ", ".join(f"{what} {n:,.0f}" for what, n in counts.items()) for name, counts in totals.items()
    ]


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    sys.stdout.writelines(f"{line}\n" for line in added_up(lines))
