"""Level numbers make a tree."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.copybook.parse import parse_copybook
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault


def test_levels() -> None:
    """A higher number is below; siblings may have different ones; several records."""
    first, second = parse_copybook("01 R.\n 05 A.\n  10 B PIC X.\n 04 C PIC X.\n77 S PIC 9.\n")
    assert [item.name for item in first.walk()] == ["R", "A", "B", "C"]
    assert second.name == "S"


def test_a_copybook_without_a_record() -> None:
    """It begins at level 03: a record without a name."""
    (record,) = parse_copybook("       03 A PIC X.\n       03 B PIC X.\n")
    assert [item.name for item in record.children] == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: there is no data description"),
        ("01 A.\n", "line 1: 01 A has neither a PICTURE nor anything below it"),
        ("01 A PIC X.\n 05 B PIC X.\n", "line 2: 01 A has a PICTURE, so nothing can be below it"),
    ],
)
def test_what_is_no_tree(text: str, message: str) -> None:
    """The error names the line."""
    with pytest.raises(CopybookFault, match=message):
        parse_copybook(text)


PART = st.sampled_from(["01", "05", "10", "A", "B", "PIC", "X(3)", "9", "COMP-3", "OCCURS", "2", "REDEFINES", "."])


@given(st.lists(PART, max_size=30))
def test_any_words_are_a_tree_or_a_fault(parts: list[str]) -> None:
    """Nothing crashes."""
    with contextlib.suppress(CopybookFault):
        assert parse_copybook(" ".join(parts))
