"""The contract of formats: what its small parts do."""

from __future__ import annotations

from pathlib import Path

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.format import HEAD_BYTES, Sample, fits


def test_a_sample_is_the_beginning_of_a_file(tmp_path: Path) -> None:
    """And its size."""
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * (HEAD_BYTES + 5))
    sample = Sample.of(path)
    assert (len(sample.head), sample.size, sample.path) == (HEAD_BYTES, HEAD_BYTES + 5, path)


def test_a_piece_is_full_by_rows_or_by_bytes() -> None:
    """Whichever comes first."""
    assert fits(9, 0, 10)
    assert not fits(10, 0, 10)
    assert not fits(1, BATCH_BYTES, 10)
