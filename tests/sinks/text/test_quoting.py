"""Quotes around the cells that need them."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import Array
from legacy_adapters.sinks.text.quoting import Quotes

TEXTS = st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=6) | st.text(';",\r\nä', max_size=4))


def around(column: Array, delimiter: str = ";") -> list[str | None]:
    """The texts of a column with quotes where they need some."""
    return Quotes(delimiter).around(pl.Series("x", column), column).to_list()


@given(TEXTS, st.sampled_from([",", ";", "\t", "|"]))
def test_cells_are_quoted_as_polars_does(texts: list[str | None], delimiter: str) -> None:
    """The text that Polars writes for the column with quotes where it finds them necessary."""
    frame = pl.DataFrame({"x": pl.Series(texts, dtype=pl.String)})
    written = frame.write_csv(include_header=False, separator=delimiter, quote_style="necessary", line_terminator="\0")
    found = around(pa.array(texts, pa.string()), delimiter)
    assert "".join((text or "") + "\0" for text in found) == written
    assert [text is None for text in found] == [text is None for text in texts]


@pytest.mark.parametrize("text", ["a;b", 'a"b', "a\rb", "a\nb", ""])
def test_one_cell_that_needs_quotes_is_found(text: str) -> None:
    """Behind many that do not, in a column larger than what is looked at in one go."""
    column = pa.array([*["plain"] * 300_000, text], pa.string())
    assert around(column)[-1] == '"' + text.replace('"', '""') + '"'


def test_a_slice_of_a_column_is_quoted_as_it_is() -> None:
    """What lies around it does not matter."""
    column = pa.array(["a;b", "c", "d;e", "f"], pa.string())
    assert around(column.slice(1, 1)) == ["c"]
    assert around(column.slice(1, 2)) == ["c", '"d;e"']


def test_text_of_another_making_is_looked_at_itself() -> None:
    """Where the cells have other signs than the source's column."""
    assert Quotes(",").around(pl.Series("x", ["1,5", "1", None]), None).to_list() == ['"1,5"', "1", None]


def test_a_column_of_another_type_is_looked_at_itself() -> None:
    """Whether it holds such a sign cannot be told beforehand."""
    assert around(pa.array(["a;b", "c"], pa.large_string())) == ['"a;b"', "c"]
