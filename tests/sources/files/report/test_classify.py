"""What lines are."""

from __future__ import annotations

import polars as pl

from legacy_adapters.sources.files.report.classify import LineKind, classified
from tests.sources.files.report.pages import settings


def lines(*texts: str | None) -> pl.DataFrame:
    numbers = list(range(1, len(texts) + 1))
    return pl.DataFrame(
        {"number": numbers, "text": list(texts), "of_page": [9] * len(texts)}, schema_overrides={"text": pl.String}
    )


def test_kinds() -> None:
    """Blank, group, total, row, skipped, unknown; a total goes before a row."""
    found = classified(
        settings(skip=["^--"], detail=r"^(?<T>.+ \d+)$", sums=[{"match": r"^Summe (?<T>\d+)"}]),
        lines("", "Konto 1200", "Summe 3", "A 1", "---", "?", None),
        {},
    )
    assert [LineKind(kind).name for kind in found.lines["kind"]] == [
        "SKIPPED", "GROUP", "TOTAL", "DETAIL", "SKIPPED", "UNKNOWN", "UNKNOWN"
    ]  # fmt: skip


def test_an_outer_group_ends_the_inner_ones() -> None:
    """Values hold until the next one, also from the block before."""
    format_ = settings(groups={"a": r"^A (\w+)", "b": r"^B (\w+)"}, detail=r"^(?<T>\d)$", sums=[])
    found = classified(format_, lines("1", "B y", "2", "A x", "3"), {"a": "w", "b": "v"})
    details = found.lines.filter(pl.col("kind") == LineKind.DETAIL).select("a", "b", "T").rows()
    assert details == [("w", "v", "1"), ("w", "y", "2"), ("x", None, "3")]
    assert found.groups == {"a": "x"}
    assert classified(format_, lines(), {"a": "w"}).groups == {"a": "w"}
