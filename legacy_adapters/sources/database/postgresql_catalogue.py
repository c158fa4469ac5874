"""What is in a PostgreSQL database: tables, views, keys, and what the login may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.core.errors import AccessDenied, ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.database.postgresql_session import PostgresqlSession
from legacy_adapters.sources.database.postgresql_types import quote
from legacy_adapters.sources.names import find_name

_KINDS: Final = {
    "r": "table",
    "p": "table",
    "f": "foreign table",
    "v": "view",
    "m": "materialized view",
}

_RELATIONS: Final = """
SELECT n.nspname, c.relname, c.relkind::text, pg_table_is_visible(c.oid), c.relispartition
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'
"""

_KEY: Final = """
SELECT array_agg(a.attname::text ORDER BY k.place)
FROM pg_catalog.pg_index i
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = to_regclass(%s) AND i.indisunique AND i.indisvalid AND i.indimmediate
  AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid
                  WHERE h.inhparent = i.indrelid AND NOT c.relispartition)
GROUP BY i.indexrelid, i.indisprimary
HAVING bool_and(a.attnotnull)
ORDER BY i.indisprimary DESC, count(*), i.indexrelid
LIMIT 1
"""
"""The primary key, else the narrowest unique index without nulls. None for a table that others inherit from: their
rows are read with it, and its key is none of theirs."""

_LOGIN: Final = """
SELECT current_user::text, rolsuper, current_database()::text, has_database_privilege(current_database(), 'CREATE'),
       ARRAY(SELECT nspname::text FROM pg_catalog.pg_namespace
             WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
               AND has_schema_privilege(oid, 'CREATE') ORDER BY 1)
FROM pg_catalog.pg_roles WHERE rolname = current_user
"""

_WRITABLE: Final = """
SELECT n.nspname || '.' || c.relname,
       array_remove(ARRAY[CASE WHEN has_any_column_privilege(c.oid, 'INSERT') THEN 'INSERT' END,
                          CASE WHEN has_any_column_privilege(c.oid, 'UPDATE') THEN 'UPDATE' END,
                          CASE WHEN has_table_privilege(c.oid, 'DELETE') THEN 'DELETE' END,
                          CASE WHEN has_table_privilege(c.oid, 'TRUNCATE') THEN 'TRUNCATE' END], NULL)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
ORDER BY 1
"""

SHOWN_TABLES: Final = 5


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view in its schema. ``visible``: its name alone finds it. A ``part`` is a partition of a table."""

    schema: str
    name: str
    kind: str
    visible: bool
    part: bool

    @property
    def shown(self) -> str:
        """Its name, as a pipeline file states it."""
        return self.name if self.visible else f"{self.schema}.{self.name}"

    @property
    def sql(self) -> str:
        """Its name, quoted."""
        return f"{quote(self.schema)}.{quote(self.name)}"


class PostgresqlCatalogue:
    """The names in a database."""

    def __init__(self, session: PostgresqlSession) -> None:
        self._session = session

    def relations(self) -> list[Relation]:
        """Every table and view that is not the system's own."""
        return [
            Relation(str(schema), str(name), _KINDS[str(kind)], visible is True, part is True)
            for schema, name, kind, visible, part in self._session.rows(_RELATIONS)
        ]

    def streams(self, *, count: bool) -> Sequence[StreamInfo]:
        """What can be read, in the order of names; a partition is read with its table. What may not be read, or fails,
        has no count."""
        found = sorted((one for one in self.relations() if not one.part), key=lambda one: one.shown)
        return [StreamInfo(one.shown, one.kind, self._count(one) if count else None) for one in found]

    def find(self, table: str, schema: str | None, where: str) -> Relation:
        """The table or view that is meant, as ``gl``, ``sales.gl``, or with ``schema``. Raises ``ConfigError`` with
        the nearest names."""
        relations = self.relations()
        if schema is not None:
            owner = find_name(schema, sorted({one.schema for one in relations}), "schema", f"{where}, schema")
            named = {one.name: one for one in relations if one.schema == owner}
        else:
            named = {f"{one.schema}.{one.name}": one for one in relations}
            named |= {one.name: one for one in relations if one.visible}
        return named[find_name(table, sorted(named), "table or view", f"{where}, table")]

    def key(self, relation: Relation) -> tuple[str, ...]:
        """The columns that tell its rows apart; empty where none are known to."""
        rows = self._session.rows(_KEY, [relation.sql])
        return tuple(str(name) for name in _listed(rows[0][0])) if rows else ()

    def privileges(self) -> Sequence[str]:
        """What the login could change if its sessions were not read-only, in words."""
        ((user, superuser, database, creates, schemas),) = self._session.rows(_LOGIN)
        if superuser:
            return [f"{user} is a superuser, and may change everything"]
        found = [f"{user} may create schemas in the database {database}"] if creates else []
        found += [f"{user} may create tables in the schema {schema}" for schema in _listed(schemas)]
        by_rights: dict[str, list[str]] = {}
        for table, rights in self._session.rows(_WRITABLE):
            if _listed(rights):
                by_rights.setdefault(", ".join(map(str, _listed(rights))), []).append(str(table))
        return found + [f"{user} may {rights} {_some(tables)}" for rights, tables in by_rights.items()]

    def _count(self, relation: Relation) -> int | None:
        try:
            ((rows,),) = self._session.rows(f"SELECT count(*) FROM {relation.sql}")
        except (AccessDenied, ConfigError):
            return None
        return int(str(rows))


def _listed(array: object) -> list[object]:
    return array if isinstance(array, list) else []


def _some(tables: Sequence[str]) -> str:
    shown = ", ".join(tables[:SHOWN_TABLES])
    return f"in {shown}" if len(tables) <= SHOWN_TABLES else f"in {shown} and {len(tables) - SHOWN_TABLES} others"
