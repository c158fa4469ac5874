"""Tests of the common schema for other programs and for people."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.schema.catalog import COMMON, load_entity
from legacy_adapters.schema.entity import Entity, Field
from legacy_adapters.schema.export import DIALECT, TableRow, json_schema, schema_id, table_rows

ROUTE = Entity(
    name="route",
    version="1.2",
    description="A delivery route.",
    key=("company_id", "branch"),
    fields=(
        Field("company_id", "text", "The company.", required=True),
        Field("branch", "text", "The branch.", empty_text=True, length=9),
        Field("state", "text", "The state.", required=True, codes=("planned", "driven")),
        Field("mood", "text", "The mood.", codes=("good", "bad")),
        Field("kind", "text", "The kind.", codes=("day", "night"), open=True, path="Header/Kind"),
        Field("cost", "amount", "The cost.", required=True),
        Field("driven_on", "date", "The day."),
        Field("is_long", "boolean", "Whether."),
    ),
)


def pattern_of(kind: str) -> re.Pattern[str]:
    """The pattern that a field of this type has in a JSON Schema."""
    entity = Entity("x", "1.0", "X.", ("a",), (Field("a", kind, "A."),))  # type: ignore[arg-type]
    return re.compile(json_schema(entity)["properties"]["a"]["pattern"])


def test_json_schema_of_an_entity() -> None:
    """What is required must be there, the rest may be null; codes are listed where the list is closed."""
    assert json_schema(ROUTE) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:legacy-adapters:schema:route:1.2",
        "title": "route",
        "description": "A delivery route.",
        "type": "object",
        "properties": {
            "company_id": {"description": "The company.", "type": "string"},
            "branch": {"description": "The branch.", "type": "string", "maxLength": 9},
            "state": {"description": "The state.", "type": "string", "enum": ["planned", "driven"]},
            "mood": {"description": "The mood.", "type": ["string", "null"], "enum": ["good", "bad", None]},
            "kind": {"description": "The kind.", "type": ["string", "null"], "examples": ["day", "night"]},
            "cost": {
                "description": "The cost.",
                "type": "string",
                "pattern": r"^-?[0-9]{1,24}(\.[0-9]{1,4})?$",
            },
            "driven_on": {"description": "The day.", "type": ["string", "null"], "format": "date"},
            "is_long": {"description": "Whether.", "type": ["boolean", "null"]},
        },
        "required": ["company_id", "branch", "state", "cost"],
    }


@pytest.mark.parametrize("name", COMMON)
def test_every_entity_has_a_json_schema(name: str) -> None:
    """The JSON Schema of each entity is JSON, has every field in order with its meaning, and requires the key."""
    entity = load_entity(name)
    schema: dict[str, Any] = json.loads(json.dumps(json_schema(entity)))
    assert (schema["$schema"], schema["$id"]) == (DIALECT, f"urn:legacy-adapters:schema:{name}:1.0")
    assert list(schema["properties"]) == list(entity.names)
    assert set(entity.key) <= set(schema["required"]) <= set(entity.names)
    assert all(form["description"] and form["type"] for form in schema["properties"].values())
    nullable = {field for field, form in schema["properties"].items() if isinstance(form["type"], list)}
    assert nullable == set(entity.names) - set(schema["required"])


def test_schemas_do_not_share_their_parts() -> None:
    """Changing a schema that was given out changes no other."""
    json_schema(ROUTE)["properties"]["cost"]["type"] = "number"
    assert json_schema(ROUTE)["properties"]["cost"]["type"] == "string"


def test_schema_that_a_project_added_to_has_another_id() -> None:
    """An entity with a project's fields is not the common one, and is not called so."""
    extended = ROUTE.with_fields([Field("truck", "text", "The truck.")])
    assert schema_id(ROUTE) == "urn:legacy-adapters:schema:route:1.2"
    assert schema_id(extended) == "urn:legacy-adapters:schema:route:1.2:own"


@given(st.decimals(places=4, min_value=-(10**20), max_value=10**20))
def test_amounts_are_strings_to_the_digit(value: Any) -> None:
    """Every amount as it is written fits the pattern."""
    assert pattern_of("amount").search(f"{value:f}")


@pytest.mark.parametrize("text", ["", "-", "1e3", "1,5", ".5", "5.", "1.23456", "+1", " 1", "1" * 25, "NaN", "٣"])
def test_other_text_is_no_amount(text: str) -> None:
    """Exponents, commas, a fifth decimal, digits of other scripts and whatever does not fit are no amount."""
    assert not pattern_of("amount").search(text)


@pytest.mark.parametrize("text", ["1" * 26, "0.123456789012", "-7.5"])
def test_quantities_have_twelve_decimals(text: str) -> None:
    """A quantity has up to 26 digits and 12 decimals."""
    assert pattern_of("quantity").search(text)
    assert not pattern_of("quantity").search(text + ("1" if "." not in text else "1" * 12))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2024-12-31T23:59:59", True),
        ("2024-12-31T23:59:59.123456", True),
        ("2024-12-31T23:59:59Z", False),
        ("2024-12-31 23:59:59", False),
        ("2024-12-31", False),
    ],
)
def test_datetimes_have_no_zone(text: str, fits: bool) -> None:
    """A datetime is a local time, with no zone that the source never stated."""
    assert bool(pattern_of("datetime").search(text)) == fits


def test_integers_are_of_64_bits() -> None:
    """An integer has the bounds of what holds it."""
    form = json_schema(load_entity("bank_transaction"))["properties"]["line_no"]
    assert (form["type"], form["minimum"], form["maximum"]) == ("integer", -(2**63), 2**63 - 1)


def test_table_marks_key_and_required() -> None:
    """A row says what is part of the key, what is required, how long a text may be, and which codes there are."""
    rows = table_rows(ROUTE)
    assert [row.mark for row in rows] == ["*", "*", "!", "", "", "!", "", ""]
    assert rows[1].type == "text(9)"
    assert rows[2].meaning == "The state. (planned, driven)"
    assert rows[4] == TableRow("kind", "", "text", "The kind. (day, night, …)", "Header/Kind")


@pytest.mark.parametrize("name", COMMON)
def test_table_has_every_field(name: str) -> None:
    """The table of each entity has a row for each field, in order."""
    assert [row.name for row in table_rows(load_entity(name))] == list(load_entity(name).names)
