"""Errors are caught by name: a broad except turns a defect into wrong data."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.package import MODULES, name_of, tree_of

OUTERMOST = frozenset({"legacy_adapters/cli/main.py"})
"""Files where everything may be caught: only in `cli/` and at the edge of `run/`, where a defect becomes a report."""

_BROAD = {"Exception", "BaseException"}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes everything and keeps it; one that ends in a bare ``raise`` only cleans up."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(one, ast.Name) and one.id in _BROAD for one in caught)


def _broad_excepts(tree: ast.AST) -> list[int]:
    """The lines of ``except:``, ``except Exception`` and ``except BaseException``, and of ``suppress`` with them."""
    handlers = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and _is_broad(node)]
    suppressed = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == "suppress"
        and any(isinstance(argument, ast.Name) and argument.id in _BROAD for argument in node.args)
    ]
    return sorted(handlers + suppressed)


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path) not in OUTERMOST], ids=name_of)
def test_no_broad_except(path: Path) -> None:
    """Outside the outermost layers only named errors are caught."""
    assert _broad_excepts(tree_of(path)) == []


def test_list_of_exceptions_names_the_outermost_layers_only() -> None:
    """A file may catch everything only if it exists and lies in the command line or in the run."""
    existing = {name_of(path) for path in MODULES}
    assert existing >= OUTERMOST
    assert all(name.startswith(("legacy_adapters/cli/", "legacy_adapters/runs/")) for name in OUTERMOST)


@pytest.mark.parametrize(
    "code",
    [
        "try: f()\nexcept: pass",
        "try: f()\nexcept Exception: pass",
        "try: f()\nexcept (ValueError, BaseException): pass",
        "with contextlib.suppress(Exception): f()",
    ],
)
def test_every_form_of_a_broad_except_is_seen(code: str) -> None:
    """Bare, named, in a tuple, or suppressed: each form counts."""
    assert len(_broad_excepts(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "try: f()\nexcept (OSError, ValueError): pass",
        "try: f()\nexcept BaseException:\n    undo()\n    raise",
    ],
)
def test_named_errors_and_cleaning_up_are_no_broad_except(code: str) -> None:
    """Errors caught by name, and everything raised again after cleaning up, are what is wanted."""
    assert _broad_excepts(ast.parse(code)) == []
