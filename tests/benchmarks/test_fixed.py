"""The measure of fixed-width records."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.fixed import make, one_pass, samples


def test_every_sample_is_read_as_it_was_written(tmp_path: Path) -> None:
    """With the sum that it was made with; another sum is an error."""
    for sample in samples():
        path = tmp_path / "data"
        total = make(path, sample, 200)
        assert one_pass(path, sample, total)[0] == 200
        with pytest.raises(ValueError, match="the amounts are"):
            one_pass(path, sample, total + Decimal(1))
