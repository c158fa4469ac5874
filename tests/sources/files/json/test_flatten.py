"""Records taken apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from legacy_adapters.sources.files.json.decoding import NotJson, decoded
from legacy_adapters.sources.files.json.flatten import flat, is_plain, rows_of
from tests.sources.files.json.test_decoding import VALUES

INVOICE = decoded(
    '{"no": "7", "to": {"name": "x"}, "lines": [{"i": 1, "tax": [{"r": 7}, {"r": 19}]}, {"i": 2}], "tags": ["a", 1.50]}'
)


def rows(levels: tuple[str, ...], record: Any = INVOICE) -> list[tuple[dict[str, Any], tuple[int, ...]]]:
    """The cells and numbers of each row."""
    return [(row, numbers) for row, _, numbers in rows_of(record, levels)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [('{"a": 1, "b": null}', True), ("{}", True), ('{"a": []}', False), ('{"a": {}}', False), ("1", False)],
)
def test_plain_records(text: str, plain: bool) -> None:
    """They are rows as they are: taken apart they are the same."""
    record = decoded(text)
    assert is_plain(record) == plain
    assert not plain or flat(record).cells == record


def test_the_record_itself() -> None:
    """Objects by the path of their keys, other arrays as text, arrays of objects apart."""
    assert rows(()) == [({"no": "7", "to.name": "x", "tags": '["a",1.50]'}, ())]
    assert list(flat(INVOICE).children) == ["lines"]


def test_its_children() -> None:
    """Each row has what stands in the records around it, and its numbers."""
    above = {"../no": "7", "../to.name": "x", "../tags": '["a",1.50]'}
    assert rows(("lines",)) == [({"i": "1"} | above, (1,)), ({"i": "2"} | above, (2,))]
    tax = rows(("lines", "tax"))
    assert [numbers for _, numbers in tax] == [(1, 1), (1, 2)]
    assert tax[1][0]["r"] == "19"
    assert tax[1][0]["../i"] == "1"
    assert tax[1][0]["../../to.name"] == "x"


def test_a_record_without_children_has_no_rows_there() -> None:
    """Missing and empty arrays are the same."""
    assert rows(("lines",), {"no": "1"}) == []
    assert rows(("lines",), {"no": "1", "lines": []}) == []


@pytest.mark.parametrize(("record", "text"), [("x", "x"), (None, None), (["1", {}], '["1",{}]')])
def test_records_that_are_no_objects(record: Any, text: str | None) -> None:
    """They have one column."""
    assert flat(record).cells == {"value": text}


@pytest.mark.parametrize(
    "text",
    ['{"a.b": 1, "a": {"b": 2}}', '{"a": {"b": [{}]}, "a.b": 1}', '{"a":' * 200 + "1" + "}" * 200],
)
def test_what_cannot_be_told_apart(text: str) -> None:
    """Two values of one path, and nesting without measure, are refused."""
    with pytest.raises(NotJson):
        flat(decoded(text))


@given(VALUES)
def test_no_leaf_is_lost(value: Any) -> None:
    """Each text and number is in a cell or in a child."""
    record = decoded(json.dumps(value))
    try:
        found = flat(record)
    except NotJson:
        return
    cells = json.dumps(list(found.cells.values())) + json.dumps(list(found.children.values()))
    for leaf in leaves(record):
        assert json.dumps(leaf)[1:-1] in cells.replace('\\\\"', '\\"').replace("\\\\\\\\", "\\\\") or leaf == ""


def leaves(value: Any) -> list[str]:
    """All texts of letters and digits in a value."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [str(value)] if isinstance(value, str) and value.isalnum() and value.isascii() else []
