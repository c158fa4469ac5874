"""The different contents of a field."""

from __future__ import annotations

import numpy as np
import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.distinct import distinct, holds
from legacy_adapters.sources.files.fixed.kinds.floating import Floating
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.text import Text
from tests.sources.files.fixed.given import cells

PAGE = charset("cp1252")


@pytest.mark.parametrize("width", [3, 8, 12])
def test_each_content_once(width: int) -> None:
    """Without blanks and NULs, of any width."""
    contents = [b"B\0".ljust(width), b"A".ljust(width), b"B\0".ljust(width)]
    found, places = distinct(cells(*contents), Text(width, PAGE))
    assert [found[place] for place in places] == ["B", "A", "B"]
    assert len(found) == 2


def test_numbers_and_what_is_none() -> None:
    """A number as its text; what cannot be read is empty."""
    found, places = distinct(cells(b"\x01\x2c", b"\xff\xff"), Packed(2))
    assert [found[place] for place in places] == ["12", ""]
    assert distinct(cells(b"\x42\x64\0\0"), Floating(4, ibm=True))[0] == ["100"]


def test_which_cells_hold_one_of_some() -> None:
    """None of nothing."""
    assert holds(cells(b"P", b"C", b" "), Text(1, PAGE), frozenset({"P", ""})).tolist() == [True, False, True]
    assert holds(np.zeros((0, 1), np.uint8), Text(1, PAGE), frozenset({"P"})).tolist() == []
