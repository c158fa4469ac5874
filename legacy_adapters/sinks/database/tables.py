"""The table of an entity: what it is called, which columns it has, and the table in which a run waits for its end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Column, Dialect, Integer, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.types import TypeEngine

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.sinks.database.kinds import Kind
from legacy_adapters.sinks.database.settings import DatabaseSink, Mode
from legacy_adapters.sinks.text.cells import columns_of

COMMIT: Final = "legacy_adapters_commit"
"""The column of a staging table that says with which commit a row came."""

STREAM: Final = "legacy_adapters_stream"
"""The column of a staging table that says of which stream a record is."""

NEEDED: Final = ("record_id", "sequence", "operation")
"""What a record cannot be ordered without: never null, and in every table from the beginning."""

_LONGEST: Final = {"postgresql": (63, "bytes"), "mysql": (64, "characters"), "mariadb": (64, "characters")}

_TOLD: Final[Mapping[str, str]] = {
    "record_id": "The record's identity, the same on every run and machine.",
    "operation": "What the last change was: upsert, or delete.",
    "sequence": "Rises with every change of the record; what has a lower one is older.",
    "origin": "Where a person finds the record in its source.",
    "source_id": "The source that the record is of.",
    "run_id": "The run that delivered this state of the record.",
    "extracted_at": "When that run began, in UTC.",
    "source_modified_at": "When the source says that it changed the record.",
    "schema_version": "The version of the common schema.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The table of an entity as it should be: every column with what it has to hold."""

    entity: str
    table: Table
    kinds: Mapping[str, Kind]
    schema: pa.Schema


def wanted_tables(settings: DatabaseSink, delivery: Delivery, dialect: Dialect) -> dict[str, Wanted]:
    """By entity. Raises ``ConfigError`` for names that are too long, or that two things would have."""
    found = {entity: _wanted(settings, delivery.folder, entity, schema) for entity, schema in delivery.schemas.items()}
    places: dict[str, str] = {}
    for entity, wanted in found.items():
        name = wanted.table.name
        other = places.setdefault(name.casefold(), entity)
        if other != entity:
            hint = "Put {entity} into `table`."
            raise ConfigError(f"{other} and {entity} would go into the same table", where=f"table {name}", hint=hint)
        for each in (name, *wanted.table.columns.keys()):
            check_length(each, dialect)
    return found


def check_length(name: str, dialect: Dialect) -> None:
    """Raises ``ConfigError`` for a name that the database would cut, or refuse."""
    most, unit = _LONGEST.get(dialect.name, (dialect.max_identifier_length, "characters"))
    length = len(name.encode()) if unit == "bytes" else len(name)
    if length > most:
        raise ConfigError(
            f"the name {name!r} has {length} {unit}; {dialect.name} takes {most}",
            where="sink",
            hint="Choose a shorter `table`, or rename the field.",
        )


def _wanted(settings: DatabaseSink, folder: Path, entity: str, schema: pa.Schema) -> Wanted:
    whole = columns_of(entity, schema, envelope=True)
    names = [name.casefold() for name in whole.names]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        hint = "Most databases do not tell upper from lower case: give one of them another name."
        raise ConfigError(f"two columns are called {', '.join(twice)}", where=entity, hint=hint)
    lengths = _lengths(schema, folder)
    kinds = {field.name: Kind.of(field, lengths.get(field.name), key=field.name == "record_id") for field in whole}
    key = ("record_id",) if settings.mode == "upsert" else ("record_id", "sequence")
    table = Table(
        settings.table.replace("{entity}", entity),
        MetaData(),
        *(_column(field, kinds[field.name]) for field in whole),
        PrimaryKeyConstraint(*key),
        schema=settings.schema_name,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    )
    return Wanted(entity, table, kinds, whole)


def _column(field: pa.Field[Any], kind: Kind) -> Column[Any]:
    meaning = (field.metadata or {}).get(b"description", b"").decode() or _TOLD.get(field.name)
    own = field.name not in NEEDED
    return Column(field.name, kind.column_type(), nullable=own, comment=meaning, autoincrement=False)


def _lengths(schema: pa.Schema, folder: Path) -> dict[str, int | None]:
    """What the common schema says of the lengths of texts."""
    name = (schema.metadata or {}).get(b"entity")
    return {} if name is None else {field.name: field.length for field in load_entity(name.decode(), folder).fields}


@dataclass(frozen=True, slots=True)
class Target:
    """The table of an entity as it is, and its staging table; both have the columns that a record has. ``schema`` has
    the entity's own ones."""

    entity: str
    table: Table
    staged: Table
    mode: Mode
    schema: pa.Schema

    @property
    def columns(self) -> list[str]:
        """The columns of a record, in its order."""
        return [name for name in self.staged.columns.keys() if name not in (COMMIT, STREAM)]  # noqa: SIM118


def staging(wanted: Wanted, types: Mapping[str, TypeEngine[Any]], series: str, mode: Mode, dialect: str) -> Target:
    """What a run works with. The types are those that the table has: what that would refuse is refused at once."""
    metadata = MetaData()
    table, schema = wanted.table, wanted.table.schema
    digest = hashlib.sha256(f"{series}\n{table.name}".encode()).hexdigest()[:12]
    staged = Table(
        f"legacy_adapters_{digest}",
        metadata,
        *(Column(name, types[name], nullable=name not in NEEDED) for name in wanted.schema.names),
        Column(STREAM, Kind("text").column_type()),
        Column(COMMIT, Integer, nullable=False),
        schema=schema,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        postgresql_with={"autovacuum_enabled": "off"},
        comment=f"Rows of {table.name} that wait for the end of a run. Goes by itself.",
    )
    # MariaDB joins by an index or not at all.
    if dialect in ("mysql", "mariadb"):
        staged.append_constraint(PrimaryKeyConstraint("record_id", "sequence"))
    there = Table(table.name, metadata, *(Column(name, types[name]) for name in wanted.schema.names), schema=schema)
    own = pa.schema([field for field in wanted.schema if field.name not in ENVELOPE.names])
    return Target(wanted.entity, there, staged, mode, own)
