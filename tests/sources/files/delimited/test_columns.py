"""Rows become columns."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.columns import Cells, Target, cells_of
from legacy_adapters.sources.files.delimited.cutting import Cutter
from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.delimited.window import Window


def _cells(data: bytes, target: Target, signs: Signs | None = None) -> Cells:
    signs = signs or Signs(b";")
    window = Window(BytesIO(data), charset_of("utf-8", b""), 0, len(data))
    (run,) = Cutter(window, signs).cut(100).runs
    return cells_of(run, data, np.arange(len(run.starts)), target, signs)


def _rows(cells: Cells) -> list[tuple[object, ...]]:
    return list(zip(*(column.to_pylist() for column in cells.columns), strict=True))


@pytest.mark.parametrize("signs", [Signs(b";"), Signs(b";", escape=b"a")], ids=["fast", "exact"])
def test_short_and_long_rows_are_broken(signs: Signs) -> None:
    """They keep their place, without cells, whichever lane reads them."""
    cells = _cells(b"1;2\n3\n4;5\n6;7;8\n9;0\n", Target(2, (1, 0)), signs)
    nothing = (None, None)
    assert _rows(cells) == [(b"2", b"1"), nothing, (b"5", b"4"), nothing, (b"0", b"9")]
    assert cells.broken == {1: "wrong_field_count", 3: "wrong_field_count"}


@pytest.mark.parametrize("escape", [None, b"x"], ids=["fast", "exact"])
@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"1;2\n3\n", [(b"1", b"2"), (b"3", None)]),
        (b"3\n4\n", [(b"3", None), (b"4", None)]),
        (b"1;2;;\n3;4;;\n", [(b"1", b"2"), (b"3", b"4")]),
        (b"1;2;\n3;4;5\n", [(b"1", b"2"), (None, None)]),
        (b"1;2\n3;4;\n", [(b"1", b"2"), (b"3", b"4")]),
    ],
)
def test_padding(escape: bytes | None, data: bytes, rows: list[tuple[bytes | None, bytes | None]]) -> None:
    """Short rows are filled up with nulls; empty surplus fields go, others break their row."""
    cells = _cells(data, Target(2, (0, 1), pad=True), Signs(b";", escape=escape))
    assert _rows(cells) == rows
    assert set(cells.broken) == {i for i, row in enumerate(rows) if row[0] is None}


def test_no_rows() -> None:
    """There are columns all the same."""
    window = Window(BytesIO(b"a\n"), charset_of("utf-8", b""), 0, 2)
    (run,) = Cutter(window, Signs(b";")).cut(100).runs
    cells = cells_of(run, b"a\n", np.empty(0, np.int64), Target(1, (0,)), Signs(b";"))
    assert [len(column) for column in cells.columns] == [0]
