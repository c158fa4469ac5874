"""A mapping in words: what happens to each field, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Collection

from legacy_adapters.mapping.field_settings import FieldSettings, Part
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.schema.entity import Entity


def explain(settings: MappingSettings, entity: Entity, key: Collection[str], company: str | None) -> str:
    """The mapping as lines of text, for a person."""
    lines = [f"{entity.name}, one per row" + (f" where {settings.when}" if settings.when else "")]
    if settings.hook:
        lines.append(f"  first {settings.hook} on the raw rows of each batch")
    width = max(len(field.name) for field in entity.fields)
    for field in entity.fields:
        stated = settings.fields.get(field.name)
        if stated is not None:
            lines.append(f"  {field.name:<{width}}  {_steps(stated)} → {field.type}")
        elif field.name == "company_id" and company is not None:
            lines.append(f"  {field.name:<{width}}  {company!r}, the source's company")
    lines += [f"  then {one.field} = {one.minuend} − {one.subtrahend}, and back" for one in entity.derive]
    required = [field.name for field in entity.fields if field.required and field.name not in key]
    lines.append(f"  key: {', '.join(key)}" + (f"; required: {', '.join(required)}" if required else ""))
    if settings.keep_extra:
        lines.append("  extra: what was not mapped, as JSON")
    return "\n".join(lines)


def _steps(settings: FieldSettings) -> str:
    """The steps of a field, as the pipeline file states them."""
    origin = {"column", "const", "concat", "expr"}
    stated = settings.model_dump(by_alias=True, exclude_defaults=True, exclude=origin)
    return "; ".join([_origin(settings), *(f"{name}: {_plain(value)}" for name, value in stated.items())])


def _origin(settings: FieldSettings) -> str:
    if settings.concat is not None:
        return " + ".join(_part(part) for part in settings.concat)
    return settings.column or settings.expr or repr(settings.const)


def _part(part: str | Part) -> str:
    return part if isinstance(part, str) else part.column or repr(part.const)


def _plain(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
        case tuple() | list():
            return "[" + ", ".join(_plain(item) for item in value) + "]"
        case None:
            return "~"
        case _:
            return str(value)
