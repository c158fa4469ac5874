"""Reading the drop file into Arrow and nothing else: ``python -m benchmarks.delimited_alone DROP``.

Prints one JSON object: rows and bytes of the file, and for each pass its seconds by the clock and of the processors.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat

PASSES = 3
FORM = DelimitedFormat(encoding="cp1252", delimiter=";")


def one_pass(drop: Path) -> tuple[int, float, float]:
    """Reads every row; how many there were, and the seconds by the clock and of the processors."""
    began, worked = time.perf_counter(), time.process_time()
    rows = sum(piece.rows.num_rows for piece in FORM.read(drop, None, None, None, BATCH_ROWS))
    return rows, time.perf_counter() - began, time.process_time() - worked


def main(drop: Path) -> None:
    """Warms up, and measures."""
    rows, _, _ = one_pass(drop)
    passes = [one_pass(drop)[1:] for _ in range(PASSES)]
    print(json.dumps({"rows": rows, "bytes": drop.stat().st_size, "passes": passes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
