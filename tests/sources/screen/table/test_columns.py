"""Columns of text."""

from __future__ import annotations

import pyarrow as pa

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.sources.screen.table.columns import Texts
from legacy_adapters.sources.screen.table.spans import Cell


def test_texts_and_other_cells() -> None:
    """A column may have plain cells, cells with more in them, and none."""
    found = Texts().column("A", ["0012", {"text": "x", "links": ["y"]}, None])
    assert found.type == pa.string()
    assert found.to_pylist() == ["0012", "x", None]


def test_no_break_spaces_become_blanks() -> None:
    """Inside a blank, at the ends nothing; only where that is asked for."""
    cells: list[Cell | None] = ["\xa0a\xa0b\xa0", {"text": "\xa0", "links": ["y"]}]
    assert Texts(nbsp=True).column("A", cells).to_pylist() == ["a b", ""]
    assert Texts().column("A", cells).to_pylist() == ["\xa0a\xa0b\xa0", "\xa0"]


def test_half_a_character_is_a_fault() -> None:
    """The cell is null, and kept as it can be written."""
    texts = Texts()
    assert texts.column("A", ["x", "a\ud800"]).to_pylist() == ["x", None]
    assert texts.faults == [(1, "A", "undecodable", "a\\ud800")]


def test_lost_character_is_a_fault() -> None:
    """A character that stands for undecodable bytes is nothing that the source holds."""
    texts = Texts(lost=True)
    assert texts.column("A", ["x", "M\ufffdller", None]).to_pylist() == ["x", None, None]
    assert texts.faults == [(1, "A", "undecodable", "M\ufffdller")]


def test_extras() -> None:
    """What is taken besides the text is null where there is none."""
    found = Texts("http://a/b").extra("A link", ["x", {"text": "", "links": ["c"]}, None], "link")
    assert found.to_pylist() == [None, "http://a/c", None]
    texts = Texts(lost=True)
    assert texts.extra("A image", [{"text": "", "images": ["\ufffd"]}], "image").to_pylist() == [None]
    assert texts.faults[0][1] == "A image"


def test_whole_row() -> None:
    """A row that does not fit is kept as it stands."""
    texts = Texts()
    texts.row(3, ["a", {"text": "b\ud800"}])
    assert texts.faults == [(3, WHOLE_ROW, "wrong_field_count", "a | b\\ud800")]
