"""Values that the pipeline file itself states."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.constants import constant, literal
from legacy_adapters.values.parsed import polars_type
from tests.mapping.thing import THING


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", " x ", " x "),
        ("net", "-1234.50", Decimal("-1234.50")),
        ("net", "1.50000", Decimal("1.5")),
        ("rate", "0.000000000001", Decimal("0.000000000001")),
        ("day", "2024-12-31", date(2024, 12, 31)),
        ("moment", "2024-12-31T23:59:59", datetime(2024, 12, 31, 23, 59, 59)),
        ("flag", "TRUE", True),
        ("count", "-7", -7),
        ("kind", "good", "good"),
    ],
)
def test_constants_are_written_plainly(field: str, text: str, value: object) -> None:
    """As JSON or ISO 8601 would have them, in no locale."""
    assert constant(text, THING.field(field), "here") == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("net", "1,5"),
        ("net", "1.00005"),
        ("net", "1" + "0" * 24),
        ("net", "NaN"),
        ("net", "x"),
        ("day", "31.12.2024"),
        ("moment", "2024-12-31T00:00:00+01:00"),
        ("flag", "J"),
        ("count", "1.0"),
        ("count", str(2**63)),
    ],
)
def test_what_the_field_cannot_hold_is_refused(field: str, text: str) -> None:
    """The error says where, and how it is written."""
    with pytest.raises(ConfigError, match=f"cannot be a value of {field}") as error:
        constant(text, THING.field(field), "here")
    assert error.value.where == "here"
    assert "such as" in error.value.hint or "true or false" in error.value.hint or "whole number" in error.value.hint


@pytest.mark.parametrize("field", ["kind", "state"])
def test_a_code_must_be_in_the_list(field: str) -> None:
    """The pipeline's own codes are the schema's, whether the list is open or not."""
    with pytest.raises(ConfigError, match=f"'goood' is not in the list of codes of {field}") as error:
        constant("goood", THING.field(field), "here")
    assert '"*": ~' in error.value.hint


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**23), max_value=10**23))
def test_amounts_stay_exact(amount: Decimal) -> None:
    """A literal in a column of its own is the number that was written."""
    field = THING.field("net")
    column = pl.select(literal(format(amount, "f"), field, "here")).to_series()
    assert column.dtype == polars_type(field.arrow_type)
    assert column.to_list() == [amount]
