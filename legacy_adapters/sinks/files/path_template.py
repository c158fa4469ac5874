"""Paths that name fields: ``out/{company_id}/{entity}-{fiscal_year}.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError

_PLACE = re.compile(r"\{([^{}]*)\}")
_KEY = "\0path{}"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%{}]|^[. ]+|[. ]+\Z')
# Windows keeps these names for devices, also with an ending: NUL, nul.csv, COM1.2024.csv.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)")
_NULL = "_"


def safe(value: str | None) -> str:
    """A value as part of a file's name on every system: percent-encoded where it must be, ``_`` for null and "".

    Two values never give the same name, but for null and empty text.
    """
    if not value:
        return _NULL
    if value == _NULL:
        return _encoded(value)
    return _UNSAFE.sub(lambda found: _encoded(found[0]), value)


def _encoded(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """A path with places; ``columns`` are those that stand for a column of the records, in order, each once."""

    text: str
    constants: Mapping[str, str]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, text: str, constants: Mapping[str, str], schemas: Mapping[str, pa.Schema]) -> PathTemplate:
        """The template for these entities. Raises ``ConfigError`` for a place that is no column of one of them, for
        a column whose type makes no good name, and where two entities would share a file."""
        places = dict.fromkeys(_PLACE.findall(text))
        if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
            raise ConfigError("a brace in the path is not closed", where=text, hint="Places look like {entity}.")
        if len(schemas) > 1 and "entity" not in places:
            names = ", ".join(sorted(schemas))
            hint = "Put {entity} into the path."
            raise ConfigError(f"{len(schemas)} entities would go to one file: {names}", where=text, hint=hint)
        columns = tuple(place for place in places if place not in constants and place != "entity")
        for entity, schema in schemas.items():
            for column in columns:
                _check(column, entity, schema, text, [*constants, "entity"])
        return cls(text, constants, columns)

    @property
    def changes_by_run(self) -> bool:
        """Whether each run, or each day, has files of its own."""
        return "{run}" in self.text or "{date}" in self.text

    def path(self, entity: str, values: Sequence[str | None] = ()) -> str:
        """The path for an entity and the values of ``columns``."""
        filled = {**self.constants, "entity": entity}
        places = {name: safe(value) for name, value in [*filled.items(), *zip(self.columns, values, strict=True)]}
        parts = re.split(r"([/\\])", self.text)
        return "".join(_part(part, places) for part in parts)

    def split(self, entity: str, rows: pl.DataFrame, text: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
        """``text`` (one row for each of ``rows``) by path, in the order in which the paths first come."""
        if not self.columns:
            yield self.path(entity), text
            return
        keys = [_KEY.format(n) for n in range(len(self.columns))]
        # Empty text and null have one name: they are one group, so that their rows keep their order.
        values = [rows.get_column(column).cast(pl.String).replace("", None) for column in self.columns]
        keyed = text.hstack([value.alias(key) for value, key in zip(values, keys, strict=True)])
        for group in keyed.partition_by(keys, maintain_order=True):
            yield self.path(entity, group.select(keys).row(0)), group.drop(keys)


def _part(part: str, places: Mapping[str, str]) -> str:
    filled = _PLACE.sub(lambda found: places[found[1]], part)
    return _encoded(filled[0]) + filled[1:] if part != filled and _RESERVED.match(filled) else filled


def _check(column: str, entity: str, schema: pa.Schema, text: str, known: Sequence[str]) -> None:
    if column not in schema.names:
        near = get_close_matches(column, [*known, *schema.names], n=1)
        hint = f"Did you mean {{{near[0]}}}?" if near else f"There are {{{'}, {'.join(known)}}} and the columns."
        raise ConfigError(f"{{{column}}} in the path is no column of {entity}", where=text, hint=hint)
    kind = schema.field(column).type
    if not (kind in (pa.string(), pa.bool_(), pa.date32()) or pa.types.is_integer(kind)):
        hint = "Text, whole numbers, booleans and dates can be part of a path."
        raise ConfigError(f"{{{column}}} in the path is of type {kind}", where=text, hint=hint)
