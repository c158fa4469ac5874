"""The columns that expressions see, and casts between kinds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.scope import cell_of_term
from legacy_adapters.mapping.sql.terms import Kind
from tests.mapping.sql.row import result, term


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("T", Kind.TEXT),
        ("BETRAG", Kind.TEXT),
        ("M", Kind.TEXT),
        ("I", Kind.NUMBER),
        ("D", Kind.NUMBER),
        ("F", Kind.NUMBER),
        ("B", Kind.BOOLEAN),
        ("DAY", Kind.DATE),
        ("AT", Kind.DATETIME),
    ],
)
def test_columns_are_what_the_source_delivers(column: str, kind: Kind) -> None:
    """Text is text, also where it looks like a number, and so are mixed cells."""
    assert term(column).kind is kind


@pytest.mark.parametrize(
    ("column", "stated", "value"),
    [
        ("BETRAG", "decimal", Decimal("1234.5")),
        ("BETRAG", "decimal(9,2)", Decimal("1234.5")),
        ("BETRAG", "decimal(9,0)", "too_many_decimals"),
        ("BETRAG", "decimal(3,1)", "number_too_large"),
        ("T", "decimal", "not_a_number"),
        ("M", "decimal", Decimal("1.5")),
        ("M", "integer", "not_an_integer"),
        ("DATUM", "date", date(2024, 12, 31)),
        ("DATUM", "datetime", datetime(2024, 12, 31)),
        ("T", "date", "not_a_date"),
        ("NORD$KONTO", "integer", Decimal(1200)),
        ("Z", "boolean", False),
        ("I", "text", "7"),
        ("PAD", "boolean", "not_a_boolean"),
    ],
)
def test_columns_may_be_said_to_hold_another_type(column: str, stated: str, value: object) -> None:
    """They are then read in the mapping's locale, with the faults of reading."""
    assert result(f'"{column}"', columns={column: stated}) == value


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("CAST(BETRAG AS DECIMAL(18,2)) * 2", Decimal(2469)),
        ("CAST(BETRAG AS DECIMAL)", Decimal("1234.5")),
        ("CAST(BETRAG AS DECIMAL(9))", "too_many_decimals"),
        ("CAST(T AS DECIMAL(18,2))", "not_a_number"),
        ("TRY_CAST(T AS DECIMAL(18,2))", None),
        ("CAST(DATUM AS DATE)", date(2024, 12, 31)),
        ("CAST(AT AS DATE)", "not_a_date"),
        ("CAST(DAY AS TIMESTAMP)", datetime(2024, 12, 31)),
        ("CAST('2024-01-02' AS DATE)", date(2024, 1, 2)),
        ("CAST('1.5' AS DECIMAL(5,1))", Decimal("1.5")),
        ("CAST(D AS TEXT)", "10.10"),
        ("CAST(I AS VARCHAR)", "7"),
        ("CAST(B AS VARCHAR(10))", "true"),
        ("CAST(D AS INTEGER)", "not_an_integer"),
        ("CAST(I AS BIGINT) + 1", Decimal(8)),
        ("CAST(Z AS BOOLEAN)", False),
        ("I::text", "7"),
        ("CAST(NULL AS DATE)", None),
        ("CAST(NULL_T AS DECIMAL)", None),
        ("CAST(D / 0 AS TEXT)", "expression_failed"),
    ],
)
def test_casts(sql: str, value: object) -> None:
    """Text is read in the mapping's locale, literals as the pipeline file writes them; nothing is cut or guessed."""
    assert result(sql) == value


@pytest.mark.parametrize("kind", ["FLOAT", "DOUBLE", "BLOB", "TIME", "INT ARRAY", "UUID"])
def test_other_types_are_refused(kind: str) -> None:
    """The error says which there are."""
    with pytest.raises(ConfigError, match="is not allowed") as error:
        term(f"CAST(T AS {kind})")
    assert "DECIMAL(p,s)" in error.value.hint


@pytest.mark.parametrize("size", ["DECIMAL(39,2)", "DECIMAL(2,3)", "DECIMAL(0,0)"])
def test_sizes_that_do_not_exist_are_refused(size: str) -> None:
    """At most 38 digits."""
    with pytest.raises(ConfigError, match="there is no decimal"):
        term(f"CAST(T AS {size})")


def test_a_result_is_a_cell_like_a_columns() -> None:
    """With its type; a text that is written out is ours, and in no locale."""
    assert str(cell_of_term(term("D * 1.19")).type) == "decimal128(38, 4)"
    assert cell_of_term(term("'1.5'")).plain
    assert not cell_of_term(term("T || '1'")).plain
    assert cell_of_term(term("NULL")).is_text
