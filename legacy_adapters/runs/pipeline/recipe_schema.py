"""The JSON Schema of a recipe for a screen, for editors."""

from __future__ import annotations

from legacy_adapters.runs.pipeline.schema import Schema, with_placeholders
from legacy_adapters.sources.screen.recipe import Recipe

_EXTENDS: Schema = {
    "type": "string",
    "description": "Another file of this form, relative to this one: what it has holds here too, with the keys of this "
    "file on top.",
}


def recipe_json_schema() -> Schema:
    """The JSON Schema (2020-12) of a recipe file. Nothing is required of one file alone: it may be in the file that it
    extends."""
    made = Recipe.model_json_schema(by_alias=True)
    keys = made["properties"]
    # It is known from where the file is.
    del keys["file"]
    keys["params"]["additionalProperties"] = {"type": ["string", "number", "boolean", "null"]}
    keys["extends"] = _EXTENDS
    # What stands in the file itself or at the first level below it may be in the one that it extends.
    made.pop("required", None)
    made["$defs"]["TableSettings"].pop("required", None)
    schema: Schema = with_placeholders({"$schema": "https://json-schema.org/draft/2020-12/schema", **made})
    return schema
