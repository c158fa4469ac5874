"""Columns as a tree of names."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.xml.layout import layout_of
from legacy_adapters.sources.files.xml.nodes import Node, tree_of
from legacy_adapters.sources.files.xml.paths import Step, record_path
from legacy_adapters.sources.files.xml.settings import XmlFormat


def tree(**fields: str) -> Node:
    settings = XmlFormat(record="R/E", fields=fields, namespaces={"p": "urn:p"})
    return tree_of(layout_of(settings, record_path("R/E", {}), None, None))


def test_each_name_leads_to_its_columns() -> None:
    """Several columns may be of one element; attributes are known to theirs."""
    root = tree(a="A", again="A", x="H/X", i="A/@i", j="A/@i", up="../U", own=".")
    found = root.find("{urn:any}A")
    assert found is not None
    assert (found.columns, found.attributes) == ((0, 1), [(Step("i"), (3, 4))])
    assert root.columns == (6,)
    below = root.find("H")
    assert below is not None
    assert below.find("X") is not None
    assert below.simple is False
    assert root.find("U") is None
    assert "U" in root.memory


def test_what_could_be_the_same_element_twice_is_refused() -> None:
    """A name with and without a prefix."""
    with pytest.raises(ConfigError, match="with and without a prefix"):
        tree(a="A", b="p:A")
