"""How one node of an SQL expression becomes a term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlglot import exp

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.sql.terms import Kind, Term

NodeT = TypeVar("NodeT", bound=exp.Expr)


class Translator(Protocol):
    """Translates the nodes below; ``where`` is what an error names."""

    where: str

    def term(self, node: exp.Expr) -> Term:
        """The node as a term. Raises ``ConfigError`` for what is not allowed."""
        ...


@dataclass(frozen=True, slots=True)
class Translation:
    """What a kind of node becomes, and which of its arguments that takes into account."""

    translate: Callable[[Translator, exp.Expr], Term]
    arguments: frozenset[str]


def translation(*arguments: str) -> Callable[[Callable[[Translator, exp.Expr], Term]], Translation]:
    """Makes a function the translation of a kind of node."""
    return lambda translate: Translation(translate, frozenset(arguments))


def of_kind(translator: Translator, node: exp.Expr, kind: Kind, what: str) -> Term:
    """The node as a term of that kind; null is of every kind. Raises ``ConfigError`` naming ``what`` needs it."""
    term = translator.term(node)
    if term.kind not in (kind, Kind.NULL):
        raise ConfigError(
            f"{what} needs {kind.value}, {node.sql()} is {term.kind.value}",
            where=translator.where,
            hint="CAST(… AS …) reads it as another type; `columns: {BETRAG: decimal}` does so for a column.",
        )
    return term


def literal_of(translator: Translator, node: exp.Expr | None, what: str) -> str:
    """A text that is written out in the SQL, not computed."""
    term = None if node is None else translator.term(node)
    if term is None or term.kind is not Kind.TEXT or term.literal is None:
        raise ConfigError(f"{what} must be a text in single quotes", where=translator.where)
    return term.literal


def whole_number_of(translator: Translator, node: exp.Expr | None, what: str, least: int) -> int:
    """A whole number that is written out in the SQL, not computed."""
    term = None if node is None else translator.term(node)
    written = "" if term is None or term.kind is not Kind.NUMBER or term.literal is None else term.literal
    if not written.isdigit() or not least <= int(written) <= 100_000:
        raise ConfigError(f"{what} must be a whole number from {least}", where=translator.where)
    return int(written)
