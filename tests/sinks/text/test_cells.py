"""Values as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import ConfigError, Defect
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.sinks.text.cells import cells_of, columns_of, numbered
from legacy_adapters.sinks.text.settings import TextOptions

AMOUNT = pa.decimal128(28, 4)


def written(
    values: list[object],
    kind: pa.DataType,
    options: TextOptions | None = None,
    currencies: list[str | None] | None = None,
    decimal: str = ".",
) -> list[str | None]:
    """The values of a column ``x`` as text; ``currencies`` are those of the same rows."""
    columns = {"x": pa.array(values, kind), "currency": pa.array(currencies or [None] * len(values), pa.string())}
    batch = pa.RecordBatch.from_pydict(columns)
    of = {"x": "currency"} if currencies is not None else {}
    rows = numbered(batch)
    [cell, _] = cells_of(batch.schema, of, options or TextOptions(), decimal=decimal)
    return rows.select(cell.text.alias("x"))["x"].to_list()


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        ("12.5000", "EUR", "12.50"),
        ("0.0375", "EUR", "0.0375"),
        ("-0.0100", "EUR", "-0.01"),
        ("1000.0000", "JPY", "1000"),
        ("1000.5000", "JPY", "1000.5"),
        ("1.0000", "KWD", "1.000"),
        ("1.0000", None, "1.00"),
        ("0.0000", "EUR", "0.00"),
    ],
)
def test_amounts_have_the_minor_units_of_their_currency(value: str, currency: str | None, text: str) -> None:
    """At least those, and no further zeros; two where the currency is not known."""
    assert written([Decimal(value), None], AMOUNT, currencies=[currency, currency]) == [text, None]


def test_each_amount_has_the_minor_units_of_its_own_currency() -> None:
    """Where the rows of a batch differ, each has its own; an unknown currency has two."""
    amounts: list[object] = [Decimal(5)] * 5
    assert written(amounts, AMOUNT, currencies=["EUR", "JPY", "KWD", None, "???"]) == [
        "5.00",
        "5",
        "5.000",
        "5.00",
        "5.00",
    ]


def test_an_amount_whose_currency_is_in_no_column_has_two_decimals() -> None:
    """An entity may have amounts and no currency."""
    batch = pa.RecordBatch.from_pydict({"x": pa.array([Decimal(5)], AMOUNT)})
    rows = numbered(batch)
    [cell] = cells_of(batch.schema, {"x": ""}, TextOptions())
    assert rows.select(cell.text).to_series().to_list() == ["5.00"]


def test_quantities_and_rates_have_no_trailing_zeros() -> None:
    """Decimals that are no amounts are as short as they are exact."""
    values: list[object] = [Decimal("1.250000000000"), Decimal(100), Decimal("0.000000000001"), None]
    assert written(values, pa.decimal128(38, 12)) == ["1.25", "100", "0.000000000001", None]


def test_a_decimal_comma_is_for_decimals_and_doubles() -> None:
    """Nothing else has a decimal sign."""
    assert written([Decimal("1.5")], AMOUNT, decimal=",") == ["1,5"]
    assert written([1.5], pa.float64(), decimal=",") == ["1,5"]


def test_dates_and_times_are_iso_8601() -> None:
    """Fractions of a second only where there are any; Z where it is UTC, never where no zone was stated."""
    noon = datetime(2024, 1, 31, 12)
    assert written([date(2024, 1, 31), date(1, 1, 1)], pa.date32()) == ["2024-01-31", "0001-01-01"]
    assert written([noon, noon.replace(microsecond=1)], pa.timestamp("us")) == [
        "2024-01-31T12:00:00",
        "2024-01-31T12:00:00.000001",
    ]
    assert written([noon.replace(tzinfo=UTC)], pa.timestamp("us", "UTC")) == ["2024-01-31T12:00:00Z"]
    assert written([time(7, 5), time(7, 5, 0, 500_000)], pa.time64("us")) == ["07:05:00", "07:05:00.500"]


def test_stated_formats_are_kept_to() -> None:
    """%f has six digits as in Python, and %% stays a per cent sign."""
    options = TextOptions(date_format="%d.%m.%y %%f", datetime_format="%d/%m/%Y %H:%M:%S.%f")
    moment = datetime(2024, 1, 31, 12, 0, 0, 70)
    assert written([date(2024, 1, 31)], pa.date32(), options) == ["31.01.24 %f"]
    assert written([moment], pa.timestamp("us"), options) == ["31/01/2024 12:00:00.000070"]
    assert written([moment.replace(tzinfo=UTC)], pa.timestamp("us", "UTC"), options) == ["31/01/2024 12:00:00.000070"]


def test_other_types_are_plain() -> None:
    """Booleans, whole numbers, doubles by their shortest digits, mixed columns by their text."""
    assert written([True, False, None], pa.bool_()) == ["true", "false", None]
    assert written([2**63 - 1, -1], pa.int64()) == ["9223372036854775807", "-1"]
    assert written([0.1, -2.5], pa.float64()) == ["0.1", "-2.5"]
    mixed: list[object] = [{"text": "12", "number": True}, {"text": None, "number": None}, None]
    assert written(mixed, MIXED) == ["12", None, None]


def test_a_type_that_no_reader_hands_over_is_a_defect() -> None:
    """The list of types is closed; anything else must not come this far."""
    with pytest.raises(Defect, match="x: a column of type Binary"):
        written([b"x"], pa.binary())


def test_the_envelope_follows_the_fields() -> None:
    """So that a column's place does not change when it is switched on."""
    names = columns_of("row", pa.schema([("name", pa.string())]), envelope=True).names
    assert names == ["name", *ENVELOPE.names]


def test_a_column_name_used_twice_is_refused() -> None:
    """`SELECT a.id, b.id`, or a field called like one of the envelope's."""
    twice = pa.schema([("id", pa.string()), ("id", pa.string())])
    with pytest.raises(ConfigError, match="row: two columns are called id"):
        columns_of("row", twice, envelope=False)
    with pytest.raises(ConfigError, match="two columns are called origin"):
        columns_of("row", pa.schema([("origin", pa.string())]), envelope=True)


def test_rows_that_are_no_records_keep_the_scale_of_their_decimals() -> None:
    """No schema says what is an amount there, so that no zero of the source's is taken off."""
    batch = pa.RecordBatch.from_pydict({"x": pa.array([Decimal("12.50"), Decimal("3.00")], pa.decimal128(18, 2))})
    (cell,) = cells_of(batch.schema, None, TextOptions())
    assert numbered(batch).select(cell.text.alias("x"))["x"].to_list() == ["12.50", "3.00"]
