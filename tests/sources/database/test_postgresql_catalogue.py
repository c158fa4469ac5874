"""Names are found as people write them, and rights are told in words. The statements themselves need a server."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError
from legacy_adapters.sources.database.postgresql_catalogue import PostgresqlCatalogue, Relation

_RELATIONS: list[tuple[object, ...]] = [
    ("public", "Kunden", "r", True, False),
    ("public", "a.b", "v", True, False),
    ("a", "b", "r", False, False),
    ("sales", "gl", "p", False, False),
    ("sales", "gl_2024", "r", False, True),
    ("secret", "pay", "r", False, False),
]


class _Session:
    """Answers by what the statement asks about."""

    def __init__(self, **answers: list[tuple[object, ...]]) -> None:
        self._answers = answers

    def rows(self, sql: str, values: list[object] | None = None) -> list[tuple[object, ...]]:
        if '"secret"' in sql:
            raise AccessDenied("permission denied")
        if "count(*) FROM" in sql:
            return [(7,)]
        return next(answer for what, answer in self._answers.items() if what in sql)


def _catalogue(**answers: list[tuple[object, ...]]) -> PostgresqlCatalogue:
    session: Any = _Session(**answers, relispartition=_RELATIONS)
    return PostgresqlCatalogue(session)


@pytest.mark.parametrize(
    ("table", "schema", "found"),
    [
        ("kunden", None, '"public"."Kunden"'),
        ("public.Kunden", None, '"public"."Kunden"'),
        ("a.b", None, '"public"."a.b"'),
        ("b", "a", '"a"."b"'),
        ("SALES.GL", None, '"sales"."gl"'),
        ("gl_2024", "Sales", '"sales"."gl_2024"'),
    ],
)
def test_tables_are_found_with_and_without_their_schema(table: str, schema: str | None, found: str) -> None:
    """A visible name goes before one of the same look with a schema."""
    assert _catalogue().find(table, schema, "stream s").sql == found


@pytest.mark.parametrize(
    ("table", "schema", "place", "near"),
    [("kundn", None, "table", "Kunden"), ("gl", "sale", "schema", "sales"), ("g", "sales", "table", "gl")],
)
def test_unknown_names_are_answered_with_the_nearest(table: str, schema: str | None, place: str, near: str) -> None:
    """The error names the setting that is wrong, and what could have been meant."""
    with pytest.raises(ConfigError) as error:
        _catalogue().find(table, schema, "stream s")
    assert error.value.where == f"stream s, {place}"
    assert near in error.value.hint


def test_streams_are_listed_without_partitions() -> None:
    """In the order of the names shown; what may not be read has no count."""
    assert [(info.name, info.rows) for info in _catalogue().streams(count=True)] == [
        ("Kunden", 7),
        ("a.b", 7),
        ("a.b", 7),
        ("sales.gl", 7),
        ("secret.pay", None),
    ]
    assert {info.rows for info in _catalogue().streams(count=False)} == {None}


def test_key_is_empty_where_the_server_knows_none() -> None:
    """No row, no key."""
    relation = Relation("sales", "gl", "table", visible=False, part=False)
    assert _catalogue(indisunique=[]).key(relation) == ()
    assert _catalogue(indisunique=[(["year", "id"],)]).key(relation) == ("year", "id")


def test_privileges_are_told_in_words() -> None:
    """What could be changed, table by table, with the same rights together."""
    login: list[tuple[object, ...]] = [("anna", False, "books", True, ["public"])]
    tables: list[tuple[object, ...]] = [("s.a", ["INSERT"]), ("s.b", []), *((f"s.t{i}", ["DELETE"]) for i in range(7))]
    assert _catalogue(rolsuper=login, TRUNCATE=tables).privileges() == [
        "anna may create schemas in the database books",
        "anna may create tables in the schema public",
        "anna may INSERT in s.a",
        "anna may DELETE in s.t0, s.t1, s.t2, s.t3, s.t4 and 2 others",
    ]
    superuser: list[tuple[object, ...]] = [("root", True, "books", True, [])]
    assert _catalogue(rolsuper=superuser).privileges() == ["root is a superuser, and may change everything"]
    nobody: list[tuple[object, ...]] = [("anna", False, "books", False, [])]
    assert _catalogue(rolsuper=nobody, TRUNCATE=[]).privileges() == []
