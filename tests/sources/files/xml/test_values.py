"""Texts at paths."""

from __future__ import annotations

from lxml import etree

from legacy_adapters.sources.files.xml.paths import Step, field_path
from legacy_adapters.sources.files.xml.values import attribute_of, elements_at, shown, text_of, values_at

TREE = etree.XML("<r xmlns:p='urn:p'><a i='1' p:i='2'>x<b>y</b>z</a><a/><a p:i='3'>w</a></r>")


def test_texts_and_attributes() -> None:
    """All the text of an element; an attribute without a namespace first."""
    first, second, third = TREE
    assert [text_of(element) for element in TREE] == ["xyz", None, "w"]
    assert attribute_of(first, Step("i")) == "1"
    assert attribute_of(first, Step("i", "urn:p")) == "2"
    assert attribute_of(second, Step("i")) is None
    assert attribute_of(third, Step("i")) == "3"


def test_values_at_a_path_are_all_of_them() -> None:
    """In the file's order, without what holds nothing."""
    assert list(values_at(TREE, field_path("a", {}))) == ["xyz", "w"]
    assert list(values_at(TREE, field_path("a/b", {}))) == ["y"]
    assert list(values_at(TREE, field_path("a/@i", {}))) == ["1", "3"]
    assert len(list(elements_at(TREE, (Step("a"),)))) == 3


def test_several_values_are_shown_with_a_limit() -> None:
    """A fault does not grow with the file."""
    assert shown(["1", "2"]) == "1 | 2"
    assert shown(list("123456")) == "1 | 2 | 3 | 4 | …"
