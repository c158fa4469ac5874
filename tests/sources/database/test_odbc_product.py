"""What is known of databases by their names, and what is taken for granted of none."""

from __future__ import annotations

import pytest
from sqlglot.dialects import Dialects

from legacy_adapters.sources.database.odbc_product import POSTGRESQL, PRODUCTS, SQLITE, product_of


def test_known_products_are_found_by_their_name() -> None:
    """The name is the one that the driver gives."""
    assert product_of("PostgreSQL") == POSTGRESQL
    assert product_of("SQLite") == SQLITE
    assert product_of("MariaDB").backslash


def test_unknown_product_has_no_dialect_and_no_settings() -> None:
    """Its statements are judged by their words, and nothing is sent to its session."""
    found = product_of("Pervasive.SQL")
    assert found.name == "Pervasive.SQL"
    assert found.dialect is None
    assert found.session == ()


@pytest.mark.parametrize("name", PRODUCTS)
def test_dialects_are_sqlglots(name: str) -> None:
    """A misspelt dialect would refuse every statement."""
    assert PRODUCTS[name].dialect in {dialect.value for dialect in Dialects}


def test_sessions_of_postgresql_cannot_write() -> None:
    """Both for the next transaction and for all."""
    assert any("default_transaction_read_only TO 'on'" in statement for statement in POSTGRESQL.session)
    assert any("READ ONLY" in statement for statement in POSTGRESQL.session)
