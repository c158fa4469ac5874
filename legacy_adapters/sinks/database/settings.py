"""What a pipeline file says of a database that is delivered to; no driver is imported here."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.core.secrets import KNOWN

Mode: TypeAlias = Literal["upsert", "insert"]

_URL = re.compile(r"(sqlite|postgresql(\+psycopg)?|(mysql|mariadb)(\+pymysql)?)://|odbc:", re.IGNORECASE)

_NAME = r"\A[^\x00-\x1f%]+\z"
"""A % would mean something to some drivers."""


def _url(value: str) -> str:
    if not _URL.match(value):
        raise ValueError("must begin with sqlite:///, postgresql://, mysql://, mariadb:// or odbc:")
    return value


def _table(value: str) -> str:
    if re.search(r"[{}]", value.replace("{entity}", "")):
        raise ValueError("can hold {entity}, and no other place")
    return value


class DatabaseSink(BaseModel):
    """Writes each entity to a table, which shows a run whole, at its end. Exactly once."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)

    kind: Literal["database"] = "database"
    url: Annotated[str, AfterValidator(_url)] = Field(
        repr=False,
        description="`sqlite:///books.db`, `postgresql://user@host/database`, `mysql://user@host/database`, "
        "`mariadb://…`, or an ODBC connection string behind `odbc:`. Write secrets as ${env:NAME}, ${file:PATH} or "
        "${keyring:NAME}.",
    )
    table: Annotated[str, AfterValidator(_table)] = Field(
        default="{entity}",
        pattern=_NAME,
        description="The table, exactly as it is called there; `{entity}` stands for the entity.",
    )
    schema_name: str | None = Field(
        None,
        alias="schema",
        pattern=_NAME,
        description="The schema (in MariaDB and MySQL: the database) of all tables, if not the default.",
    )
    mode: Mode = Field(
        default="upsert",
        description="upsert: one row for each record, as it is now. insert: one row for each change of a record.",
    )
    create: bool = Field(
        default=True,
        description="Whether tables that are missing are created, and new columns added. Nothing else is ever altered.",
    )
    views: bool = Field(
        default=False,
        description="Whether each table gets a view for reports, `<table>_current`: without the envelope and without "
        "deleted records.",
    )
    timeout: PositiveInt = Field(
        default=30, description="How many seconds to wait for a connection, or for a lock of another program."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.schema_name is not None and self.url.lower().startswith("sqlite:"):
            raise ValueError("SQLite has no schemas: leave `schema` out")
        return self

    @property
    def repeatable(self) -> bool:
        """Whether what was delivered can be sent again: one row for each change would be there twice."""
        return self.mode == "upsert"

    @property
    def remote(self) -> bool:
        """Whether it is reached over a network: records wait in the spool for it."""
        return not self.url.lower().startswith("sqlite")

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, creates or checks the tables, and goes on at ``token``.

        Raises ``ConfigError`` for a table that does not fit, ``DriverMissing``, ``AccessDenied``, ``Unavailable``,
        ``OutputError``, or ``StateMismatch`` where the database does not hold what the token says.
        """
        from legacy_adapters.sinks.database.sink import DatabaseDelivery

        KNOWN.add_passwords(self.url)
        return DatabaseDelivery.open(self, delivery, token)
