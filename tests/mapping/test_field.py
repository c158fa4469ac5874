"""The steps of one field together: conditions, signs, defaults, and what is forgiven."""

from __future__ import annotations

from decimal import Decimal

import pytest

from legacy_adapters.core.errors import ConfigError
from tests.mapping.thing import compiled, mapped, mixed, reasons, values

BOTH = {
    "debit": {"from": "A", "when": "SH = 'S'"},
    "credit": {"from": "A", "when": "SH = 'H'"},
}


def test_a_condition_decides_whether_there_is_a_value() -> None:
    """One column is debit or credit, as another says; blanks at its end do not count."""
    result = mapped(BOTH, {"A": ["1.5", "2.5", "3.5"], "SH": ["S", "H ", None]})
    rows = result.records[0].rows
    assert rows.column("debit").to_pylist() == [Decimal("1.5"), None, None]
    assert rows.column("credit").to_pylist() == [None, Decimal("2.5"), None]


def test_a_value_that_is_not_taken_has_no_fault() -> None:
    """What cannot be read is a reject only where the condition holds."""
    settings = {"from": "A", "when": "SH = 'S'"}
    assert values("net", settings, {"A": ["x", "x"], "SH": ["S", "H"]}) == ["not_a_number", None]


def test_a_condition_that_fails_is_the_fields_fault() -> None:
    """Its own casts can be at fault."""
    settings = {"from": "A", "when": "CAST(B AS DECIMAL(9,2)) > 0"}
    assert values("name", settings, {"A": ["x", "y"], "B": ["1", "z"]}) == ["x", "not_a_number"]


def test_a_default_is_for_what_is_not_there() -> None:
    """For empty cells, where the condition does not hold, and after the lookup; not for a null date."""
    assert values("name", {"from": "A", "default": "d"}, {"A": ["x", " "]}) == ["x", "d"]
    assert values("name", {"from": "A", "when": "A <> 'x'", "default": "d"}, {"A": ["x", "y"]}) == ["d", "y"]
    settings = {"from": "A", "default": "2000-01-01", "null_dates": "1753-01-01"}
    found = values("day", settings, {"A": ["1753-01-01", None]})
    assert [None if day is None else day.isoformat() for day in found] == [None, "2000-01-01"]


def test_a_default_does_not_hide_a_fault() -> None:
    """What is there and cannot be read is a reject all the same."""
    assert values("net", {"from": "A", "default": "0"}, {"A": ["x", None]}) == ["not_a_number", 0]


def test_a_sign_turns_an_amount_around() -> None:
    """Where the column has one of the negative values; what is not stated is positive."""
    settings = {"from": "A", "sign": {"from": "SH", "negative": ["H", "C"]}}
    assert values("net", settings, {"A": ["1", "2", "3", None], "SH": ["H ", "S", None, "H"]}) == [-1, 2, 3, None]


def test_signs_may_be_all_stated() -> None:
    """With the positive values stated any other is a reject, unless there is no amount."""
    settings = {"from": "A", "sign": {"from": "SH", "negative": "H", "positive": "S"}}
    found = values("net", settings, {"A": ["1", "1", "1", "1", None], "SH": ["H", "S", "?", None, "?"]})
    assert found == [-1, 1, "unknown_code", "unknown_code", None]


def test_a_sign_is_taken_before_rounding_mirrors() -> None:
    """Rounding is the same on both sides of zero."""
    settings = {"from": "A", "sign": {"from": "SH", "negative": "H"}, "round": "half_up"}
    raw = {"A": ["1.00005", "1.00005"], "SH": ["H", "S"]}
    assert values("net", settings, raw) == [Decimal("-1.0001"), Decimal("1.0001")]


def test_errors_may_be_forgiven() -> None:
    """With `on_error: null` what is missed by the lookup or cannot be read leaves the field empty."""
    assert values("net", {"from": "A", "on_error": "null"}, {"A": ["x", "1.23456", "1"]}) == [None, None, 1]
    assert values("state", {"from": "A", "on_error": "null"}, {"A": ["off", "?"]}) == ["off", "unknown_code"]


