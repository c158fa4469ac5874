"""The JSON Schema of a recipe has what recipes have."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from legacy_adapters.runs.pipeline.recipe_schema import recipe_json_schema
from legacy_adapters.runs.shipped import shipped
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
    models = {"the top": SCHEMA}
    for name, model in SCHEMA["$defs"].items():
        # A place may be a text alone.
        models |= {f"{name} {number}": form for number, form in enumerate(model.get("anyOf", [model]))}
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
def test_recipes_that_are_shipped_are_right_in_an_editor(path: Path) -> None:
    """As it reads YAML, with numbers that are numbers and places that are texts."""
    editor: Any = import_module("jsonschema").Draft202012Validator(SCHEMA)
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [f"{error.json_path}: {error.message}" for error in editor.iter_errors(found)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"tabel": {}},
        {"next": {"link": 5}},
        {"next": {"link": {"at": "#a", "selector": "#b"}}},
        {"version": 2},
        {"open": {"goto": "/"}},
    ],
)
def test_what_is_wrong_is_marked(wrong: dict[str, Any]) -> None:
    """An unknown key at any depth, and what is no place."""
    editor: Any = import_module("jsonschema").Draft202012Validator(SCHEMA)
    assert not editor.is_valid(wrong)
