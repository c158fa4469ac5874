"""Where an event goes to, by a template: a routing key, a subject, the name of a stream or topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl
import pyarrow as pa

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import Records
from legacy_adapters.values.cells import as_text

_PLACE = re.compile(r"\{([^{}]*)\}")
OF_THE_RECORD = {"operation": "operation", "source": "source_id", "run": "run_id"}
"""Places that stand for a column of the envelope."""


@dataclass(frozen=True, slots=True)
class Address:
    """A template with places; ``safe`` makes of a value what may stand in one."""

    text: str
    safe: Callable[[str], str]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, text: str, setting: str, schemas: Mapping[str, pa.Schema], safe: Callable[[str], str]) -> Address:
        """The template that ``setting`` has, for these entities. Raises ``ConfigError`` for a place that is no column
        of one of them, and for a column whose type makes no good name."""
        if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
            raise ConfigError(f"a brace in {text} is not closed", where=setting, hint="Places look like {entity}.")
        columns = tuple(place for place in dict.fromkeys(_PLACE.findall(text)) if place != "entity")
        for entity, schema in schemas.items():
            for column in columns:
                if column not in OF_THE_RECORD:
                    _check(column, entity, schema, setting)
        return cls(text, safe, columns)

    def each(self, records: Records, envelope: pl.DataFrame) -> str | list[str]:
        """The address of each record, or the one of all of them. Null and empty text are ``_``."""
        values = [self._values(column, records, envelope) for column in self.columns]
        if all(value.n_unique() == 1 for value in values):
            return self._filled(records.entity, [value[0] for value in values])
        rows = pl.DataFrame([value.alias(str(n)) for n, value in enumerate(values)])
        names = {row: self._filled(records.entity, row) for row in rows.unique().iter_rows()}
        return [names[row] for row in rows.iter_rows()]

    def _values(self, column: str, records: Records, envelope: pl.DataFrame) -> pl.Series:
        if column in OF_THE_RECORD:
            return envelope[OF_THE_RECORD[column]]
        series = pl.Series(records.rows.column(column))
        return pl.select(as_text(pl.lit(series), series.dtype)).to_series()

    def _filled(self, entity: str, values: list[str | None] | tuple[str | None, ...]) -> str:
        places = dict(zip(self.columns, values, strict=True)) | {"entity": entity}
        return _PLACE.sub(lambda found: self.safe(places[found[1]] or "_"), self.text)


def _check(column: str, entity: str, schema: pa.Schema, setting: str) -> None:
    known = ["entity", *OF_THE_RECORD]
    if column not in schema.names:
        near = get_close_matches(column, [*known, *schema.names], n=1)
        hint = f"Did you mean {{{near[0]}}}?" if near else f"There are {{{'}, {'.join(known)}}} and the columns."
        raise ConfigError(f"{{{column}}} is no column of {entity}", where=setting, hint=hint)
    kind = schema.field(column).type
    if not (kind in (pa.string(), pa.bool_(), pa.date32()) or pa.types.is_integer(kind)):
        hint = "Text, whole numbers, booleans and dates can be part of a name."
        raise ConfigError(f"{{{column}}} is of type {kind}", where=setting, hint=hint)
