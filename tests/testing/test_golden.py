"""Golden files in tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.runs.extract import Extraction
from legacy_adapters.runs.golden import Golden, NotAsExpected
from legacy_adapters.testing.golden import golden_inputs, verify_golden


def test_every_input_with_a_golden_file_is_found_and_verified(tmp_path: Path) -> None:
    """Also in folders below; an input without one is none."""
    for name in ("b/BUCH.TXT", "a.csv", "other.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("KONTO;BETRAG\n" + "".join(f"{n};{n},50\n" for n in range(1000, 1020)))
        if name != "other.csv":
            Golden(Extraction(source=str(path), to="")).record()
    inputs = golden_inputs(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in inputs] == ["a.csv", "b/BUCH.TXT"]
    for path in inputs:
        verify_golden(path)
    inputs[0].write_text("KONTO;BETRAG\n" + "".join(f"{n};{n},51\n" for n in range(1000, 1020)))
    with pytest.raises(NotAsExpected):
        verify_golden(inputs[0])
