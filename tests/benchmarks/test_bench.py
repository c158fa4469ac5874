"""The runner: every copy is checked, and what is wrong has failed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.bench import Bench
from benchmarks.dataset import Dataset
from benchmarks.variants import STDLIB, Place, Variant, variants

ROWS = 200


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A run of two rounds over a small ledger."""
    return Bench(tmp_path, ROWS, 2, frozenset({STDLIB}))


@pytest.fixture
def data(bench: Bench) -> Dataset:
    """Its ledger."""
    return bench.dataset(ROWS)


def _stdlib() -> Variant:
    return next(variant for variant in variants() if variant.name == STDLIB)


def test_right_copy_is_measured_in_every_round(bench: Bench, data: Dataset) -> None:
    """Two rounds give two samples, and leave nothing but logs behind."""
    series = bench.copies(data, [_stdlib()], bench.rounds)[STDLIB]
    assert series.failure is None
    assert sorted(series.by_round) == [0, 1]
    assert not (bench.work / "run").exists()


def test_wrong_copy_has_failed(bench: Bench, data: Dataset) -> None:
    """However fast it is: a file that lacks rows is no result."""

    def first_line_only(place: Place) -> list[str]:
        right = _stdlib().command(place)
        cut = (
            f"import subprocess, pathlib; subprocess.run({right!r}, check=True); p = pathlib.Path({str(place.out)!r}); "
        )
        return [
            sys.executable,
            "-c",
            cut + "p.write_text(chr(10).join(p.read_text('utf-8').split(chr(10))[:2]), 'utf-8')",
        ]

    series = bench.copies(data, [replace(_stdlib(), command=first_line_only)], 1)[STDLIB]
    assert series.failure is not None
    assert "wrong result: rows: 1 instead of 200" in series.failure


def test_missing_copy_has_failed(bench: Bench, data: Dataset) -> None:
    """A process that ends well and writes nothing is found out."""
    silent = replace(_stdlib(), command=lambda place: [sys.executable, "-c", "pass"])
    assert (bench.copies(data, [silent], 1)[STDLIB].failure or "").startswith("wrong result")


def test_only_what_is_wanted_is_measured(bench: Bench) -> None:
    """Without a choice it is everything."""
    assert bench.wants(STDLIB)
    assert not bench.wants("pandas")
    assert replace(bench, only=frozenset()).wants("pandas")
