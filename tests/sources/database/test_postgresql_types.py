"""PostgreSQL's types become the Arrow types that hold their values, and values become SQL that nothing can break."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED, is_allowed
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.keyset import Value
from legacy_adapters.sources.database.postgresql_types import (
    PostgresqlColumn,
    arrow_type,
    columns_of,
    literal,
    quote,
    server_value,
)


def _modifier(precision: int, scale: int) -> int:
    """How the server packs the limits of a numeric."""
    return (precision << 16 | scale & 0x7FF) + 4


@pytest.mark.parametrize(
    ("precision", "scale", "kind"),
    [
        (18, 2, pa.decimal128(18, 2)),
        (38, 10, pa.decimal128(38, 10)),
        (38, 0, pa.decimal128(38, 0)),
        (39, 2, MIXED),
        (1000, 1000, MIXED),
        (5, -2, pa.decimal128(7, 0)),
        (37, -2, MIXED),
        (3, 5, pa.decimal128(5, 5)),
    ],
)
def test_numerics_become_decimals_where_they_fit(precision: int, scale: int, kind: pa.DataType) -> None:
    """Up to 38 digits, also with a negative scale or one larger than the precision."""
    assert arrow_type(1700, _modifier(precision, scale)) == kind
    assert is_allowed(kind)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1700, MIXED),
        (20, pa.int64()),
        (16, pa.bool_()),
        (1184, pa.timestamp("us", "UTC")),
        (790, pa.string()),
        (9, pa.string()),
    ],
)
def test_types_without_limits(number: int, kind: pa.DataType) -> None:
    """A numeric without limits is read cell by cell; whatever is not known is text."""
    assert arrow_type(number, -1) == kind
    assert is_allowed(kind)


@given(st.text(st.characters(exclude_characters="\0"), max_size=20))
def test_literals_and_names_cannot_be_left(text: str) -> None:
    """Between the quotes, every quote is doubled: nothing of the text stands outside."""
    sql = literal(Value(text), "text")
    assert sql.startswith("CAST('")
    assert sql.endswith("' AS text)")
    assert sql[6:-10].replace("''", "").count("'") == 0
    assert sql[6:-10].replace("''", "'") == text
    name = quote(text)
    assert name[1:-1].replace('""', "").count('"') == 0
    assert name[1:-1].replace('""', '"') == text


def test_injection_stays_a_text() -> None:
    """A key made to break out is compared, not run."""
    assert literal(Value("'); DROP TABLE t; --"), "text") == "CAST('''); DROP TABLE t; --' AS text)"
    assert literal(Value("\\"), "bpchar") == "CAST('\\' AS bpchar)"


@pytest.mark.parametrize(
    ("kind", "declared", "ordered"),
    [
        (pa.int64(), "bigint", pa.int64()),
        (pa.string(), "text", pa.string()),
        (pa.timestamp("us"), "timestamp without time zone", pa.string()),
        (pa.decimal128(18, 2), "numeric", MIXED),
        (MIXED, "numeric", MIXED),
        (pa.float64(), "double precision", MIXED),
    ],
)
def test_columns_are_ordered_by_the_servers_own_text(kind: pa.DataType, declared: str, ordered: pa.DataType) -> None:
    """A time keeps every digit that the server has; numbers are known as such."""
    column = PostgresqlColumn("a b", '"a b"', kind, declared)
    assert column.order_type == ordered
    assert column.order.term == '"a b"'
    assert column.order.literal(Value("1")) == f"CAST('1' AS {declared})"


def test_values_of_numeric_types_are_numbers() -> None:
    """NaN and infinities are not, whatever the type."""
    assert server_value("1.5", "numeric") == Value("1.5", number=True)
    assert server_value("NaN", "numeric") == Value("NaN")
    assert server_value("1", "text") == Value("1")


class _Session:
    """Describes whatever it is told to."""

    def __init__(self, *described: tuple[str, int, int]) -> None:
        self._described = list(described)

    def described(self, sql: str, *, where: str) -> list[tuple[str, int, int]]:
        assert sql == "SELECT * FROM t LIMIT 0"
        return self._described

    def rows(self, sql: str, values: list[Any]) -> list[tuple[object, ...]]:
        return [(number, {23: "integer", 1042: "bpchar"}[number]) for number in values[0]]


def test_columns_have_their_declared_type() -> None:
    """Name, quoted name, Arrow type, and the type without its length."""
    session: Any = _Session(("a", 23, -1), ('b"', 1042, 9))
    assert columns_of(session, "t", "stream s") == (
        PostgresqlColumn("a", '"a"', pa.int64(), "integer"),
        PostgresqlColumn('b"', '"b"""', pa.string(), "bpchar"),
    )


@pytest.mark.parametrize(
    ("described", "match"), [([], "no columns"), ([("a", 23, -1)] * 2, "two columns are called a")]
)
def test_columns_must_be_there_and_told_apart(described: list[tuple[str, int, int]], match: str) -> None:
    """No columns, or two of one name, are an error in words."""
    session: Any = _Session(*described)
    with pytest.raises(ConfigError, match=match) as error:
        columns_of(session, "t", "stream s")
    assert error.value.where == "stream s"
