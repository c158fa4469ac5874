"""The JSON Schema of the pipeline file, for editors: the top, and what every kind of source and sink adds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pipeline.destinations import SpoolSettings, Terms
from legacy_adapters.runs.pipeline.file import PipelineFile
from legacy_adapters.runs.pipeline.stream_order import ComesAfter, Dependencies
from legacy_adapters.sinks import registry as sinks
from legacy_adapters.sources import registry as sources

Schema = dict[str, Any]

_PLACEHOLDER: Schema = {"type": "string", "pattern": r"\$\{"}


def pipeline_json_schema() -> Schema:
    """The JSON Schema (2020-12) of a pipeline file."""
    source_kinds = {kind: sources.settings_of(kind) for kind in sources.kinds()}
    stream_kinds = {kind: sources.stream_settings_of(kind) for kind in sources.kinds()}
    sink_kinds = {kind: sinks.settings_of(kind) for kind in sinks.kinds()}
    models: list[type[BaseModel]] = [
        PipelineFile,
        MappingSettings,
        ComesAfter,
        Dependencies,
        Terms,
        SpoolSettings,
        *source_kinds.values(),
        *stream_kinds.values(),
        *sink_kinds.values(),
    ]
    names, found = models_json_schema(
        [(model, "validation") for model in models], by_alias=True, ref_template="#/$defs/{model}"
    )
    definitions: dict[str, Schema] = found["$defs"]

    def named(model: type[BaseModel]) -> Schema:
        return names[(model, "validation")]

    mapping = {"anyOf": [named(MappingSettings), {"type": "array", "items": named(MappingSettings), "minItems": 1}]}
    stated_after = definitions.pop(_definition(named(Dependencies)))["properties"]["after"]
    one_before = {"anyOf": [{"type": "string"}, named(ComesAfter)]}
    before = {"anyOf": [*one_before["anyOf"], {"type": "array", "items": one_before}]}
    for model in stream_kinds.values():
        _add(definitions[_definition(named(model))], "after", _described(stated_after, before), required=False)
        stream = definitions[_definition(named(model))]
        described = {**mapping, "description": "What the rows become: one mapping, or a list of them."}
        _add(stream, "map", described, required=not getattr(model, "map_is_optional", False))
    for what, kinds in (("source", source_kinds), ("sink", sink_kinds)):
        for kind, model in kinds.items():
            stated = {"const": kind, "type": "string", "description": f"The kind of {what}."}
            _add(definitions[_definition(named(model))], "kind", stated)
    terms = definitions.pop(_definition(named(Terms)))["properties"]
    for model in sink_kinds.values():
        for key, stated in terms.items():
            definitions[_definition(named(model))]["properties"].setdefault(key, stated)
    top = definitions.pop(_definition(named(PipelineFile)))
    keys = top["properties"]
    keys["source"] = _described(keys["source"], _one_of(map(named, source_kinds.values())))
    any_sink = _one_of(map(named, sink_kinds.values()))
    keys["sink"] = _described(keys["sink"], any_sink)
    keys["sinks"] = _described(keys["sinks"], {"type": "array", "items": any_sink, "minItems": 1})
    keys["spool"] = _described(keys["spool"], named(SpoolSettings))
    keys["streams"]["additionalProperties"] = _one_of(map(named, stream_kinds.values()))
    top["required"] = [key for key in top["required"] if key != "name"]
    top["oneOf"] = [{"required": ["sink"]}, {"required": ["sinks"]}]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": definitions}
    filled: Schema = with_placeholders(schema)
    return filled


def _definition(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _add(model: Schema, key: str, schema: Schema, *, required: bool = True) -> None:
    """Adds a key, which must be there if it is ``required``."""
    model["properties"][key] = {**model["properties"].get(key, {}), **schema}
    if required:
        model["required"] = sorted({*model.get("required", ()), key})


def _described(before: Schema, schema: Schema) -> Schema:
    return {"description": before["description"], **schema}


def _one_of(schemas: Iterable[Schema]) -> Schema:
    listed = list(schemas)
    return listed[0] if len(listed) == 1 else {"anyOf": listed}


def with_placeholders(schema: Any) -> Any:
    """A number or a truth value may also come from a placeholder; an editor must not mark that as wrong."""
    match schema:
        case {"type": "integer" | "number" | "boolean"}:
            described = {key: value for key, value in schema.items() if key in ("description", "default", "title")}
            return {**described, "anyOf": [{k: v for k, v in schema.items() if k not in described}, _PLACEHOLDER]}
        case dict():
            return {key: with_placeholders(value) for key, value in schema.items()}
        case list():
            return [with_placeholders(value) for value in schema]
        case _:
            return schema
