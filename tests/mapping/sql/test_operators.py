"""The operators, with SQL's logic and exact numbers."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from tests.mapping.sql.row import result, term


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("D * 1.19", "12.0190"),
        ("D * D * D", "1030.301000"),
        ("D + 0.001", "10.101"),
        ("1 - D", "-9.10"),
        ("-D", "-10.10"),
        ("- -1.5", "1.5"),
        ("I * 2", "14"),
        ("D / 3", "3.366666666666666667"),
        ("1 / 8", "0.125"),
        ("F * 3", "0.3"),
        ("1e3 + .5", "1000.5"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
    ],
)
def test_numbers_are_decimals(sql: str, value: str) -> None:
    """A literal is what is written, a product has all its decimals, a quotient eighteen; nothing is binary."""
    found = result(sql)
    assert isinstance(found, Decimal)
    assert found == Decimal(value)


@pytest.mark.parametrize(
    "sql", ["D / 0", "D / Z", "BIG * BIG", "BIG * D", "BIG + 0.00000000000000000001", "BIG / 0.01"]
)
def test_what_has_no_result_is_a_fault(sql: str) -> None:
    """Division by zero, and more digits than there are: the row's fault, not the batch's."""
    assert result(sql) == "expression_failed"


@pytest.mark.parametrize("sql", ["NULL_D / 0", "NULL_D * BIG", "D + NULL", "NULL * D", "-NULL_D"])
def test_nothing_with_anything_is_nothing(sql: str) -> None:
    """Null in, null out, and no fault."""
    assert result(sql) is None


def test_a_product_with_too_many_decimals_is_refused() -> None:
    """When it is compiled, with what to do."""
    with pytest.raises(ConfigError, match="would have 48 decimals") as error:
        term("F * F * F * F")
    assert "ROUND" in error.value.hint


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("PAD = 'S'", True),
        ("PAD = 'S      '", True),
        ("PAD <> 's'", True),
        ("PAD != 'S'", False),
        ("T < 'B'", True),
        ("T >= 'Ab-cd'", True),
        ("D > 10", True),
        ("D = 10.1", True),
        ("D <= 10.0999", False),
        ("I < D", True),
        ("B = TRUE", True),
        ("DAY > '2024-01-01'", True),
        ("DAY = DATE '2024-12-31'", True),
        ("AT > DAY", True),
        ("AT < '2024-12-31T12:00:01'", True),
        ("T = NULL", None),
        ("NULL_T = NULL_T", None),
        ("T IN ('x', 'Ab-cd')", True),
        ("T NOT IN ('x')", True),
        ("PAD IN ('S')", True),
        ("I IN (1, 2.5)", False),
        ("I IN (1, NULL)", None),
        ("I BETWEEN 7 AND 8", True),
        ("I NOT BETWEEN 1 AND 6", True),
        ("D BETWEEN 10.2 AND 11", False),
        ("T LIKE 'Ab%'", True),
        ("T LIKE '_b-__'", True),
        ("T LIKE 'ab%'", False),
        ("T NOT LIKE '%x%'", True),
        ("T LIKE '%-%'", True),
        ("T LIKE 'Ab.cd'", False),
        ("'100%' LIKE '100!%' ESCAPE '!'", True),
        ("'1000' LIKE '100!%' ESCAPE '!'", False),
        ("NULL_T LIKE 'x'", None),
        ("NULL_T IS NULL", True),
        ("T IS NOT NULL", True),
        ("NULL_B IS TRUE", False),
        ("NULL_B IS NOT FALSE", True),
        ("B IS TRUE", True),
    ],
)
def test_comparisons(sql: str, value: bool | None) -> None:
    """Texts with texts, numbers with numbers, dates with dates; blanks at the end of a text do not count."""
    assert result(sql) is value


TRUTHS = {"TRUE": True, "FALSE": False, "NULL": None}


@pytest.mark.parametrize("left", TRUTHS)
@pytest.mark.parametrize("right", TRUTHS)
def test_logic_has_three_values(left: str, right: str) -> None:
    """AND, OR and NOT as SQL has them."""
    both = {TRUTHS[left], TRUTHS[right]}
    assert result(f"{left} AND {right}") is (False if False in both else None if None in both else True)
    assert result(f"{left} OR {right}") is (True if True in both else None if None in both else False)
    assert result(f"NOT {left}") is (None if TRUTHS[left] is None else not TRUTHS[left])


@pytest.mark.parametrize(
    "sql",
    [
        "Z <> 0 AND D / Z > 1",
        "CASE WHEN Z <> 0 THEN D / Z END > 1",
        "COALESCE(D, D / Z) < 0",
        "CASE WHEN Z = 0 THEN FALSE WHEN D / Z > 1 THEN TRUE END",
    ],
)
def test_a_branch_that_is_not_taken_has_no_fault(sql: str) -> None:
    """As one would write it for a database."""
    assert not result(sql)


def test_a_branch_that_is_taken_has() -> None:
    """On the right of OR as well."""
    assert result("Z = 0 OR D / Z > 1") is True
    assert result("Z = 1 OR D / Z > 1") == "expression_failed"
    assert result("CASE WHEN Z = 0 THEN D / Z ELSE 1 END") == "expression_failed"


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("CASE WHEN I = 7 THEN 'x' ELSE 'y' END", "x"),
        ("CASE WHEN I = 8 THEN 'x' END", None),
        ("CASE I WHEN 6 THEN 'x' WHEN 7 THEN 'y' END", "y"),
        ("CASE PAD WHEN 'S' THEN 1 ELSE 2.5 END", Decimal(1)),
        ("CASE WHEN NULL_B THEN 1 ELSE 2 END", Decimal(2)),
        ("CASE WHEN B THEN NULL ELSE D END", None),
        ("CASE WHEN B THEN DAY ELSE '2024-01-01' END = '2024-12-31'", True),
    ],
)
def test_cases(sql: str, value: object) -> None:
    """The first condition that holds; one that is null does not."""
    assert result(sql) == value


def test_a_branch_with_too_many_digits_for_the_others_is_a_fault() -> None:
    """Branches have one scale: what does not fit it has no result."""
    assert result("CASE WHEN B THEN BIG ELSE F END") == "expression_failed"
    assert result("CASE WHEN NOT B THEN BIG ELSE F END") == Decimal("0.1")


@pytest.mark.parametrize(
    ("sql", "value"),
    [("T || '!' || PAD", "Ab-cd!S   "), ("NULL_T || 'x'", None), ("BETRAG || DATUM", "1.234,5031.12.2024")],
)
def test_texts_are_joined(sql: str, value: str | None) -> None:
    """A part that is null makes all null."""
    assert result(sql) == value


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("BETRAG > 1", "a number and text cannot be compared"),
        ("D = '10.10'", "a number and text cannot be compared"),
        ("B = 1", "a number and a truth value"),
        ("DAY = '31.12.2024'", "'31.12.2024' is not a date"),
        ("DAY > T", "a date and text"),
        ("T + 1", "arithmetic needs a number, T is text"),
        ("T AND B", "a condition needs a truth value, T is text"),
        ("D || T", "|| needs text, D is a number"),
        ("I LIKE '7'", "LIKE needs text"),
        ("T LIKE PAD", "must be a text in single quotes"),
        ("T IS 1", "IS is followed by"),
        ("CASE WHEN T THEN 1 END", "a condition needs a truth value"),
        ("CASE WHEN B THEN 1 ELSE 'x' END", "a number and text"),
        ("T LIKE 'x' ESCAPE 'ab'", "ESCAPE is one sign"),
        ("COALESCE(I, T)", "a number and text"),
        ("123456789012345678901234567890123456789", "more than 38 digits"),
        ("1e99", "more than 38 digits"),
    ],
)
def test_kinds_that_do_not_go_together_are_refused(sql: str, message: str) -> None:
    """Nothing is converted silently, and nothing waits for the first row."""
    with pytest.raises(ConfigError) as error:
        term(sql)
    assert message in error.value.message


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_exact(left: Decimal, right: Decimal) -> None:
    """As Python's own decimals have it, with all digits."""
    row: dict[str, pa.Array[Any]] = {
        "A": pa.array([left], pa.decimal128(20, 4)),
        "B": pa.array([right], pa.decimal128(20, 4)),
    }
    with localcontext() as context:
        context.prec = 60
        assert result("A + B", row) == left + right
        assert result("A - B", row) == left - right
        assert result("A * B", row) == left * right
        assert result("A < B", row) is (left < right)
