"""``expr`` and ``when``: what is allowed, and what is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.expression import compile_condition, compile_expression
from legacy_adapters.mapping.sql.terms import Term
from tests.mapping.sql.row import result, scope_of, term


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("NOW()", "NOW"),
        ("now()", "NOW"),
        ("CURRENT_DATE", "CURRENT_DATE"),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ("RANDOM()", "RAND"),
        ("UUID()", "UUID"),
        ("SUM(D)", "SUM"),
        ("COUNT(*)", "COUNT"),
        ("MAX(D)", "MAX"),
        ("LAG(D)", "LAG"),
        ("ROW_NUMBER() OVER (ORDER BY D)", "WINDOW"),
        ("SUM(D) OVER ()", "WINDOW"),
        ("(SELECT 1)", "SUBQUERY"),
        ("EXISTS (SELECT 1)", "EXISTS"),
        ("SELECT D", "SELECT"),
        ("T COLLATE NOCASE = 'x'", "COLLATE"),
        ("D AS x", "ALIAS"),
        ("*", "STAR"),
        ("@x", "PARAMETER"),
        ("?", "PLACEHOLDER"),
        ("D % 2", "MOD"),
        ("sleep(9)", "SLEEP"),
        ("load_extension('x')", "LOAD_EXTENSION"),
        ("DROP TABLE x", "DROP"),
        ("D::text COLLATE x", "COLLATE"),
        ("INTERVAL '1' DAY", "INTERVAL"),
        ("T ILIKE 'x'", "ILIKE"),
        ("LIST(T)", "LIST"),
    ],
)
def test_what_is_not_allowed_is_named(sql: str, name: str) -> None:
    """Nothing that depends on the clock, on chance, on other rows or the batch; the hint says what there is."""
    with pytest.raises(ConfigError, match=f"{name} is not allowed") as error:
        term(sql)
    assert error.value.where == f"thing.x: {sql}"
    assert "COALESCE" in error.value.hint


@pytest.mark.parametrize(
    "sql",
    ["I IN (SELECT 1)", "INSTR(T, 'a', 2)", "ROUND(D, 1, 1)", "CAST(T AS DATE FORMAT 'YYYY')", "TRIM(T COLLATE x)"],
)
def test_arguments_that_would_be_passed_over_are_refused(sql: str) -> None:
    """A function does all that is written, or is refused."""
    with pytest.raises(ConfigError, match=r"not take all of this|not allowed"):
        term(sql)


@pytest.mark.parametrize("sql", ["", "D +", "D; I", "(", "[a b] = 1", "'open", "D 1", "CASE", "\x00"])
def test_what_is_no_expression_is_refused(sql: str) -> None:
    """Without the parser's colours."""
    with pytest.raises(ConfigError) as error:
        term(sql)
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("sql", ["(" * 3000 + "1" + ")" * 3000, "1" + "+1" * 2000, "x" * 30_000, "NOT " * 900 + "B"])
def test_an_expression_without_end_is_refused(sql: str) -> None:
    """Nothing that is written in a pipeline file exhausts the process, or fills a log."""
    with pytest.raises(ConfigError) as error:
        term(sql)
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ('"Lfd. Nr."', "4711"),
        ("NORD$KONTO", "1200"),
        ('"nord$konto"', "1200"),
        ("Währung", "EUR"),
        ("WÄHRUNG", "EUR"),
        ("i", Decimal(7)),
        ("(((I)))", Decimal(7)),
        ("+I", Decimal(7)),
        ("'it''s'", "it's"),
        ("TRUE", True),
        ("NULL", None),
    ],
)
def test_columns_and_literals(sql: str, value: object) -> None:
    """Columns are found by odd names, and without regard to case; texts stand in single quotes."""
    assert result(sql) == value


@pytest.mark.parametrize(("sql", "hint"), [('T = "S"', "There are"), ("BETRAGG > 1", "Did you mean BETRAG?")])
def test_a_column_that_is_not_there(sql: str, hint: str) -> None:
    """Double quotes are for columns; the nearest are offered."""
    with pytest.raises(ConfigError, match="there is no column") as error:
        term(sql)
    assert hint in error.value.hint


def test_a_qualified_name_is_the_name_of_a_column() -> None:
    """A dot belongs to the name."""
    assert result("a.b", {"a.b": pa.array(["x"])}) == "x"
    with pytest.raises(ConfigError, match=r"no column 'x\.y'"):
        term("x.y")


def test_a_condition_is_true_or_false() -> None:
    """Anything else is no condition."""
    assert compile_condition("I > 1", scope_of(), "x").kind.name == "BOOLEAN"
    with pytest.raises(ConfigError, match="'I' is a number, not a condition"):
        compile_condition("I", scope_of(), "x")


def test_the_columns_used_are_noted() -> None:
    """Each by the source's own name."""
    scope = scope_of()
    compile_expression("i + CASE WHEN t = 'x' THEN d ELSE 0 END", scope, "x")
    assert scope.used == {"I", "T", "D"}


@given(st.text(max_size=40))
@example("a\n--b")
@example("'\\'")
@example("CASE I WHEN 1 THEN 2 END")
def test_no_text_does_more_than_be_refused(sql: str) -> None:
    """Whatever is written in a pipeline file either is an expression or a clear error."""
    try:
        compiled = term(sql)
    except ConfigError:
        return
    assert isinstance(compiled, Term)
