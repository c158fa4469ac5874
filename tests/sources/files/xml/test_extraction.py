"""What becomes of records: cells, origins, and faults instead of anything lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.reject import REASONS
from legacy_adapters.sources.files.xml import extraction
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, Mode, pieces_of, read, reading, write


def rows(folder: Path, body: str, mode: Mode = "whole", table: str | None = None, **settings: Any) -> Any:
    """What is read of some records below a root."""
    path = write(folder, f"<R>\n{body}\n</R>")
    with reading(mode):
        return read(XmlFormat.model_validate({"record": "R/E", **settings}), path, table)


def test_its_codes_are_reasons() -> None:
    """Each has a meaning."""
    assert {extraction.UNKNOWN, extraction.MIXED, extraction.REPEATED} <= set(REASONS)


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        ("<A> x </A>", " x "),
        ("<A> </A>", " "),
        ("<A/>", None),
        ("<A></A>", None),
        ("<A><!-- c --></A>", None),
        ("<A><![CDATA[]]></A>", None),
        ("", None),
        ("<A>1<!-- c -->2<?p i?>3<![CDATA[<4>]]>&amp;&#53;</A>", "123<4>&5"),
        ("<A>1<B>2</B>3</A>", "123"),
        ("<A xml:space='preserve'>\r\n1\r2</A>", "\n1\n2"),
        ("<p:A xmlns:p='urn:p'>1</p:A>", "1"),
    ],
)
def test_the_value_of_an_element_is_all_the_text_in_it(tmp_path: Path, inside: str, value: str | None) -> None:
    """As it stands, without comments and instructions; what holds nothing is as good as missing."""
    assert rows(tmp_path, f"<E>{inside}</E>", fields={"a": "A"}).columns == {"a": [value]}


def test_values_come_from_everywhere_in_the_record(tmp_path: Path) -> None:
    """Elements, deeper ones, attributes, the record's own text, and one value twice."""
    fields = {"own": ".", "id": "@id", "x": "H/X", "again": "H/X", "c": "H/X/@c"}
    found = rows(tmp_path, "<E id='7'>t<H><X c='EUR'>1</X></H></E>", fields=fields)
    assert found.rows() == [("t1", "7", "1", "1", "EUR")]


def test_a_prefix_means_its_namespace_only(tmp_path: Path) -> None:
    """And a name without one any namespace."""
    body = "<E xmlns:p='urn:p' xmlns:q='urn:q'><q:A>1</q:A><p:A p:i='x' i='y'>2</p:A></E>"
    fields = {"p": "p:A", "i": "p:A/@p:i", "j": "p:A/@i"}
    found = rows(tmp_path, body, fields=fields, namespaces={"p": "urn:p"})
    assert found.rows() == [("2", "x", "y")]
    assert rows(tmp_path, body, fields={"a": "A"}).faults == [(0, "a", "repeated_field")]


