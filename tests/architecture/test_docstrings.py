"""Every module says what it is for, and every test what it expects."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.package import MODULES, TEST_MODULES, functions_in, name_of, tree_of


@pytest.mark.parametrize(
    "path", [path for path in MODULES if not path.stem.startswith("_") or path.stem == "__init__"], ids=name_of
)
def test_module_has_a_docstring(path: Path) -> None:
    """A public module begins with what it is for."""
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", TEST_MODULES, ids=name_of)
def test_tests_say_what_they_expect(path: Path) -> None:
    """A test has a docstring that is a sentence."""
    tests = [node for node in functions_in(tree_of(path)) if node.name.startswith("test_")]
    silent = [node.name for node in tests if not (ast.get_docstring(node) or "").rstrip().endswith((".", "!", "?"))]
    assert silent == []
