"""The JSON Schema of the pipeline file has what the settings have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.runs.pipeline.file import PipelineFile
from legacy_adapters.runs.pipeline.schema import pipeline_json_schema

SCHEMA = pipeline_json_schema()


def _references(value: Any) -> set[str]:
    match value:
        case {"$ref": str(reference)}:
            return {reference} | _references({key: held for key, held in value.items() if key != "$ref"})
        case dict():
            return {found for held in value.values() for found in _references(held)}
        case list():
            return {found for held in value for found in _references(held)}
        case _:
            return set()


def test_it_is_json_with_its_draft_named() -> None:
    """An editor can read it as it is."""
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_reference_leads_somewhere() -> None:
    """No definition is missing."""
    assert _references(SCHEMA) <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_the_top_has_the_keys_of_the_file() -> None:
    """All keys are there, unknown ones are errors, and the name may be left out."""
    assert set(SCHEMA["properties"]) == set(PipelineFile.model_fields)
    assert SCHEMA["additionalProperties"] is False
    assert SCHEMA["required"] == ["version", "source", "streams"]
    assert SCHEMA["oneOf"] == [{"required": ["sink"]}, {"required": ["sinks"]}]


@pytest.mark.parametrize(
    ("name", "required"),
    [("DatabaseSource", ["kind", "url"]), ("FileSink", ["kind", "path"]), ("DatabaseStream", ["map"])],
)
def test_what_is_needed_is_required(name: str, required: list[str]) -> None:
    """Kinds must be named, and a stream needs a mapping."""
    assert SCHEMA["$defs"][name]["required"] == required
    assert SCHEMA["$defs"][name]["additionalProperties"] is False


def test_a_stream_takes_one_mapping_or_a_list() -> None:
    """Both forms are offered."""
    one, several = SCHEMA["$defs"]["DatabaseStream"]["properties"]["map"]["anyOf"]
    assert one == {"$ref": "#/$defs/MappingSettings"}
    assert several["items"] == one


def test_a_placeholder_may_stand_for_a_number() -> None:
    """An editor does not mark `connections: ${param:n}` as wrong."""
    connections = SCHEMA["$defs"]["DatabaseSource"]["properties"]["connections"]
    assert connections["anyOf"] == [{"type": "integer", "exclusiveMinimum": 0}, {"type": "string", "pattern": r"\$\{"}]
    assert connections["description"]


def test_every_key_is_described() -> None:
    """Whoever writes a file sees what each key means."""
    models = {"the top": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, schema in model.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert silent == []


def test_the_demonstration_uses_keys_that_are_there() -> None:
    """The top keys of a real file are all known."""
    from legacy_adapters.runs.pipeline.yaml_file import read_yaml

    demo = Path(__file__).parents[3] / "fixtures" / "nordhandel" / "pipelines" / "demo.yaml"
    keys = read_yaml(demo).plain()
    assert isinstance(keys, dict)
    assert set(keys) <= set(SCHEMA["properties"])


def test_a_stream_says_what_it_comes_after() -> None:
    """A name, the long form, or a list of both; none of it is required."""
    stream = SCHEMA["$defs"]["DatabaseStream"]
    name, long, several = stream["properties"]["after"]["anyOf"]
    assert name == {"type": "string"}
    assert several["items"]["anyOf"] == [name, long]
    assert "after" not in stream["required"]
