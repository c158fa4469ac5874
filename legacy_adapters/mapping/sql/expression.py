"""``expr`` and ``when``: SQL over the columns of one row, by an allow-list of operators and functions.

The SQL is parsed by sqlglot and translated term by term to Polars; what has no translation is refused by name. So
nothing can depend on the clock, on chance, on other rows or on the batch, every number stays an exact decimal, and a
column is found by its name, however odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import polars as pl
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.functions import FUNCTIONS
from legacy_adapters.mapping.sql.operators import OPERATORS
from legacy_adapters.mapping.sql.terms import Kind, Term, literal_number, literal_text
from legacy_adapters.mapping.sql.translation import Translator

_HARMLESS = frozenset({"safe", "coalesce", "ignore_nulls", "typed", "nested", "big_int", "is_numeric"})
"""Notes that sqlglot's parser leaves on a node and that change nothing here."""

_LONGEST = 20_000
_SHOWN = 200
_MOST_NODES = 1_000

_TRANSLATIONS = {**OPERATORS, **FUNCTIONS}

ALLOWED = (
    "Allowed are + - * / ||, = <> < <= > >=, AND OR NOT, IN, BETWEEN, LIKE, IS NULL, CASE, CAST to TEXT, DECIMAL(p,s), "
    "INTEGER, DATE, TIMESTAMP, BOOLEAN, and the functions "
    "ABS, COALESCE, CONCAT, DAY, EXTRACT, IIF, INSTR, LEFT, LENGTH, LOWER, LPAD, LTRIM, MONTH, NULLIF, REPLACE, RIGHT, "
    "ROUND, RTRIM, SPLIT_PART, SUBSTR, TRIM, UPPER, YEAR. A hook can do what these cannot."
)


class Scope(Protocol):
    """What an expression can see: the columns of its row."""

    def column(self, name: str, where: str) -> Term:
        """The column called ``name``. Raises ``ConfigError`` with the nearest names."""
        ...

    def cast(self, term: Term, to: exp.DataType, where: str) -> Term:
        """The term read as another type, as the mapping's locale has it."""
        ...


def compile_expression(sql: str, scope: Scope, where: str) -> Term:
    """The SQL expression as a term. Raises ``ConfigError`` naming what is not understood or not allowed."""
    try:
        return _Compiler(scope, f"{where}: {sql[:_SHOWN]}").term(_parsed(sql, where))
    except RecursionError:
        raise ConfigError("the expression is nested too deeply", where=where) from None


def compile_condition(sql: str, scope: Scope, where: str) -> Term:
    """The SQL condition as a term that is true, false or null."""
    term = compile_expression(sql, scope, where)
    if term.kind is not Kind.BOOLEAN:
        raise ConfigError(f"{sql!r} is {term.kind.value}, not a condition", where=where, hint="Compare it: SH = 'S'.")
    return term


def _parsed(sql: str, where: str) -> exp.Expr:
    if len(sql) > _LONGEST:
        raise ConfigError(f"an expression may have {_LONGEST} characters, this has {len(sql)}", where=where)
    try:
        found = [tree for tree in sqlglot.parse(sql) if tree is not None]
    except SqlglotError as error:
        message = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()[0]
        raise ConfigError(
            f"{sql!r} is no SQL expression: {message}",
            where=where,
            hint='A column whose name has blanks, dots or other signs goes in double quotes: "Lfd. Nr.".',
        ) from None
    if len(found) != 1:
        raise ConfigError(f"{sql!r} must be one expression, and is {len(found)}", where=where)
    if sum(1 for _ in found[0].walk()) > _MOST_NODES:
        raise ConfigError(f"an expression may have {_MOST_NODES} parts", where=where, hint="A hook can do more.")
    return found[0]


class _Compiler(Translator):
    """Walks the tree; a node's class says what it becomes."""

    def __init__(self, scope: Scope, where: str) -> None:
        self._scope = scope
        self.where = where

    def term(self, node: exp.Expr) -> Term:
        match node:
            case exp.Paren():
                return self.term(node.this)
            case exp.Column():
                return self._column(node)
            case exp.Literal():
                return literal_text(node.this) if node.is_string else literal_number(node.this, self.where)
            case exp.Null():
                return Term(pl.lit(None), Kind.NULL)
            case exp.Boolean():
                return Term(pl.lit(bool(node.this)), Kind.BOOLEAN)
            case exp.Cast():
                self._only(node, {"this", "to"})
                value = self.term(node.this)
                cast = self._scope.cast(value, node.to, self.where)
                return replace(cast, fault=value.fault) if isinstance(node, exp.TryCast) else cast
        translation = _TRANSLATIONS.get(type(node))
        if translation is None:
            raise self.refused(node)
        self._only(node, translation.arguments)
        return translation.translate(self, node)

    def refused(self, node: exp.Expr) -> ConfigError:
        return ConfigError(f"{_name_of(node)} is not allowed in an expression", where=self.where, hint=ALLOWED)

    def _only(self, node: exp.Expr, arguments: Iterable[str]) -> None:
        """Refuses what the translation would pass over: an argument more, an ORDER BY, a FORMAT."""
        for name, value in node.args.items():
            if value not in (None, False, []) and name not in _HARMLESS and name not in arguments:
                raise ConfigError(
                    f"{_name_of(node)} does not take all of this: {node.sql()}", where=self.where, hint=ALLOWED
                )

    def _column(self, node: exp.Column) -> Term:
        if isinstance(node.this, exp.Star):
            raise self.refused(node.this)
        name = ".".join(part.name for part in node.parts)
        return self._scope.column(name, self.where)


def _name_of(node: exp.Expr) -> str:
    """What a person calls the function or operator."""
    if isinstance(node, exp.Anonymous):
        return str(node.name).upper()
    return node.sql_name() if isinstance(node, exp.Func) else type(node).__name__.upper()
