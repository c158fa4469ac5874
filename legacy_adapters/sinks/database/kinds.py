"""The types of columns: which one an Arrow type becomes, and whether an existing column can hold it exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pyarrow as pa
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Float, Integer, Numeric, String, Text, types
from sqlalchemy.dialects import mssql, mysql
from sqlalchemy.types import TypeEngine

from legacy_adapters.core.errors import ConfigError

What: TypeAlias = Literal["text", "decimal", "integer", "boolean", "date", "moment"]

SQLType: TypeAlias = "TypeEngine[Any]"

_MYSQL = ("mysql", "mariadb")
ID_LENGTH = 700
"""Characters of a record_id where a key needs a length: MariaDB's keys end at 3,072 bytes. SQL Server's at 450."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds. ``size``: the characters of a text, or the digits of a decimal; ``key``: text that a key
    is made of."""

    what: What
    size: int | None = None
    scale: int = 0
    utc: bool = False
    key: bool = False

    @classmethod
    def of(cls, field: pa.Field[Any], length: int | None, *, key: bool = False) -> Kind:
        """That of an Arrow column. Raises ``ConfigError`` for one that no entity can have."""
        kind = field.type
        if pa.types.is_decimal128(kind):
            return cls("decimal", kind.precision, kind.scale)
        if pa.types.is_timestamp(kind):
            return cls("moment", utc=kind.tz is not None)
        simple: dict[pa.DataType, What] = {
            pa.string(): "text",
            pa.int64(): "integer",
            pa.bool_(): "boolean",
            pa.date32(): "date",
        }
        if kind not in simple:
            hint = "Deliver it to a file, or convert it in the mapping."
            raise ConfigError(f"a column of type {kind} cannot be delivered to a database", where=field.name, hint=hint)
        return cls(simple[kind], length, key=key)

    def column_type(self) -> SQLType:
        """The type of a column that is created for it."""
        match self.what:
            case "decimal":
                # SQLite has no exact numbers: it would make doubles of them.
                return Numeric(self.size, self.scale).with_variant(Text(), "sqlite")
            case "moment":
                moment = DateTime(timezone=self.utc).with_variant(mysql.DATETIME(fsp=6), *_MYSQL)
                exact: Any = mssql.DATETIMEOFFSET if self.utc else mssql.DATETIME2
                return moment.with_variant(exact(6), "mssql")
            case "integer":
                return BigInteger()
            case "boolean":
                return Boolean()
            case "date":
                return types.DATE()
            case "text":
                return _key_text() if self.key else _text(self.size)

    def misfit(self, found: SQLType, dialect: Dialect) -> bool:
        """Whether a column of the type ``found`` could not hold every value of this kind exactly."""
        sqlite = dialect.name == "sqlite"
        match self.what:
            case "text":
                return not self._fits_text(found)
            case "decimal":
                return not (_is_plain_text(found) if sqlite else _fits_decimal(found, self.size or 0, self.scale))
            case "integer":
                wide = isinstance(found, BigInteger) or (sqlite and isinstance(found, Integer))
                return not (wide or _fits_decimal(found, 19, 0))
            case "boolean":
                numbers = Integer if sqlite else mysql.TINYINT
                return not isinstance(found, Boolean | numbers | mssql.BIT)
            case "date":
                return not (isinstance(found, Date) or (sqlite and _is_plain_text(found)))
            case "moment":
                return not (self._fits_moment(found, dialect.name) or (sqlite and _is_plain_text(found)))

    def _fits_text(self, found: SQLType) -> bool:
        if not _is_plain_text(found):
            return False
        length = getattr(found, "length", None)
        return length is None or self.size is None or length >= self.size

    def _fits_moment(self, found: SQLType, dialect: str) -> bool:
        if dialect in _MYSQL:
            # A TIMESTAMP there ends in 2038, and the other one cuts fractions unless it is told not to.
            return isinstance(found, mysql.DATETIME) and found.fsp == 6
        if dialect == "mssql":
            return isinstance(found, mssql.DATETIMEOFFSET if self.utc else mssql.DATETIME2)
        if not isinstance(found, DateTime):
            return False
        precision = getattr(found, "precision", None)
        return (precision is None or precision >= 6) and (dialect != "postgresql" or found.timezone == self.utc)


def _fits_decimal(found: SQLType, precision: int, scale: int) -> bool:
    if not isinstance(found, Numeric) or isinstance(found, Float):
        return False
    if found.precision is None:
        return True
    behind = found.scale or 0
    return behind >= scale and found.precision - behind >= precision - scale


def _is_plain_text(found: SQLType) -> bool:
    """Text as it is: not padded, and not one of a list of values."""
    return isinstance(found, String) and not isinstance(found, types.CHAR | types.NCHAR | types.Enum | mysql.SET)


def _text(length: int | None) -> SQLType:
    if length is None:
        return Text().with_variant(mysql.LONGTEXT(), *_MYSQL).with_variant(mssql.NVARCHAR(None), "mssql")
    return String(length).with_variant(mssql.NVARCHAR(length), "mssql")


def _key_text() -> SQLType:
    """Compared byte by byte: a key that differs in its case is another one, and no server's locale orders it."""
    text: SQLType = Text().with_variant(Text(collation="C"), "postgresql")
    text = text.with_variant(mysql.VARCHAR(ID_LENGTH, charset="utf8mb4", collation="utf8mb4_bin"), *_MYSQL)
    text = text.with_variant(mssql.NVARCHAR(450, collation="Latin1_General_100_BIN2"), "mssql")
    return text.with_variant(types.VARCHAR(ID_LENGTH), "oracle", "default")
