"""How nodes of an expression become terms."""

from __future__ import annotations

import polars as pl
import pytest
import sqlglot
from sqlglot import exp

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.terms import Kind, Term, literal_number, literal_text
from legacy_adapters.mapping.sql.translation import Translator, literal_of, of_kind, translation, whole_number_of


class _Literals:
    """Translates literals and null."""

    where = "here"

    def term(self, node: exp.Expr) -> Term:
        if isinstance(node, exp.Null):
            return Term(pl.lit(None), Kind.NULL)
        return literal_text(node.this) if node.is_string else literal_number(node.this, self.where)


ON: Translator = _Literals()


def node(sql: str) -> exp.Expr:
    """One literal."""
    found = sqlglot.parse_one(sql)
    assert isinstance(found, exp.Expr)
    return found


def test_a_term_is_of_the_kind_that_is_needed() -> None:
    """Null is of every kind; for any other the error says what there is."""
    assert of_kind(ON, node("'x'"), Kind.TEXT, "UPPER").kind is Kind.TEXT
    assert of_kind(ON, node("NULL"), Kind.TEXT, "UPPER").kind is Kind.NULL
    with pytest.raises(ConfigError, match="UPPER needs text, 1 is a number") as error:
        of_kind(ON, node("1"), Kind.TEXT, "UPPER")
    assert error.value.where == "here"


def test_some_arguments_are_written_out() -> None:
    """Texts and whole numbers, not too small."""
    assert literal_of(ON, node("'-'"), "it") == "-"
    assert whole_number_of(ON, node("3"), "it", 1) == 3
    for wrong in (node("1"), None):
        with pytest.raises(ConfigError, match="it must be a text"):
            literal_of(ON, wrong, "it")
    for wrong in (node("'x'"), node("1.5"), node("0"), node("100001"), None):
        with pytest.raises(ConfigError, match="it must be a whole number from 1"):
            whole_number_of(ON, wrong, "it", 1)


def test_a_translation_says_what_it_takes_into_account() -> None:
    """So that nothing is passed over."""

    @translation("this", "expression")
    def nothing(on: Translator, one: exp.Expr) -> Term:
        return on.term(one)

    assert nothing.arguments == {"this", "expression"}
    assert nothing.translate(ON, node("'x'")).literal == "x"
