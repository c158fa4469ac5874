"""Where the records begin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.sources.files.xml.frame import Start, find_start
from legacy_adapters.sources.files.xml.planning import plan_of
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, write


def start(folder: Path, content: str, **settings: Any) -> Start | None:
    given = {"record": "R/E", "fields": {"a": "A"}, **settings}
    return find_start(plan_of(XmlFormat.model_validate(given), write(folder, content), None).plan)


def test_the_first_record_and_what_is_around_it(tmp_path: Path) -> None:
    """The elements around it with their attributes, and of what is in them only what is needed."""
    settings = {"record": "Ledger/Entry", "fields": {"date": "../Header/Date"}, "stated": {"count": "/Ledger/H/N"}}
    content = LEDGER.replace("<Entry", "<Noise><Entry/></Noise><!-- <Entry> --><H><N>3</N><O/></H><Entry", 1)
    found = start(tmp_path, content, **settings)
    assert found is not None
    assert content.encode()[found.offset :].startswith(b'<Entry id="1"')
    assert found.tag == b"Entry"
    assert found.frame.line == 4
    assert found.frame.around == (("2025-01-31",),)
    assert found.frame.prefix.startswith(b'<Ledger company="M&#252;ller &amp; S&#246;hne">')
    assert b"<Header><Date>2025-01-31</Date></Header>" in found.frame.prefix
    assert b"<H><N>3</N></H>" in found.frame.prefix
    assert b"Noise" not in found.frame.prefix
    assert found.suffix.strip() == b"</Ledger>"


@pytest.mark.parametrize(
    "content",
    [
        "<R></R>",
        "<R><F/></R>",
        "<R><X a='>'><E/></X></R>",
        "<R><Ä><E/></Ä></R>",
        "<R><p:X/><E/></R>",
        "<R><E",
    ],
)
def test_where_none_can_be_found_the_file_is_read_as_one(tmp_path: Path, content: str) -> None:
    """No record, or something odd before it."""
    settings = XmlFormat.model_validate(
        {"record": "//E" if "X" in content or "Ä" in content else "R/E", "fields": {"a": "A"}}
    )
    path = write(tmp_path, content)
    found = find_start(plan_of(settings, path, None).plan)
    assert found is None or content.startswith("<R><X")
