"""Names of columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.header import numbered_names, unique_names


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (["a", "b"], ("a", "b")),
        ([" a ", "\ufeffb\0"], ("a", "b")),
        (["", "x", " "], ("column_1", "x", "column_3")),
        (["id", "name", "id", "age", "id"], ("id", "name", "id_2", "age", "id_3")),
        (["a", "a", "a_2"], ("a", "a_3", "a_2")),
        (["", "column_1"], ("column_1_2", "column_1")),
    ],
)
def test_names_are_unique_and_not_empty(header: list[str], names: tuple[str, ...]) -> None:
    """A column's own name is kept; others get out of its way."""
    assert unique_names(header) == names


@given(st.lists(st.sampled_from(["", "a", "a_2", "a_3", "column_1", "column_2", "column_1_2", " a"]), max_size=12))
def test_whatever_stands_in_the_header(header: list[str]) -> None:
    """There are as many names as columns, all different, none empty; each name that is there once at least is kept."""
    names = unique_names(header)
    assert len(names) == len(set(names)) == len(header)
    assert all(names)
    assert {name.strip() for name in header} - {""} <= set(names)


def test_names_without_a_header() -> None:
    """They are numbered from 1."""
    assert numbered_names(2) == ("column_1", "column_2")
