"""From a format's name to what writes it."""

from __future__ import annotations

from typing import get_args

import pytest

from legacy_adapters.sinks.text.csv import CsvLayout
from legacy_adapters.sinks.text.jsonl import JsonLinesLayout
from legacy_adapters.sinks.text.layout import layout_of
from legacy_adapters.sinks.text.settings import Format, TextOptions
from tests.sinks.samples import ROW, rows


def test_each_format_has_its_layout() -> None:
    """Chosen by name."""
    assert isinstance(layout_of("csv", ROW, {}, TextOptions()), CsvLayout)
    assert isinstance(layout_of("jsonl", ROW, {}, TextOptions()), JsonLinesLayout)


@pytest.mark.parametrize("kind", get_args(Format))
def test_rows_are_rendered_in_any_pieces(kind: Format) -> None:
    """Text is made once a batch, and a batch may go to several files: one row stays one row, in one line."""
    layout = layout_of(kind, ROW, {}, TextOptions())
    text = layout.text(rows("a", None, "c").rows)
    assert text.height == 3
    assert layout.render(text) == b"".join(layout.render(text.slice(n, 1)) for n in range(3))
    assert layout.render(text).count(b"\n") == 3
    assert layout.render(text.clear()) == b""
