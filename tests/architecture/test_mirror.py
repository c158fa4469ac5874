"""The tests mirror the package, so that a module's tests are found without a search."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.package import MODULES, PACKAGE, TESTS, name_of

WITHOUT_BEHAVIOUR = frozenset({"__init__", "__main__", "protocols"})

TESTED_ELSEWHERE: frozenset[str] = frozenset()
"""Modules whose tests have another name, each with the reason beside it."""

_WITH_TESTS = [path for path in MODULES if path.stem not in WITHOUT_BEHAVIOUR and name_of(path) not in TESTED_ELSEWHERE]


@pytest.mark.parametrize("path", _WITH_TESTS, ids=name_of)
def test_module_has_tests_of_its_name(path: Path) -> None:
    """`legacy_adapters/a/b.py` is tested by `tests/a/test_b.py`, or by several files `test_b_….py`."""
    folder = TESTS / path.relative_to(PACKAGE).parent
    name = path.stem.removeprefix("_")
    assert sorted([*folder.glob(f"test_{name}.py"), *folder.glob(f"test_{name}_*.py")])


def test_list_of_exceptions_has_no_strangers() -> None:
    """A module that is excused exists."""
    assert {name_of(path) for path in MODULES} >= TESTED_ELSEWHERE
