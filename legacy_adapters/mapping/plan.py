"""One mapping, checked against its entity before any column is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.schema.entity import Entity, Field, nearest

COMPANY = "company_id"
"""Every entity begins with it; the source's company fills it where a row names none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping's settings with the entity that its rows become; ``key`` begins with company_id."""

    settings: MappingSettings
    entity: Entity
    context: MappingContext
    key: tuple[str, ...]

    @classmethod
    def of(cls, settings: MappingSettings, entities: Mapping[str, Entity], context: MappingContext) -> Plan:
        """Raises ``ConfigError`` for an entity or a field that is not there, and for a required field that nothing
        fills."""
        entity = entities.get(settings.to)
        if entity is None:
            raise ConfigError(
                f"there is no entity {settings.to!r}", where="to", hint=nearest(settings.to, list(entities))
            )
        for name in (*settings.fields, *(settings.key or ())):
            _check_known(name, entity)
        stated = settings.key or entity.key
        plan = cls(settings, entity, context, (COMPANY, *(name for name in stated if name != COMPANY)))
        plan.check_complete()
        return plan

    def is_needed(self, field: Field) -> bool:
        """Whether a record without the field is a reject."""
        return (field.required or field.name in self.key) and not field.empty_text

    def where(self, field: Field) -> str:
        """What an error of the field names."""
        return f"{self.entity.name}.{field.name}"

    def check_complete(self) -> None:
        """Raises ``ConfigError`` naming the fields that no record can have although it must."""
        filled = self._derived({*self.settings.fields, *([COMPANY] if self.context.company is not None else [])})
        missing = [field.name for field in self.entity.fields if self.is_needed(field) and field.name not in filled]
        if missing == [COMPANY]:
            raise ConfigError(
                "nothing says which company the rows belong to",
                where=f"{self.entity.name}.{COMPANY}",
                hint="State `company` of the source, or map it: `company_id: {const: NORD}`.",
            )
        if missing:
            raise ConfigError(
                f"the mapping has nothing for {', '.join(missing)}",
                where=self.entity.name,
                hint="Each record needs them: add them to `fields`, from a column or as a constant.",
            )

    def _derived(self, mapped: Collection[str]) -> set[str]:
        """The fields that have values once all that can be is derived."""
        filled = set(mapped)
        for each in self.entity.derive:
            if each.minuend in filled or each.subtrahend in filled:
                filled.add(each.field)
            elif each.field in filled:
                filled |= {each.minuend, each.subtrahend}
        return filled


def _check_known(name: str, entity: Entity) -> None:
    try:
        entity.field(name)
    except ConfigError as error:
        raise ConfigError(error.message, where=f"{entity.name}.{name}", hint=error.hint) from None
