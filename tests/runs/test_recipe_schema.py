"""The JSON Schema of a recipe has what recipes have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.runs.recipe_schema import recipe_json_schema
from legacy_adapters.runs.shipped import shipped
from legacy_adapters.runs.yaml_file import read_yaml
from legacy_adapters.sources.screen.recipe import Recipe

SCHEMA = recipe_json_schema()
RECIPES = sorted(path for path in shipped("scrapers").glob("*/*.yaml") if not path.stem.endswith(".map"))


def _references(value: Any) -> set[str]:
    match value:
        case {"$ref": str(reference)}:
            return {reference}
        case dict():
            return {found for held in value.values() for found in _references(held)}
        case list():
            return {found for held in value for found in _references(held)}
        case _:
            return set()


def test_it_is_json_with_its_draft_named() -> None:
    """An editor can read it as it is, and every reference leads somewhere."""
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert _references(SCHEMA) <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_the_top_has_the_keys_of_the_file() -> None:
    """All that a recipe has, and what it extends; unknown ones are errors, and none must be there."""
    assert set(SCHEMA["properties"]) == {*Recipe.model_fields, "extends"} - {"file"}
    assert SCHEMA["additionalProperties"] is False
    assert "required" not in SCHEMA


def test_every_key_is_described() -> None:
    """Whoever writes a recipe sees what each key means."""
    models = {"the top": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, schema in model.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert silent == []


def test_a_parameter_may_have_to_be_given() -> None:
    """`~` is no text, and an editor must not mark it as wrong; nor a number, which becomes text."""
    assert "null" in SCHEMA["properties"]["params"]["additionalProperties"]["type"]


def test_a_placeholder_may_stand_for_a_number() -> None:
    """As in a pipeline file."""
    assert {"type": "string", "pattern": r"\$\{"} in SCHEMA["$defs"]["Pace"]["properties"]["contexts"]["anyOf"]


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_recipes_that_are_shipped_have_keys_that_are_there(path: Path) -> None:
    """At the top and one level below, where one form is meant."""
    found = read_yaml(path).plain()
    assert isinstance(found, dict)
    assert set(found) <= set(SCHEMA["properties"])
    known = SCHEMA["$defs"]["TableSettings"]["properties"]
    assert set(found.get("table", {})) <= set(known)
