"""Parquet among other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.parquet.recognise import has_end, recognise
from legacy_adapters.sources.files.parquet.settings import ParquetSettings


def test_parquet_is_known_by_its_beginning() -> None:
    """Its name does not matter."""
    found = recognise(Sample(Path("a.dat"), b"PAR1....", 8))
    assert found is not None
    assert found.settings == ParquetSettings()


@pytest.mark.parametrize("head", [b"", b"PAR", b"PARTNER;NAME", b"xPAR1"])
def test_other_files(head: bytes) -> None:
    """They are left to others."""
    assert recognise(Sample(Path("a.parquet"), head, len(head))) is None


@pytest.mark.parametrize(
    ("content", "whole"), [(b"PAR1 ... PAR1", True), (b"PAR1 ...", False), (b"PAR1", False), (b"", False)]
)
def test_the_end(tmp_path: Path, content: bytes, whole: bool) -> None:
    """A file that was cut off does not end so."""
    (tmp_path / "a").write_bytes(content)
    assert has_end(tmp_path / "a") == whole
