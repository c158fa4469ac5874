"""The statements that are sent."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError, StatementRefused
from legacy_adapters.sources.database.keyset import OrderColumn, Value
from legacy_adapters.sources.database.plan import Window, build_select, build_value, conditions, relation
from legacy_adapters.sources.database.settings import DatabaseStream


class Plain:
    """A dialect with backticks."""

    name = "sqlite"

    def quote(self, name: str) -> str:
        return f"`{name}`"


def column(name: str) -> OrderColumn:
    return OrderColumn(name, f"`{name}`", lambda value: f"<{value.text}>")


def test_a_table_is_quoted_with_its_schema() -> None:
    """Names stand for exactly what the catalogue has."""
    stream = DatabaseStream.model_validate({"table": "gl tran", "schema": "dbo"})
    assert relation(Plain(), stream, "GL TRAN").source == "`dbo`.`GL TRAN`"


def test_a_query_stands_in_parentheses() -> None:
    """Without its semicolon, and a comment at its end takes nothing along."""
    found = relation(Plain(), DatabaseStream(query="SELECT 1 AS A -- one\n;"))
    assert found.source.startswith("(\nSELECT 1 AS A")
    assert found.source.endswith("\n) q")
    assert ";" not in found.source


@pytest.mark.parametrize(
    "values",
    [
        {"query": "DELETE FROM T"},
        {"query": "SELECT 1; DELETE FROM T"},
        {"table": "T", "where": "A = 1; DELETE FROM T"},
        {"table": "T", "where": "A = 1) UNION SELECT * FROM (SELECT 1"},
        {"table": "T", "where": "A = 1) OR (B = 2"},
        {"query": "SELECT * FROM T) q, (SELECT 1"},
    ],
)
def test_what_is_not_one_query_is_refused(values: dict[str, str]) -> None:
    """Also where a condition closes our parenthesis, and so would take in what is added behind it."""
    with pytest.raises(StatementRefused):
        relation(Plain(), DatabaseStream.model_validate(values), "T")


def test_a_stream_without_a_table_is_an_error() -> None:
    """An adapter that forgot the catalogue's name is told so."""
    with pytest.raises(ConfigError, match="needs a table"):
        relation(Plain(), DatabaseStream(table="T"))


def test_the_stated_condition_cannot_swallow_ours() -> None:
    """A comment at its end ends with the line."""
    rows = relation(Plain(), DatabaseStream(table="T", where="A = 1 -- only"), "T")
    sql = build_select(rows, ["X"], Window(order=(column("K"),), after=(Value("7"),)))
    assert sql == "SELECT X\nFROM `T`\nWHERE (A = 1 -- only\n) AND (`K` > <7>)\nORDER BY `K`"


def test_without_key_and_condition_nothing_is_added() -> None:
    """A view without an order is read as it comes."""
    rows = relation(Plain(), DatabaseStream(table="T"), "T")
    assert build_select(rows, ["A", "B"], Window()) == "SELECT A, B\nFROM `T`"


def test_a_value_is_over_the_streams_own_rows() -> None:
    """The highest watermark is that of the rows that are read."""
    rows = relation(Plain(), DatabaseStream(table="T", where="A = 1"), "T")
    assert build_value(rows, "MAX(W)", ["W >= 3"]) == "SELECT MAX(W)\nFROM `T`\nWHERE (A = 1\n) AND (W >= 3)"


def test_rows_without_a_watermark_have_a_window_of_their_own() -> None:
    """No comparison ever holds for them."""
    mark = column("W")
    assert conditions(Window((column("K"),), mark, nulls=True, lower=Value("1"), upper=Value("9"))) == ["`W` IS NULL"]


def test_a_watermark_is_read_between_its_bounds() -> None:
    """Behind a position the lower bound says nothing new."""
    mark = column("W")
    window = Window((mark, column("K")), mark, lower=Value("1"), upper=Value("9"))
    assert conditions(window) == ["`W` >= <1>", "`W` <= <9>"]
    later = Window((mark, column("K")), mark, lower=Value("1"), upper=Value("9"), after=(Value("3"), Value("k")))
    assert conditions(later) == ["`W` <= <9>", "`W` >= <3> AND (`W` > <3> OR (`W` = <3> AND (`K` > <k>)))"]
