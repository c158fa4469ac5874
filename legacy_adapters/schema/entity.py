"""What an entity of the common schema is: its key, its fields in order, and what can be derived between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias

import pyarrow as pa

from legacy_adapters.core.errors import ConfigError

FieldType: TypeAlias = Literal["text", "amount", "quantity", "date", "datetime", "boolean", "integer"]

AMOUNT: Final = pa.decimal128(28, 4)
"""Money: up to 24 digits before the point, four behind it."""

QUANTITY: Final = pa.decimal128(38, 12)
"""Prices, quantities and rates: up to 26 digits before the point, twelve behind it."""

ARROW_TYPES: Final[dict[FieldType, pa.DataType]] = {
    "text": pa.string(),
    "amount": AMOUNT,
    "quantity": QUANTITY,
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "boolean": pa.bool_(),
    "integer": pa.int64(),
}
"""How the values of a field are held. A datetime is naive: the source's own clock, unless the pipeline names a zone."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity.

    ``required``: a record without it is a reject. ``empty_text``: a part of the key that may not apply; null becomes
    "". ``length``: the most characters a text may have. ``codes``: the common codes; a list that is ``open`` grows with
    the schema's minor versions, and the source's own code is kept in the field right after it, whose ``source_of`` is
    this field's name; a list that is not open rejects any other value. ``currency``: the field whose currency an
    amount is in; None where the record does not say it. ``path``: where the standard has it. ``own``: it was added by
    a project.
    """

    name: str
    type: FieldType
    description: str
    required: bool = False
    empty_text: bool = False
    length: int | None = None
    codes: tuple[str, ...] = ()
    open: bool = False
    currency: str | None = None
    path: str | None = None
    source_of: str | None = None
    own: bool = False

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type of the field's column."""
        return ARROW_TYPES[self.type]

    @property
    def scale(self) -> int | None:
        """Digits behind the point of an amount or a quantity; None for every other type."""
        return {"amount": 4, "quantity": 12}.get(self.type)


@dataclass(frozen=True, slots=True)
class Difference:
    """``field`` = ``minuend`` − ``subtrahend``, three fields of one type.

    Where ``field`` is null it is computed, with a null side as 0 unless both are. Where both sides are null they come
    back from ``field``: what is positive goes to ``minuend``, what is negative, without its sign, to ``subtrahend``.
    Three that contradict each other are a reject ``amount_mismatch``. Sides may be negative (a reversal in red).
    """

    field: str
    minuend: str
    subtrahend: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record of the common schema, or of a project."""

    name: str
    version: str
    description: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    standard: str | None = None
    derive: tuple[Difference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def is_own(self) -> bool:
        """Whether a project added the entity, or fields to it."""
        return any(field.own for field in self.fields)

    def field(self, name: str) -> Field:
        """The field called ``name``. Raises ``ConfigError`` with the nearest names if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise ConfigError(f"{self.name} has no field {name!r}", hint=nearest(name, self.names))

    def arrow_schema(self) -> pa.Schema:
        """The columns of the entity's records, in order, each with its description as metadata."""
        return pa.schema(
            [pa.field(f.name, f.arrow_type, metadata={"description": f.description}) for f in self.fields],
            metadata={"entity": self.name, "version": self.version},
        )

    def with_fields(self, extra: Sequence[Field]) -> Entity:
        """The entity with a project's own fields behind its own. Raises ``ConfigError`` for a name it already has."""
        added: list[Field] = []
        for field in extra:
            if field.name in {*self.names, *(f.name for f in added)}:
                raise ConfigError(f"{self.name} already has a field {field.name!r}", hint="Give it another name.")
            added.append(replace(field, own=True))
        return replace(self, fields=(*self.fields, *added))


def nearest(name: str, known: Sequence[str]) -> str:
    """A hint for a name that is not known: up to three that look like it, else all of them."""
    if not known:
        return ""
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
