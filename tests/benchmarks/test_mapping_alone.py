"""The mapping measured by itself."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pytest

from benchmarks.mapping_alone import one_pass
from legacy_adapters.core.batch import Batch
from legacy_adapters.core.protocols import Mapped


def _batch(rows: int) -> Batch:
    cells = pa.array(["x"] * rows)
    return Batch("gl", "", "start", pa.record_batch({"entry_no": cells}), cells, None)


@dataclass(slots=True)
class _Mapper:
    """Loses some rows of every batch."""

    lost: int = 0
    seen: int = 0

    def __call__(self, batch: Batch) -> Mapped:
        self.seen += batch.rows.num_rows
        return Mapped((), (), batch.rows.num_rows - self.lost, 0)


def test_every_batch_is_mapped_and_timed() -> None:
    """A pass goes over all rows and gives both times."""
    mapper = _Mapper()
    wall, cpu = one_pass([_batch(3), _batch(4)], mapper)
    assert mapper.seen == 7
    assert wall > 0
    assert cpu >= 0


def test_rows_that_do_not_go_through_are_no_measurement() -> None:
    """A mapping that rejects what it should map would be fast."""
    with pytest.raises(ValueError, match="5 of 7 rows were mapped"):
        one_pass([_batch(3), _batch(4)], _Mapper(lost=1))
