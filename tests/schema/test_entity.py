"""Tests of entities and their fields."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import is_allowed
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.catalog import COMMON, load_entity
from legacy_adapters.schema.entity import AMOUNT, ARROW_TYPES, QUANTITY, Entity, Field, FieldType, nearest

ORDER = Entity(
    name="order",
    version="2.3",
    description="An order.",
    key=("company_id", "order_no"),
    fields=(
        Field("company_id", "text", "The company.", required=True),
        Field("order_no", "text", "The number.", required=True, length=9),
        Field("total", "amount", "The total."),
    ),
)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", pa.string()),
        ("amount", pa.decimal128(28, 4)),
        ("quantity", pa.decimal128(38, 12)),
        ("date", pa.date32()),
        ("datetime", pa.timestamp("us")),
        ("boolean", pa.bool_()),
        ("integer", pa.int64()),
    ],
)
def test_types_are_held_exactly(kind: FieldType, expected: pa.DataType) -> None:
    """Every type has its Arrow type; money and quantities are decimals, datetimes have no zone."""
    assert Field("x", kind, "X.").arrow_type == expected


def test_types_are_those_that_may_flow() -> None:
    """No type of the schema is one that a batch may not hold."""
    assert all(is_allowed(kind) for kind in ARROW_TYPES.values())


@pytest.mark.parametrize(("kind", "scale"), [("amount", 4), ("quantity", 12), ("text", None), ("integer", None)])
def test_scale_is_that_of_the_column(kind: FieldType, scale: int | None) -> None:
    """Amounts have four digits behind the point, quantities twelve, and nothing else has a scale."""
    field = Field("x", kind, "X.")
    assert field.scale == scale
    if pa.types.is_decimal(field.arrow_type):
        assert field.arrow_type.scale == scale


def test_largest_numbers_fit() -> None:
    """24 digits before the point of an amount and 26 before that of a quantity are held to the last digit."""
    amount, quantity = Decimal("9" * 24 + "." + "9" * 4), Decimal("9" * 26 + "." + "9" * 12)
    assert pa.array([amount], AMOUNT).to_pylist() == [amount]
    assert pa.array([quantity], QUANTITY).to_pylist() == [quantity]


def test_field_is_found_by_name() -> None:
    """A field is found by its name, and names are in order."""
    assert ORDER.field("total").type == "amount"
    assert ORDER.names == ("company_id", "order_no", "total")


def test_unknown_field_names_the_nearest() -> None:
    """Asking for a field that is not there says which one may be meant, and ends with the code for settings."""
    with pytest.raises(ConfigError, match=r"order has no field 'order_number'\n  Did you mean order_no\?") as caught:
        ORDER.field("order_number")
    assert caught.value.exit_code == 78


def test_arrow_schema_says_what_columns_mean() -> None:
    """The Arrow schema has the fields in order, with their descriptions, and says which entity it is."""
    schema = ORDER.arrow_schema()
    assert [(column.name, column.type) for column in schema] == [
        ("company_id", pa.string()),
        ("order_no", pa.string()),
        ("total", pa.decimal128(28, 4)),
    ]
    assert schema.field("total").metadata == {b"description": b"The total."}
    assert schema.metadata == {b"entity": b"order", b"version": b"2.3"}


@pytest.mark.parametrize("name", COMMON)
def test_every_entity_has_an_arrow_schema(name: str) -> None:
    """The Arrow schema of each entity has one column per field, of its type, and an empty table can be made of it."""
    entity = load_entity(name)
    schema = entity.arrow_schema()
    assert schema.names == list(entity.names)
    assert [column.type for column in schema] == [field.arrow_type for field in entity.fields]
    assert schema.empty_table().num_rows == 0


def test_own_fields_come_last() -> None:
    """A project's fields stand behind the schema's and are marked as its own; the entity itself stays as it was."""
    extended = ORDER.with_fields([Field("route", "text", "The route."), Field("stops", "integer", "How many.")])
    assert extended.names == (*ORDER.names, "route", "stops")
    assert [field.own for field in extended.fields] == [False, False, False, True, True]
    assert (extended.key, extended.version) == (ORDER.key, ORDER.version)
    assert (extended.is_own, ORDER.is_own) == (True, False)


def test_no_own_fields_change_nothing() -> None:
    """Without fields to add the entity is the same."""
    assert ORDER.with_fields([]) == ORDER


@pytest.mark.parametrize("added", [["total"], ["route", "route"]])
def test_own_field_may_not_take_a_name(added: list[str]) -> None:
    """A name that the entity has already, or that is added twice, is an error that names it."""
    with pytest.raises(ConfigError, match=f"order already has a field '{added[-1]}'"):
        ORDER.with_fields([Field(name, "text", "X.") for name in added])


def test_nearest_names_come_first() -> None:
    """A name that resembles others offers those; one that resembles none offers all."""
    assert nearest("custommer", ["supplier", "customer"]) == "Did you mean customer?"
    assert nearest("zzz", ["supplier", "customer"]) == "There are: supplier, customer."
    assert nearest("zzz", []) == ""
