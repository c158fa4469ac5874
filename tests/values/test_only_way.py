"""No other room of the package makes decimals, rounds, or reads dates: it would do so silently."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.package import MODULES, name_of, tree_of

_HOME = "legacy_adapters/values/"
_METHODS = frozenset({"round", "to_decimal", "to_date", "to_datetime", "strptime"})
"""Methods of Polars, and functions of Arrow, that cut, round or guess."""

_PYTHONS_OWN = frozenset({"datetime.strptime", "date.strptime"})
"""One value at a time, and strict."""

_CONVERSIONS = frozenset({"cast", "reinterpret"})
_DECIMALS = frozenset({"Decimal", "decimal128", "decimal256"})

ALLOWED: frozenset[str] = frozenset()
"""Files that may do so all the same, each with the reason beside it."""


def _other_ways(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method = node.func.attr
        if (method in _METHODS and ast.unparse(node.func) not in _PYTHONS_OWN) or (
            method in _CONVERSIONS and _names_a_decimal(node)
        ):
            yield f"line {node.lineno}: {ast.unparse(node)[:80]}"


def _names_a_decimal(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(node, ast.Attribute) and node.attr in _DECIMALS for one in given for node in ast.walk(one))


@pytest.mark.parametrize("path", [path for path in MODULES if not name_of(path).startswith(_HOME)], ids=name_of)
def test_decimals_and_dates_are_made_in_one_room(path: Path) -> None:
    """Outside `values/` nothing is cast to a decimal, rounded, or read as a date by Polars or Arrow."""
    assert name_of(path) in ALLOWED or list(_other_ways(tree_of(path))) == []


def test_list_of_exceptions_has_no_strangers() -> None:
    """A file that is excused exists and needs the excuse."""
    needed = {name_of(path) for path in MODULES if any(_other_ways(tree_of(path)))}
    assert needed >= ALLOWED


@pytest.mark.parametrize(
    "code",
    [
        "x.cast(pl.Decimal(10, 2))",
        "x.cast(dtype=pl.Decimal(10, 2), strict=False)",
        "pc.cast(x, pa.decimal128(10, 2))",
        "x.reinterpret(dtype=pl.Decimal(10, 2))",
        "x.str.to_decimal(scale=2)",
        "x.round(2)",
        "pc.round(x, 2)",
        "x.str.to_date('%d.%m.%Y')",
        "x.str.strptime(pl.Date, '%d')",
    ],
)
def test_every_other_way_is_seen(code: str) -> None:
    """Casts, rounding and dates of Polars and Arrow: each form counts."""
    assert len(list(_other_ways(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "x.cast(pl.String)",
        "round(x, 2)",
        "Decimal('1')",
        "datetime.strptime(x, y)",
        "pl.lit(x, dtype=pl.Decimal(38, 2))",
    ],
)
def test_other_casts_and_literals_are_free(code: str) -> None:
    """Text, Python's own numbers, and exact literals lose nothing."""
    assert list(_other_ways(ast.parse(code))) == []
