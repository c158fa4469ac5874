"""The fast lane: when it is taken, and when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.sources.files.xml.fast import FastLane, fast_lane
from legacy_adapters.sources.files.xml.frame import find_start
from legacy_adapters.sources.files.xml.planning import plan_of
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import read, reading, write

USUAL = "<E i='1'><A c='x'>1 &amp; 2</A><B/><H><X>ü</X></H></E>\n"


def lane(folder: Path, content: str | bytes = f"<R>{USUAL * 3}</R>", **settings: Any) -> FastLane | None:
    """The lane that is chosen for a file."""
    path = write(folder, content)
    with reading("fast"):
        planned = plan_of(XmlFormat.model_validate({"record": "R/E", **settings}), path, None)
        start = find_start(planned.plan)
        return None if start is None else fast_lane(planned.plan, start, planned.shape)


@pytest.mark.parametrize("fields", [None, {"a": "A", "x": "H/X", "i": "@i", "c": "A/@c", "none": "Z"}])
def test_flat_records_go_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str] | None) -> None:
    """Every part but the last record is read by it, whatever encoding like ASCII it is written in."""
    content = f"<?xml version='1.0' encoding='windows-1252'?><R>{USUAL * 40}</R>".encode("cp1252")
    taken: list[int] = []

    def counted(self: FastLane, *rest: Any) -> Any:
        rows = _read(self, *rest)
        taken.append(-1 if rows is None else len(rows))
        return rows

    _read = FastLane.read
    monkeypatch.setattr(FastLane, "read", counted)
    path = write(tmp_path, content)
    with reading("fast"):
        found = read(XmlFormat.model_validate({"record": "R/E", "fields": fields}), path)
    assert sum(taken) == 39
    assert min(taken) > 0
    assert set(found.rows()) == {("1", "x", "1 & 2", None, "ü")[: len(found.columns)]} or fields is not None
    assert len(found.origins) == 40


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        ("<R>" + "<E><A>1</A><A>2</A></E>" * 3 + "</R>", {"fields": {"a": "A"}}),
        ("<R xmlns:p='u'>" + "<p:E><A>1</A></p:E>" * 3 + "</R>", {}),
        ("<R xmlns:p='u'>" + "<E><p:A>1</p:A></E>" * 3 + "</R>", {}),
        ("<R>" + USUAL * 3 + "</R>", {"condition": "A"}),
        ("<R>" + USUAL * 3 + "</R>", {"fields": {"h": "H"}}),
        ("<R>" + USUAL * 3 + "</R>", {"fields": {"own": "."}}),
        ("<R xmlns='u'>" + USUAL * 3 + "</R>", {"fields": {"a": "p:A"}, "namespaces": {"p": "u"}}),
        ("<R><D/><D>1</D><D>2</D>" + USUAL * 3 + "</R>", {"fields": {"d": "../D"}}),
        ("<E><A>1</A></E>", {"record": "E"}),
        ("<R>" + "<Ü><A>1</A></Ü>" * 3 + "</R>", {"record": "R/Ü"}),
        (f"<?xml version='1.0' encoding='utf-16'?><R>{USUAL * 3}</R>".encode("utf-16"), {}),
    ],
)
def test_what_it_cannot_say_is_decided_beforehand(
    tmp_path: Path, content: str | bytes, settings: dict[str, Any]
) -> None:
    """By the settings, and what the first records hold."""
    assert lane(tmp_path, content, **settings) is None


def test_records_that_are_only_text_go_by_it_too(tmp_path: Path) -> None:
    """Their own text is their only column."""
    content = "<R>" + "<E>1</E>" * 3 + "</R>"
    assert lane(tmp_path, content) is not None
    assert lane(tmp_path, content, fields={"own": "."}) is not None
