"""What is known of the databases behind ODBC drivers, by the name that they give themselves.

A database that is not known is read all the same: its statements are judged by their words, and its session is only as
read-only as its driver makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.database.postgresql_types import SETTINGS


@dataclass(frozen=True, slots=True)
class Product:
    """``dialect`` is sqlglot's name; ``session`` is sent when a connection is opened, so that it cannot write;
    ``backslash``: within a text it is an escape."""

    name: str
    dialect: str | None = None
    session: tuple[str, ...] = ()
    backslash: bool = False


POSTGRESQL: Final = Product(
    "PostgreSQL",
    "postgres",
    (
        *(f"SET {name} TO '{value}'" for name, value in SETTINGS.items()),
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    ),
)
SQLITE: Final = Product("SQLite", "sqlite")

_READ_ONLY: Final = ("SET SESSION TRANSACTION READ ONLY",)

PRODUCTS: Final[dict[str, Product]] = {
    product.name: product
    for product in (
        POSTGRESQL,
        SQLITE,
        Product("MySQL", "mysql", _READ_ONLY, backslash=True),
        Product("MariaDB", "mysql", _READ_ONLY, backslash=True),
        Product("Microsoft SQL Server", "tsql"),
        Product("Oracle", "oracle"),
    )
}
"""PostgreSQL and SQLite are tested; of the others the statements follow their manuals."""


def product_of(name: str) -> Product:
    """What is known of the database that gives itself this name."""
    return PRODUCTS.get(name, Product(name))
