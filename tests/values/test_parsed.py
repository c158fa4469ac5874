"""How a column is read once, quickly where it is usual and closely where it is not."""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.reject import REASONS
from legacy_adapters.values.parsed import (
    FAULT,
    Parsed,
    fault_where,
    faultless,
    in_turn,
    polars_type,
    read_mixed,
    read_once,
    where,
)
from tests.values.reading import COLUMN, read


class _Length:
    """A reader that gives each text its length, faults those with an x, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str | None]] = []

    def __call__(self, texts: pl.Series) -> pl.DataFrame:
        self.asked.append(texts.to_list())
        fault = fault_where(pl.col("text").str.contains("x"), "not_a_number")
        found = texts.to_frame("text").select(
            pl.col("text").str.len_bytes().cast(pl.Int64).alias("value"), fault.alias("fault")
        )
        return found.select(pl.when(pl.col("fault").is_null()).then("value"), "fault")


def _short(texts: pl.Series) -> pl.Series:
    lengths = texts.str.len_bytes().cast(pl.Int64)
    return where(lengths < 3, lengths)


def test_every_reason_can_be_a_fault() -> None:
    """The type of faults knows each reason code, in their order."""
    assert FAULT.categories.to_list() == list(REASONS)


def test_what_the_first_attempt_reads_goes_no_further() -> None:
    """Where the quick way reads every row, the close one is not asked."""
    closely = _Length()
    assert read(read_once(COLUMN, pl.Int64(), in_turn([_short], closely)), ["a", "bc"]) == [(1, None), (2, None)]
    assert closely.asked == []


def test_what_the_first_attempt_leaves_is_read_closely_and_put_back_in_place() -> None:
    """The close way sees only the rows that were left, and their results stand in the right rows."""
    closely = _Length()
    found = in_turn([_short], closely)(pl.Series(["a", "wxyz", "bc", "four", None]))
    assert closely.asked == [["wxyz", "four"]]
    assert found.rows() == [(1, None), (None, "not_a_number"), (2, None), (4, None), (None, None)]


def test_nothing_is_no_fault() -> None:
    """Nulls and empty texts are null without a fault, and are not looked at."""
    closely = _Length()
    assert in_turn([lambda texts: _short(texts).clear(len(texts))], closely)(pl.Series(["", None, "ab"])).rows() == [
        (None, None),
        (None, None),
        (2, None),
    ]
    assert closely.asked == [["ab"]]


def test_attempts_are_made_in_their_order() -> None:
    """The second attempt reads what the first did not, and the last resort gets what is left of both."""
    closely = _Length()
    shorter = in_turn([lambda texts: where(texts == "a", texts.str.len_bytes().cast(pl.Int64)), _short], closely)
    assert shorter(pl.Series(["long", "ab", "a"]))["value"].to_list() == [4, 2, 1]
    assert closely.asked == [["long"]]


@pytest.mark.parametrize("rows", [[], [None, None]])
def test_no_rows_and_no_values_are_read_too(rows: list[None]) -> None:
    """A batch without rows, and a column of nulls, have nothing to read and no fault."""
    assert read(read_once(COLUMN, pl.Int64(), in_turn([_short], _Length())), rows) == [(None, None)] * len(rows)


@pytest.mark.parametrize("native", [[True, True, True], [False, False, False], [True, False, None]])
def test_mixed_cells_go_to_the_reader_of_their_kind(native: list[bool | None]) -> None:
    """Numbers go to the one reader, texts and cells of unknown kind to the other, and all come back in place."""
    frame = pl.DataFrame({"text": ["a", "bc", "xyz"], "number": pl.Series(native, dtype=pl.Boolean)})
    numbers = in_turn([lambda texts: pl.Series([-1] * len(texts), dtype=pl.Int64)], _Length())
    mixed = read_mixed(pl.col("text"), pl.col("number"), pl.Int64(), numbers=numbers, texts=_Length())
    found = frame.lazy().select(mixed.staged("read")[0]).collect()["read"].struct.unnest().rows()
    expected = [(1, None), (2, None), (None, "not_a_number")]
    assert found == [(-1, None) if is_number else row for is_number, row in zip(native, expected, strict=True)]


def test_staged_is_read_once() -> None:
    """What is staged is worked out once, however often value and fault are used."""
    closely = _Length()
    first, then = read_once(COLUMN, pl.Int64(), closely).staged("read")
    assert then.fault is not None
    frame = (
        pl.DataFrame({"column": ["a"]})
        .lazy()
        .select(first)
        .select(then.value, (then.value + 1).alias("more"), then.fault)
    )
    assert frame.collect().height == 1
    assert closely.asked == [["a"]]


def test_staged_values_without_faults_have_none() -> None:
    """What cannot fail is staged as its value alone."""
    first, then = Parsed(pl.col("a") + 1, None).staged("read")
    assert then.fault is None
    assert pl.DataFrame({"a": [1]}).select(first).select(then.value).rows() == [(2,)]


def test_staged_pairs_of_expressions_stay_pairs() -> None:
    """A value and a fault that are not one struct yet become one."""
    first, then = Parsed(pl.col("a"), fault_where(pl.col("a") > 1, "number_too_large")).staged("read")
    assert then.fault is not None
    rows = pl.DataFrame({"a": [1, 2]}).select(first).select(then.value.alias("a"), then.fault.alias("b")).rows()
    assert rows == [(1, None), (2, "number_too_large")]


def test_a_literal_stands_for_every_row() -> None:
    """A constant is read once and spreads over the rows beside it."""
    first, then = read_once(pl.lit("ab"), pl.Int64(), in_turn([_short], _Length())).staged("read")
    frame = pl.DataFrame({"a": [1, 2, 3]}).lazy().with_columns(first).select("a", then.value.alias("b"))
    assert frame.collect()["b"].to_list() == [2, 2, 2]


def test_faultless_values_have_a_null_for_each_fault() -> None:
    """Values without faults are as many nulls as values."""
    assert faultless(pl.Series("x", [1, None])).rows() == [(1, None), (None, None)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (pa.string(), pl.String()),
        (pa.decimal128(18, 2), pl.Decimal(18, 2)),
        (pa.timestamp("us", "UTC"), pl.Datetime("us", "UTC")),
        (pa.date32(), pl.Date()),
        (MIXED, pl.Struct({"text": pl.String(), "number": pl.Boolean()})),
        (pl.Int64(), pl.Int64()),
    ],
    ids=str,
)
def test_types_of_arrow_and_polars_are_both_understood(kind: Any, expected: pl.DataType) -> None:
    """A column's type may be given as Arrow or as Polars calls it."""
    assert polars_type(kind) == expected
