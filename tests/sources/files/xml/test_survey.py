"""What repeats in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.xml import survey as module
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.sources.files.xml.survey import first_look, survey, tables
from tests.sources.files.xml.xml_files import LEDGER, write

ORDERS = (
    "<R xmlns='u'>"
    + "<O><N>1</N>"
    + "<L><Q>1</Q></L>" * 2
    + "</O>"
    + "<O><N>2</N><L><Q>1</Q></L><P/></O>"
    + "<S><T/></S></R>"
)


def test_elements_that_repeat_are_tables(tmp_path: Path) -> None:
    """With their counts in the whole file, in the order of names."""
    path = write(tmp_path, ORDERS)
    found = tables(XmlFormat(), path, count=True)
    assert list(found) == [StreamInfo("R/O", "element", 2), StreamInfo("R/O/L", "element", 3)]
    assert [info.rows for info in tables(XmlFormat(), path, count=False)] == [None, None]


def test_what_is_stated_is_a_table_too(tmp_path: Path) -> None:
    """Records that do not repeat, those anywhere, and children by their names."""
    settings = XmlFormat.model_validate({"record": "//L", "children": {"quantities": {"record": "Q"}}})
    found = {info.name: (info.kind, info.rows) for info in tables(settings, write(tmp_path, ORDERS), count=True)}
    assert found["L"] == ("element", 3)
    assert found["quantities"] == ("children", 3)
    none = tables(XmlFormat(record="R/Q"), write(tmp_path, ORDERS), count=True)
    assert StreamInfo("R/Q", "element", 0) in none


def test_where_nothing_repeats_the_root_is_the_table(tmp_path: Path) -> None:
    """A file of one record."""
    assert list(tables(XmlFormat(), write(tmp_path, "<R><A>1</A></R>"), count=True)) == [StreamInfo("R", "element", 1)]


def test_a_first_look_says_what_stopped_it(tmp_path: Path) -> None:
    """And what was seen until then; the whole survey raises it."""
    path = write(tmp_path, LEDGER[:-20])
    found, trouble = first_look(path, None, None)
    assert "Ledger/Entry" in found.paths()
    assert trouble is not None
    with pytest.raises(BadPart, match="ends too early"):
        survey(path, None)
    some, nothing = first_look(write(tmp_path, LEDGER + " " * 200_000), None, 1)
    assert nothing is None
    assert some.places > 0


def test_more_different_elements_than_a_table_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would fill the memory."""
    monkeypatch.setattr(module, "MOST_PATHS", 100)
    path = write(tmp_path, "<R>" + "".join(f"<a{n}/>" for n in range(200)) + "</R>")
    with pytest.raises(BadPart, match="different elements"):
        survey(path, None)
