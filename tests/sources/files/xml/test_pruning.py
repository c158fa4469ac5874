"""A tree that stays small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml import engine
from legacy_adapters.sources.files.xml.paths import field_path
from legacy_adapters.sources.files.xml.pruning import Kept, prune
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import read, write


def kept(*paths: str) -> Kept:
    found = Kept()
    for path in paths:
        found.put(field_path(path, {}).steps)
    return found


def test_what_is_complete_goes_and_what_is_needed_stays() -> None:
    """The last element of each level is still open."""
    root = etree.XML("<r><h><d>1</d><e/></h><x/><s><i/><y/><n><a/><b/></n></s></r>")
    innermost = prune(root, kept("/r/h/d", "/r/s/i"), None)
    assert etree.tostring(root) == b"<r><h><d>1</d></h><s><i/><n><b/></n></s></r>"
    assert innermost.tag == "b"


def test_an_open_record_is_left_alone() -> None:
    """And so is what is deeper than stated."""
    text = "<r><x/><n><a/><b><c/><d/></b></n></r>"
    root = etree.XML(text)
    assert prune(root, Kept(), root[1]).tag == "d"
    assert etree.tostring(root) == b"<r><n><a/><b><c/><d/></b></n></r>"
    root = etree.XML(text)
    prune(root, Kept(), None, levels=1)
    assert etree.tostring(root) == b"<r><n><a/><b><c/><d/></b></n></r>"


def test_too_much_to_keep_is_refused() -> None:
    """It would fill the memory."""
    root = etree.XML("<r>" + "<h/>" * 1_002 + "</r>")
    with pytest.raises(BadPart, match="more than 1000"):
        prune(root, kept("/r/h"), None)


def test_many_siblings_before_the_records_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor between, behind, or below them: the tree never has more than what was fed last."""
    largest = 0

    def watched(root: Any, *rest: Any) -> Any:
        nonlocal largest
        largest = max(largest, len(list(root.iter())))
        return prune(root, *rest)

    monkeypatch.setattr(engine, "prune", watched)
    noise = "<Customers>" + "<C><N>1</N></C>" * 30_000 + "</Customers>"
    records = "<E><A>1</A></E>" * 30_000
    path = write(tmp_path, f"<R>{noise}<J>{records}</J>{noise}</R>")
    found = read(XmlFormat(record="R/J/E", fields={"a": "A"}), path, most_rows=10_000)
    assert len(found.origins) == 30_000
    assert largest < 30_000