def test_expressions_are_not_forgiven() -> None:
    """The value itself is step one, and `on_error` is for the steps four to six."""
    settings = {"expr": "CAST(A AS DECIMAL(9,2))", "on_error": "null"}
    assert values("net", settings, {"A": ["x"]}) == ["not_a_number"]


def test_cells_that_the_reader_could_not_read() -> None:
    """The reader's reason is the field's, with the cell as text; other fields of the row keep theirs."""
    raw = {"A": ["x", None], "B": ["1", "z"]}
    result = mapped({"name": "A", "net": "B"}, raw, [(1, "A", "undecodable", "\\xff")])
    assert reasons(result) == [
        ("row 1", "name", "undecodable", "\\xff"),
        ("row 1", "net", "not_a_number", "z"),
    ]


def test_cells_that_nothing_uses_do_not_matter() -> None:
    """A fault in a column that is not mapped rejects nothing."""
    assert mapped({"name": "A"}, {"A": ["x"], "B": [None]}, [(0, "B", "undecodable", "?")]).rejects == ()


def test_unreadable_cells_may_be_forgiven() -> None:
    """With `on_error: null` the field is empty, unless the cell decides about its sign or condition."""
    faults = [(0, "A", "undecodable", "?")]
    assert mapped({"name": {"from": "A", "on_error": "null"}}, {"A": [None]}, faults).rejects == ()
    settings = {"from": "B", "when": "A = 'x'", "on_error": "null"}
    assert reasons(mapped({"name": settings}, {"A": [None], "B": ["b"]}, faults)) == [
        ("row 0", "name", "undecodable", "?")
    ]


def test_the_first_fault_of_a_field_is_its_reason() -> None:
    """A cell that is null because it could not be read is not missing as well."""
    result = mapped(
        {"name": "A", "kind": {"const": "good"}, "net": "B"},
        {"A": [None], "B": ["1"]},
        [(0, "A", "binary_value", "00")],
        to="strict",
    )
    assert reasons(result) == [("row 0", "name", "binary_value", "00")]


@pytest.mark.parametrize(
    ("field", "key", "value"),
    [
        ("name", "round", "half_up"),
        ("name", "sign", {"from": "A", "negative": "x"}),
        ("net", "date", "%d"),
        ("day", "zone", "UTC"),
        ("count", "implied_decimals", "2"),
        ("moment", "true", "J"),
        ("flag", "thousands", "."),
    ],
)
def test_settings_that_do_nothing_are_refused(field: str, key: str, value: object) -> None:
    """A setting for another type of field is a slip, and named."""
    with pytest.raises(ConfigError, match=f"`{key}` is for") as error:
        compiled({field: {"from": "A", key: value}}, {"ID": ["1"], "A": ["x"]})
    assert error.value.where == f"thing.{field}"


def test_a_scale_beyond_the_fields_is_refused() -> None:
    """An amount holds four decimals."""
    with pytest.raises(ConfigError, match="net holds 4 decimals"):
        compiled({"net": {"from": "A", "scale": "5"}}, {"ID": ["1"], "A": ["x"]})


def test_two_fields_of_one_column_are_read_once_and_alike() -> None:
    """What fields share is worked out once; what they do not share is not mixed up."""
    raw = {"A": mixed(("1.50", True), ("x", False))}
    fields = {
        "net": {"from": "A", "on_error": "null"},
        "rate": {"from": "A", "on_error": "null"},
        "name": {"from": "A", "case": "upper"},
        "part": "A",
    }
    rows = mapped(fields, raw).records[0].rows
    assert rows.column("net").to_pylist() == [Decimal("1.5"), None]
    assert rows.column("rate").to_pylist() == [Decimal("1.5"), None]
    assert rows.column("name").to_pylist() == ["1.50", "X"]
    assert rows.column("part").to_pylist() == ["1.50", "x"]
