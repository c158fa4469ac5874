"""How a path's ending tells the format."""

from __future__ import annotations

from typing import get_args

import pytest

from legacy_adapters.sinks.files.kinds import (
    COMPRESSIONS,
    FORMATS,
    FileKind,
    dialect_of,
    kind_of,
    known_endings,
    options_problem,
    packing_of,
)
from legacy_adapters.sinks.text.settings import TextOptions


@pytest.mark.parametrize(
    ("path", "kind", "packing"),
    [
        ("out/{entity}.csv", "csv", None),
        ("X.CSV.GZ", "csv", "gzip"),
        ("a.b.jsonl.zst", "jsonl", "zstd"),
        ("a.parquet", "parquet", None),
        ("a.parquet.gz", None, "gzip"),
        ("a.xlsx", "xlsx", None),
        ("sftp://host/a.xml", "xml", None),
        ("a.gz", None, "gzip"),
        ("a", None, None),
    ],
)
def test_the_ending_tells_format_and_compression(path: str, kind: str | None, packing: str | None) -> None:
    """A compression stands behind the ending of a text file only."""
    assert (kind_of(path), packing_of(path)) == (kind, packing)


def test_all_known_endings_are_told() -> None:
    """And each of them is known."""
    endings = known_endings().split(", ")
    assert ".csv.zst" in endings
    assert all(kind_of(f"a{ending}") for ending in endings)
    assert set(FORMATS.values()) == set(COMPRESSIONS) == set(get_args(FileKind))


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "xml"])
def test_options_of_text_are_refused_where_they_mean_nothing(kind: FileKind) -> None:
    """In words, all of them; the envelope goes everywhere."""
    given = {"delimiter": ";", "decimals": "number", "envelope": "true"}
    assert (
        options_problem(kind, TextOptions.model_validate(given)) == f"decimals, delimiter cannot be stated for {kind}"
    )
    assert options_problem(kind, TextOptions(envelope=True)) is None


def test_dates_have_a_format_where_they_are_text() -> None:
    """XML has its values as text."""
    options = TextOptions(date_format="%d.%m.%Y")
    assert options_problem("xml", options) is None
    assert dialect_of("xml", options)["date_format"] == "%d.%m.%Y"
    assert options_problem("parquet", options) == "date_format cannot be stated for parquet"
    assert dialect_of("parquet", TextOptions()) == {"format": "parquet", "envelope": "False"}
    assert dialect_of("csv", TextOptions())["delimiter"] == ","
