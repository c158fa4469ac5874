"""`streams`: what is in a source."""

from __future__ import annotations

import json

from tests.cli.shop import Shop

OLD = "sqlite:///old.db"


def test_tables_and_views_are_listed_with_their_rows(shop: Shop) -> None:
    """In the order of names."""
    ended = shop("streams", OLD)
    assert ended.code == 0
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in ended.lines if line.startswith("│")]
    assert cells == [["Invoice", "table", "3"], ["KREDITOR", "table", "4"], ["Unpaid", "view", "1"]]


def test_as_json(shop: Shop) -> None:
    """One list."""
    assert json.loads(shop("streams", OLD, "--json").out)[0] == {"name": "Invoice", "kind": "table", "rows": 3}


def test_nothing_is_counted_where_that_would_cost_too_much(shop: Shop) -> None:
    """No column of rows then, and null in JSON."""
    assert "rows" not in shop("streams", OLD, "--no-count").out
    assert {stream["rows"] for stream in json.loads(shop("streams", OLD, "--no-count", "--json").out)} == {None}


def test_an_empty_database_is_no_riddle(shop: Shop) -> None:
    """It is said in words."""
    shop.change("DROP VIEW Unpaid", "DROP TABLE Invoice", "DROP TABLE KREDITOR")
    ended = shop("streams", OLD)
    assert (ended.code, ended.out) == (0, "")
    assert "nothing to read" in ended.err


def test_a_file_that_is_no_database(shop: Shop) -> None:
    """An error with its place, no traceback."""
    shop.write("notes.db", "only text " * 100)
    ended = shop("streams", "sqlite:///notes.db")
    assert ended.code in (76, 78)
    assert "notes.db" in ended.err
