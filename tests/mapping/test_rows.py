"""Values and faults by field."""

from __future__ import annotations

import polars as pl

from legacy_adapters.mapping.rows import Rows
from legacy_adapters.values.parsed import FAULT


def rows() -> Rows:
    """Three rows with a text field, and two without values."""
    found = Rows(3, {"a": pl.String(), "b": pl.Date()})
    found.values["a"] = pl.Series(["x", None, "z"])
    return found


def codes(*texts: str | None) -> pl.Series:
    """A column of faults."""
    return pl.Series(texts, dtype=FAULT)


def test_a_field_without_values_has_nulls() -> None:
    """Of its own type."""
    assert rows().value("a").to_list() == ["x", None, "z"]
    assert rows().value("b").dtype == pl.Date
    assert rows().value("b").to_list() == [None] * 3


def test_the_first_fault_stays() -> None:
    """Later ones fill only what is free; those of the reader come first."""
    found = rows()
    found.fault("a", codes(None, "lookup_miss", None))
    found.fault("a", codes("not_a_date", "not_a_date", None))
    assert found.faults["a"].to_list() == ["not_a_date", "lookup_miss", None]
    found.fault_first("a", codes("undecodable", None, "undecodable"))
    assert found.faults["a"].to_list() == ["undecodable", "lookup_miss", "undecodable"]


def test_no_fault_is_no_column() -> None:
    """So that well-formed rows cost nothing."""
    found = rows()
    found.fault("a", codes(None, None, None))
    found.fault_first("a", None)
    found.fault_where("a", pl.Series([False, False, False]), "lookup_miss")
    assert found.faults == {}
    assert found.faulty().to_list() == []
    assert found.faultless(["a"]) is None


def test_faults_may_be_limited_to_some_rows() -> None:
    """Where another field is at fault already nothing more is said."""
    found = rows()
    found.fault_where("b", pl.Series([True, False, False]), "not_a_date")
    found.fault("a", codes("lookup_miss", "lookup_miss", None), within=found.faultless(["a", "b"]))
    assert found.faults["a"].to_list() == [None, "lookup_miss", None]
    assert found.faulty().to_list() == [0, 1]
