"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.package import MODULES, functions_in, lines_of, name_of, tree_of

LONGEST_FILE = 350
LONGEST_FUNCTION = 60


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_file_is_short(path: Path) -> None:
    """A file of the package has no more lines than can be kept in mind."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    """A function of the package fits a screen."""
    too_long = {node.name: lines_of(node) for node in functions_in(tree_of(path)) if lines_of(node) > LONGEST_FUNCTION}
    assert too_long == {}
