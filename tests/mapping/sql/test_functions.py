"""The functions: scalar, and the same on every day and in every batch."""

from __future__ import annotations

from decimal import Decimal

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.expression import ALLOWED
from legacy_adapters.mapping.sql.functions import FUNCTIONS
from tests.mapping.sql.row import result, term


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("UPPER(T)", "AB-CD"),
        ("LOWER('ÄÖ')", "äö"),
        ("TRIM(PAD)", "S"),
        ("TRIM(BOTH 'x' FROM 'xax')", "a"),
        ("LTRIM('  a ')", "a "),
        ("RTRIM('  a ')", "  a"),
        ("TRIM(LEADING '0' FROM '0070')", "70"),
        ("LTRIM('0070', '0')", "70"),
        ("SUBSTR(T, 2)", "b-cd"),
        ("SUBSTR(T, 2, 2)", "b-"),
        ("SUBSTRING(T, 4, 99)", "cd"),
        ("SUBSTR(T, 9)", ""),
        ("SUBSTR(T, INSTR(T, '-') + 1)", "cd"),
        ("LEFT(T, 2)", "Ab"),
        ("RIGHT(T, 2)", "cd"),
        ("LEFT(T, 0)", ""),
        ("REPLACE(T, '-', '/')", "Ab/cd"),
        ("REPLACE(T, 'b-', '')", "Acd"),
        ("CONCAT(T, NULL_T, '!')", "Ab-cd!"),
        ("LPAD(T, 7, '0')", "00Ab-cd"),
        ("LPAD(T, 2, '0')", "Ab-cd"),
        ("LPAD('7', 3)", "  7"),
        ("SPLIT_PART(T, '-', 2)", "cd"),
        ("SPLIT_PART(T, '-', 3)", None),
        ("COALESCE(NULL_T, 'x')", "x"),
        ("COALESCE(NULL_T, NULL)", None),
        ("IFNULL(T, 'x')", "Ab-cd"),
        ("NVL(NULL_T, T)", "Ab-cd"),
        ("NULLIF(PAD, 'S')", None),
        ("NULLIF(T, 'S')", "Ab-cd"),
        ("IIF(I = 7, 'x', 'y')", "x"),
        ("IF(I = 8, 'x', 'y')", "y"),
        ("UPPER(NULL_T)", None),
        ("UPPER(NULL)", None),
    ],
)
def test_texts(sql: str, value: str | None) -> None:
    """Positions count characters, from 1."""
    assert result(sql) == value


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("LENGTH(PAD)", 4),
        ("LENGTH('äö')", 2),
        ("INSTR(T, '-')", 3),
        ("INSTR('äöx', 'x')", 3),
        ("INSTR(T, 'z')", 0),
        ("POSITION('c' IN T)", 4),
        ("INSTR(NULL_T, 'a')", None),
        ("ABS(-D)", "10.10"),
        ("ROUND(D, 1)", "10.1"),
        ("ROUND(2.5)", 3),
        ("ROUND(-2.5)", -3),
        ("ROUND(D / 3, 2)", "3.37"),
        ("ROUND(I, 2)", 7),
        ("YEAR(DAY)", 2024),
        ("MONTH(AT)", 12),
        ("DAY(CAST(DATUM AS DATE))", 31),
        ("EXTRACT(YEAR FROM DAY)", 2024),
        ("COALESCE(NULL_D, 1.5)", "1.5"),
        ("NULLIF(D, 10.1)", None),
    ],
)
def test_numbers(sql: str, value: int | str | None) -> None:
    """Rounding is half away from zero, as databases do it."""
    found = result(sql)
    assert found == (None if value is None else Decimal(value))


@pytest.mark.parametrize("sql", ["SUBSTR(T, 0)", "SUBSTR(T, -1)", "SUBSTR(T, I - 9)", "SUBSTR(T, 1, -1)"])
def test_a_position_before_the_text_is_a_fault(sql: str) -> None:
    """Databases disagree about it, so it has no result."""
    assert result(sql) == "expression_failed"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPPER(D)", "UPPER needs text, D is a number"),
        ("LENGTH(I)", "LENGTH needs text"),
        ("SUBSTR(T, D)", "must be a whole number"),
        ("SUBSTR(T, T)", "the start of SUBSTR needs a number"),
        ("LEFT(T, I)", "how much of LEFT must be a whole number from 0"),
        ("LEFT(T, -1)", "how much of LEFT"),
        ("REPLACE(T, PAD, 'x')", "what REPLACE looks for must be a text in single quotes"),
        ("REPLACE(T, '', 'x')", "REPLACE needs something to look for"),
        ("REPLACE(T, 'x')", "what REPLACE puts there"),
        ("INSTR(T, '')", "INSTR needs something to look for"),
        ("LPAD(T, 5, '00')", "with one sign"),
        ("RPAD(T, 5, '0')", "only LPAD is allowed"),
        ("SPLIT_PART(T, '', 1)", "SPLIT_PART needs a separator"),
        ("SPLIT_PART(T, '-', 0)", "the piece of SPLIT_PART must be a whole number from 1"),
        ("YEAR(DATUM)", "YEAR needs a date, DATUM is text"),
        ("EXTRACT(HOUR FROM AT)", "EXTRACT(HOUR …) is not allowed"),
        ("ROUND(D, -1)", "the decimals of ROUND"),
        ("ABS(T)", "ABS needs a number"),
        ("TRIM(PAD, T)", "what TRIM takes off must be a text"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(sql: str, message: str) -> None:
    """When the mapping is compiled."""
    with pytest.raises(ConfigError) as error:
        term(sql)
    assert message in error.value.message


def test_every_function_is_listed() -> None:
    """What an error offers is what there is."""
    names = {"StrPosition": "INSTR", "Pad": "LPAD", "If": "IIF", "Substring": "SUBSTR", "SplitPart": "SPLIT_PART"}
    offered = [names.get(node.__name__, node.__name__.upper()) for node in FUNCTIONS]
    assert [name for name in offered if name not in ALLOWED] == []
