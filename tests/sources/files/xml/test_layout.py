"""Tables compiled from settings."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml.layout import Layout, layout_of
from legacy_adapters.sources.files.xml.paths import FieldPath, Step, record_path
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.sources.files.xml.shape import Shape


def layout(record: str = "R/S/E", table: str | None = None, shape: Shape | None = None, **more: Any) -> Layout:
    settings = XmlFormat.model_validate({"record": record, **more})
    child = settings.children[table] if table else None
    return layout_of(settings, record_path(record, {}), child, shape)


@pytest.mark.parametrize(
    ("path", "up", "steps"),
    [
        ("../Id", 1, ["Id"]),
        ("/R/S/Id", 1, ["Id"]),
        ("../../S/Id", 1, ["Id"]),
        ("../../H/D", 2, ["H", "D"]),
        ("/R/H/D", 2, ["H", "D"]),
        ("/R/S/E/A", 0, ["A"]),
        ("A/B", 0, ["A", "B"]),
    ],
)
def test_paths_go_up_no_further_than_they_must(path: str, up: int, steps: list[str]) -> None:
    """From wherever they are written, they lead along the record's own elements."""
    (column,) = layout(fields={"a": path}).columns
    assert column.path == FieldPath(up, tuple(map(Step, steps)))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../../../X", "beyond the root"),
        ("../E/A", "other records"),
        ("/X/A", "another root"),
        ("/R/S", "not a value"),
    ],
)
def test_paths_that_lead_nowhere_are_refused(path: str, words: str) -> None:
    """With the column's name."""
    with pytest.raises(ConfigError, match=f"column a: .*{words}"):
        layout(fields={"a": path})


def test_a_child_sees_its_record_and_what_is_around_it() -> None:
    """Columns that are kept go up as far as the child is deep."""
    children = {"l": {"record": "L/M", "fields": {"q": "Q", "n": "../N"}, "keep": ["a", "id"]}}
    found = layout(table="l", fields={"a": "A", "id": "../Id"}, children=children)
    assert [(column.name, column.path.up) for column in found.columns] == [("q", 0), ("n", 1), ("a", 2), ("id", 3)]
    assert found.beyond == (FieldPath(1, (Step("Id"),)),)
    assert found.schema.names == ["q", "n", "a", "id"]


def test_a_child_of_records_anywhere_cannot_leave_them() -> None:
    """What is around is not the same for all."""
    children = {"l": {"record": "L", "fields": {"x": "../../X"}}}
    with pytest.raises(ConfigError, match="state the record's whole path"):
        layout("//E", table="l", children=children)


def test_learnt_columns_are_called_by_their_paths() -> None:
    """What repeats is none of them; two of one name cannot be."""
    shape = Shape()
    shape.add(etree.XML("<E i='1'><A>1</A><L><Q/></L><L/></E>"))
    found = layout(shape=shape)
    assert (found.schema.names, found.learnt) == (["@i", "A"], True)
    assert found.repeated == ((Step("L"),),)
    children = {"l": {"record": "L", "keep": ["A"]}}
    with pytest.raises(ConfigError, match="two columns are called A"):
        layout(table="l", shape=shape, children=children)


def test_too_many_columns_are_no_table() -> None:
    """Whoever wrote them."""
    shape = Shape()
    shape.add(etree.XML("<E>" + "".join(f"<a{n}>1</a{n}>" for n in range(10_001)) + "</E>"))
    with pytest.raises(BadPart, match="10001 columns"):
        layout(shape=shape)
