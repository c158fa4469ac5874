"""The fields of events as columns."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from legacy_adapters.schema.entity import Field
from legacy_adapters.sources.events.cells import column_of


@pytest.mark.parametrize(
    ("kind", "values", "read"),
    [
        ("text", ["a", None, "", " x "], ["a", None, "", " x "]),
        ("boolean", [True, None, False], [True, None, False]),
        ("integer", [1, None, -(2**63), 2**63 - 1], [1, None, -(2**63), 2**63 - 1]),
        ("date", ["2024-02-29", None], [date(2024, 2, 29), None]),
        ("datetime", ["2024-02-29T01:02:03.000004", "2024-01-01T00:00:00"],
            [datetime(2024, 2, 29, 1, 2, 3, 4), datetime(2024, 1, 1)]),
        ("amount", ["12345678901234567890.1234", 5, Decimal("0.10"), "-0.5000", None, Decimal("1E+3")],
            [Decimal("12345678901234567890.1234"), Decimal(5), Decimal("0.1"), Decimal("-0.5"), None, Decimal(1000)]),
        ("quantity", ["0.123456789012"], [Decimal("0.123456789012")]),
    ],
)  # fmt: skip
def test_good_values_are_exact(kind: str, values: list[object], read: list[object]) -> None:
    """Strings or numbers, no double between."""
    column, faults = column_of(Field("f", kind, ""), values)  # type: ignore[arg-type]
    assert (column.to_pylist(), faults) == (read, [])


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", 5, "wrong_type"),
        ("text", {"a": 1}, "wrong_type"),
        ("text", "\udfff", "undecodable"),
        ("boolean", "true", "wrong_type"),
        ("boolean", 1, "wrong_type"),
        ("integer", "5", "wrong_type"),
        ("integer", Decimal("5.0"), "wrong_type"),
        ("integer", True, "wrong_type"),
        ("integer", 2**63, "number_too_large"),
        ("date", "31.01.2024", "not_a_date"),
        ("date", "2024-02-30", "not_a_date"),
        ("date", "0000-00-00", "not_a_date"),
        ("date", "2024-01-31T00:00:00", "not_a_date"),
        ("date", "", "not_a_date"),
        ("date", 20240131, "wrong_type"),
        ("datetime", "2024-01-31T00:00:00Z", "not_a_date"),
        ("datetime", "2024-01-31T25:00:00", "not_a_date"),
        ("amount", "12,50", "not_a_number"),
        ("amount", "", "not_a_number"),
        ("amount", "EUR 5", "not_a_number"),
        ("amount", "1.23456", "too_many_decimals"),
        ("amount", Decimal("1E+400000"), "number_too_large"),
        ("amount", "1234567890123456789012345", "number_too_large"),
        ("amount", True, "wrong_type"),
    ],
)
def test_what_does_not_fit_is_null_and_a_fault(kind: str, value: object, code: str) -> None:
    """Never cut, rounded or guessed; the good ones beside it are read."""
    good = {"text": "x", "boolean": True, "integer": 1, "date": "2024-01-01", "datetime": "2024-01-01T00:00:00"}
    column, faults = column_of(Field("f", kind, ""), [good.get(kind, "1"), value])  # type: ignore[arg-type]
    assert [cell is None for cell in column.to_pylist()] == [False, True]
    assert [(row, found) for row, found, _ in faults] == [(1, code)]


def test_length_and_codes_are_checked() -> None:
    """What a database would refuse is told before; a list of codes that is open takes others."""
    short = column_of(Field("f", "text", "", length=2), ["ab", "abc"])[1]
    closed = column_of(Field("f", "text", "", codes=("A", "B")), ["A", "C", None])[1]
    grows = column_of(Field("f", "text", "", codes=("A",), open=True), ["C"])[1]
    assert (short, closed, grows) == ([(1, "text_too_long", "abc")], [(1, "unknown_code", "C")], [])
