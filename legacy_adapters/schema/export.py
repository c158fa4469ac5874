"""The common schema for other programs (JSON Schema) and for people (the rows of a table)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from legacy_adapters.schema.entity import Entity, Field, FieldType

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_FORMS: Final[dict[FieldType, dict[str, Any]]] = {
    "text": {"type": "string"},
    "amount": {"type": "string", "pattern": r"^-?[0-9]{1,24}(\.[0-9]{1,4})?$"},
    "quantity": {"type": "string", "pattern": r"^-?[0-9]{1,26}(\.[0-9]{1,12})?$"},
    "date": {"type": "string", "format": "date"},
    # The format date-time demands a zone, which a source that never stated one does not have.
    "datetime": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
}


def schema_id(entity: Entity) -> str:
    """The id of an entity's JSON Schema; one that a project added to is not the common one, and is called otherwise."""
    return f"urn:legacy-adapters:schema:{entity.name}:{entity.version}" + (":own" if entity.is_own else "")


def json_schema(entity: Entity) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an entity's records as JSON.

    Amounts and quantities are strings, so that no reader makes doubles of them. What is not required may be null or
    absent. Other properties are allowed: the envelope, ``extra``, and fields of later minor versions.
    """
    return {
        "$schema": DIALECT,
        "$id": schema_id(entity),
        "title": entity.name,
        "description": entity.description,
        "type": "object",
        "properties": {field.name: _property(field) for field in entity.fields},
        "required": [field.name for field in entity.fields if field.required or field.empty_text],
    }


def _property(field: Field) -> dict[str, Any]:
    form = {"description": field.description} | _FORMS[field.type]
    optional = not (field.required or field.empty_text)
    if optional:
        form["type"] = [form["type"], "null"]
    if field.length is not None:
        form["maxLength"] = field.length
    if field.codes and field.open:
        form["examples"] = list(field.codes)
    elif field.codes:
        form["enum"] = [*field.codes, *([None] if optional else [])]
    return form


@dataclass(frozen=True, slots=True)
class TableRow:
    """One field for a person: ``mark`` is ``*`` for a part of the key, ``!`` for what is required, else empty."""

    name: str
    mark: str
    type: str
    meaning: str
    path: str


def table_rows(entity: Entity) -> list[TableRow]:
    """The fields of an entity as the rows of a table, codes behind the meaning, with ``…`` where their list is open."""
    return [
        TableRow(
            name=field.name,
            mark="*" if field.name in entity.key else "!" if field.required else "",
            type=field.type if field.length is None else f"{field.type}({field.length})",
            meaning=f"{field.description}{_codes(field)}",
            path=field.path or "",
        )
        for field in entity.fields
    ]


def _codes(field: Field) -> str:
    return f" ({', '.join([*field.codes, *(['…'] if field.open else [])])})" if field.codes else ""
