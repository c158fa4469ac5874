"""Which currency each amount of an entity is in: it decides how many decimals are written at least."""

from __future__ import annotations

from legacy_adapters.schema.entity import Entity


def currency_fields(entity: Entity) -> dict[str, str]:
    """Every amount of the entity with the field that names its currency; "" where the record does not say it."""
    return {field.name: field.currency or "" for field in entity.fields if field.type == "amount"}