@pytest.mark.parametrize("mode", MODES)
def test_a_field_that_stands_several_times_is_a_fault(tmp_path: Path, mode: Mode) -> None:
    """Of that cell; the values are in the fault, and the other cells and rows are read."""
    body = "<E><A>1</A><B>x</B></E>" * 20 + "<E><A>1</A><A>2</A><B>y</B></E>" + "<E><A>3</A><B>z</B></E>" * 20
    settings = XmlFormat(record="R/E", fields={"a": "A", "b": "B"})
    path = write(tmp_path, f"<R>{body}</R>")
    with reading(mode):
        found = read(settings, path)
        faults = [piece.faults.to_pylist() for piece in pieces_of(settings, path) if piece.faults is not None]
    assert found.columns["a"][19:22] == ["1", None, "3"]
    assert found.columns["b"][20] == "y"
    assert found.faults == [(20, "a", "repeated_field")]
    assert [fault["text"] for piece in faults for fault in piece] == ["1 | 2"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("odd", "code"),
    [
        ("<E><A>1</A><New>2</New></E>", "unknown_field"),
        ("<E><A>1</A><New n='2'/></E>", "unknown_field"),
        ("<E n='1'><A>1</A></E>", "unknown_field"),
        ("<E><A n='1'>1</A></E>", "unknown_field"),
        ("<E><A><B>1</B></A></E>", "unknown_field"),
        ("<E>just text</E>", "unknown_field"),
        ("<E>text<A>1</A></E>", "mixed_content"),
        ("<E><A>1</A>text</E>", "mixed_content"),
        ("<E><H>text<X>1</X></H></E>", "mixed_content"),
    ],
)
def test_what_no_column_was_learnt_for_makes_its_row_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: Mode, odd: str, code: str
) -> None:
    """It is never silently left out: the row is null, and its fault has it whole."""
    monkeypatch.setattr("legacy_adapters.sources.files.xml.planning.START_BYTES", 1)
    monkeypatch.setattr("legacy_adapters.sources.files.xml.parsing.BLOCK_BYTES", 64)
    usual = "<E><A>1</A><H><X>2</X></H></E>"
    body = usual * 20 + odd + usual * 20
    found = rows(tmp_path, body, mode)
    assert found.faults == [(20, "", code)]
    assert found.rows() == [("1", "2")] * 20 + [(None, None)] + [("1", "2")] * 20


def test_elements_that_hold_nothing_need_no_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost with them."""
    monkeypatch.setattr("legacy_adapters.sources.files.xml.planning.START_BYTES", 1)
    monkeypatch.setattr("legacy_adapters.sources.files.xml.parsing.BLOCK_BYTES", 64)
    found = rows(tmp_path, "<E><A>1</A></E>" * 20 + "<E><A>1</A><New/><New2 n=''> </New2></E>")
    assert found.faults == []
    assert found.columns == {"A": ["1"] * 21}


ORDERS = """<E no="1"><Date>d1</Date><L><Q>1</Q></L><L><Q>2</Q></L><Lines><L><Q>3</Q></L></Lines></E>
<E no="2"><Date>d2</Date></E>
<E no="3"><L n="x"><Q>4</Q></L><Date>d3</Date></E>"""


@pytest.mark.parametrize("mode", MODES)
def test_children_are_a_table_of_their_own(tmp_path: Path, mode: Mode) -> None:
    """With columns kept of their record, also where those stand behind them."""
    children = {
        "lines": {"record": "L", "fields": {"q": "Q", "n": "@n"}, "keep": ["no", "date", "doc"]},
        "deep": {"record": "Lines/L", "keep": ["no"]},
    }
    fields = {"no": "@no", "date": "Date", "doc": "/R/@doc"}
    path = write(tmp_path, f"<R doc='7'>\n{ORDERS}\n</R>")
    settings = XmlFormat.model_validate({"record": "R/E", "fields": fields, "children": children})
    with reading(mode):
        lines, deep, orders = (read(settings, path, table) for table in ("lines", "deep", None))
    assert lines.columns == {
        "q": ["1", "2", "4"],
        "n": [None, None, "x"],
        "no": ["1", "1", "3"],
        "date": ["d1", "d1", "d3"],
        "doc": ["7", "7", "7"],
    }
    assert lines.origins == ["E 1 L 1 line 2", "E 1 L 2 line 2", "E 3 L 1 line 4"]
    assert deep.columns == {"Q": ["3"], "no": ["1"]}
    assert orders.columns["date"] == ["d1", "d2", "d3"]


def test_what_repeats_in_the_first_records_is_no_column(tmp_path: Path) -> None:
    """It is a table by its own path; the rest is."""
    found = rows(tmp_path, ORDERS)
    assert list(found.columns) == ["@no", "Date", "Lines/L/Q"]
    assert found.faults == []
    lines = rows(tmp_path, ORDERS, table="R/E/L")
    assert lines.columns == {"Q": ["1", "2", "4"], "@n": [None, None, "x"]}
