"""From numpy to Arrow."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from legacy_adapters.sources.files.fixed.kinds.arrow import buffer, nothing, taken, validity


def test_validity() -> None:
    """One bit a row, and how many are null; no bitmap where all are good."""
    bitmap, nulls = validity(np.array([True, False, True]))
    assert bitmap is not None
    assert (bitmap.to_pybytes()[0], nulls) == (0b101, 1)
    assert validity(np.array([True])) == validity(None) == (None, 0)


def test_taking() -> None:
    """A negative place is null."""
    assert taken(pa.array(["a", "b"]), np.array([1, -1, 0])).to_pylist() == ["b", None, "a"]
    assert nothing(2, pa.int64()).to_pylist() == [None, None]
    assert buffer(np.array([1, 2], np.uint8)).to_pybytes() == b"\x01\x02"
