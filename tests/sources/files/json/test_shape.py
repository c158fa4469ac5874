"""What the first records show."""

from __future__ import annotations

from legacy_adapters.sources.files.json.decoding import decoded
from legacy_adapters.sources.files.json.entry import Entry, Place
from legacy_adapters.sources.files.json.shape import Shape, name_of, shape_of


def shape(*records: str, most: int = 1000) -> Shape:
    """The shape of these records."""
    return shape_of([Entry("", Place(), Place(), decoded(record)) for record in records], most)


def test_columns_stand_in_the_order_of_their_appearance() -> None:
    """Those of all records looked at."""
    assert shape('{"b": 1, "a": {"x": 2}}', '{"c": 3, "b": 4}').columns(()) == ["b", "a.x", "c"]
    assert shape('{"a": 1}', '{"b": 1}', most=1).columns(()) == ["a"]


def test_children_have_tables_of_their_own() -> None:
    """With the columns of the records around them; an array that is always empty says nothing."""
    found = shape('{"no": 1, "lines": []}', '{"no": 2, "lines": [{"i": 1, "tax": [{"r": 7}]}, {"j": 2}], "x": []}')
    assert list(found.tables) == [(), ("lines",), ("lines", "tax")]
    assert found.columns(()) == ["no"]
    assert found.columns(("lines",)) == ["i", "j", "../no"]
    assert found.columns(("lines", "tax")) == ["r", "../i", "../j", "../../no"]
    assert found.children(()) == {"lines"}
    assert found.children(("lines",)) == {"tax"}


def test_a_key_of_several_kinds() -> None:
    """A key that is a value here and an array of objects there is both; null is neither."""
    found = shape('{"c": 1}', '{"c": [{"x": 1}]}', '{"d": null}', '{"d": [{"y": 1}]}', '{"d": null}', '{"e": null}')
    assert found.columns(()) == ["c", "e"]
    assert found.children(()) == {"c", "d"}


def test_records_that_cannot_be_taken_apart_say_nothing() -> None:
    """Nor do those that cannot be read."""
    assert shape('{"a.b": 1, "a": {"b": 2}}', '{"c": 1}').columns(())[-1] == "c"
    assert shape_of([Entry("", Place(), Place(), code="malformed")]).columns(()) == []


def test_names() -> None:
    """The way to a table, with points."""
    assert name_of((), ()) == "records"
    assert name_of(("data", "rows"), ("lines",)) == "data.rows.lines"
    assert name_of((), ("lines", "tax")) == "lines.tax"
