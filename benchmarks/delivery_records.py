"""Records as they are delivered to a database by the benchmarks, made as they are asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

BATCH: Final = 32_768

STARTED: Final = datetime(2026, 1, 31, tzinfo=UTC)
"""When the run began that they are of."""


def batches(rows: int, *, old: bool = False) -> Iterator[Any]:
    """Records of ten fields and their envelope; ``old``: every second one, as it was before."""
    import polars as pl
    import pyarrow as pa

    from legacy_adapters.core.records import Records, Stamp

    stamp = Stamp("books", "run-0" if old else "run-1", STARTED, "1.0")
    for begin in range(0, rows, BATCH):
        n = pl.int_range(begin, min(begin + BATCH, rows), eager=True)
        if old:
            n = n.filter(n % 2 == 0)
        number = pl.col("n")
        key = pl.format("RE{}", number.cast(pl.String).str.pad_start(8, "0"))
        cents = ((number * 104_729) % 90_000_000 - 45_000_000).cast(pl.Decimal(28, 4))
        frame = pl.DataFrame({"n": n}).select(
            company_id=pl.lit("CRONUS"),
            document_no=key,
            account_id=((number * 7919) % 90_000).cast(pl.String).str.pad_start(8, "0"),
            posting_date=pl.date(2025, 1, 1) + pl.duration(days=number % 365),
            description=pl.lit("old") if old else pl.format("Büromaterial {}, Lieferung", number % 977),
            amount=cents / pl.lit(100).cast(pl.Decimal(28, 4)),
            currency_code=pl.lit("EUR"),
            is_open=number % 2 == 0,
            changed=pl.datetime(2025, 1, 1) + pl.duration(seconds=number),
            customer_id=pl.when(number % 3 != 0).then(pl.format("D{}", number % 5000)),
        )
        cells = frame.with_columns(pl.col("amount").cast(pl.Decimal(28, 4)), pl.col("changed").dt.cast_time_unit("us"))
        table = cells.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
        schema = pa.schema([pa.field(f.name, _plain(f.type)) for f in table.schema])
        batch = table.cast(schema).to_batches()[0]
        ids = pl.select(pl.format("books/CRONUS:entry:{}", cells["document_no"])).to_series().to_list()
        yield Records(
            entity="entry",
            rows=batch,
            source_rows=pa.array(range(len(ids)), pa.int32()),
            origin=pa.array(ids, pa.string()),
            record_id=pa.array(ids, pa.string()),
            stamp=stamp,
            first_sequence=begin + (0 if old else rows),
        )


def _plain(kind: Any) -> Any:
    import pyarrow as pa

    return pa.string() if pa.types.is_large_string(kind) else kind


class Making:
    """Makes the records, and counts the seconds that it takes."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.seconds = 0.0
        self.cpu = 0.0

    def __iter__(self) -> Iterator[Any]:
        made = batches(self._rows)
        while True:
            began, cpu = time.perf_counter(), time.process_time()
            found = next(made, None)
            self.seconds += time.perf_counter() - began
            self.cpu += time.process_time() - cpu
            if found is None:
                return
            yield found
