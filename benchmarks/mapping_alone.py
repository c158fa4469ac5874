"""The compiled mapping without reading and writing, on one core: ``python -m benchmarks.mapping_alone DATABASE``.

Prints one JSON object: rows in a pass, and for each pass its seconds by the clock and of the processor.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.variants import PIPELINE
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapper
from legacy_adapters.runs.lanes import compile_streams
from legacy_adapters.runs.pipeline.pipeline import load_pipeline

BATCHES = 16
PASSES = 5


def batches_and_mapper(database: Path) -> tuple[Sequence[Batch], Mapper]:
    """The first batches of the ledger as the reader gives them, and the mapping compiled against them."""
    loaded = load_pipeline(PIPELINE, {"database": str(database)})
    with loaded.source.connect() as connection:
        (stream,) = compile_streams(loaded, connection)
        reader = connection.reader(stream.name, stream.settings.source, stream.mapping.columns)
        return list(islice(reader.read({}), BATCHES)), stream.mapping


def one_pass(batches: Sequence[Batch], mapper: Mapper) -> tuple[float, float]:
    """Maps every batch; the seconds by the clock and of the processor. Raises ``ValueError`` where a row is lost."""
    began, worked = time.perf_counter(), time.process_time()
    taken = sum(mapper(batch).taken for batch in batches)
    passed = time.perf_counter() - began, time.process_time() - worked
    rows = sum(batch.rows.num_rows for batch in batches)
    if taken != rows:
        raise ValueError(f"{taken} of {rows} rows were mapped")
    return passed


def main(database: Path) -> None:
    """Keeps to one core, warms up, and measures. Polars must have been told of one thread beforehand."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    batches, mapper = batches_and_mapper(database)
    one_pass(batches, mapper)
    passes = [one_pass(batches, mapper) for _ in range(PASSES)]
    print(json.dumps({"rows": sum(batch.rows.num_rows for batch in batches), "passes": passes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
