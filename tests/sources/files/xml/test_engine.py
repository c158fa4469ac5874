"""The general engine over a file, and over parts of one in their frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, Mode, read, reading, write


@pytest.mark.parametrize("mode", MODES)
def test_only_elements_on_the_path_are_records(tmp_path: Path, mode: Mode) -> None:
    """Not those of the same name elsewhere, or within a record."""
    body = "<O><E><A>no</A></E></O>" + "<E><A>1</A><X><E><A>no</A></E></X></E>\n" * 20 + "<E2><A>no</A></E2>"
    path = write(tmp_path, f"<R>{body}<R><E><A>no</A></E></R></R>")
    with reading(mode):
        found = read(XmlFormat(record="R/E", fields={"a": "A"}), path)
    assert found.columns == {"a": ["1"] * 20}


@pytest.mark.parametrize("mode", MODES)
def test_records_anywhere_are_found_at_every_depth(tmp_path: Path, mode: Mode) -> None:
    """And by the last names of a longer path."""
    body = "<E><A>1</A></E>\n" * 9 + "<J><E><A>2</A></E>\n<K><E><A>3</A></E></K></J>" + "<E><A>4</A></E>" * 9
    path = write(tmp_path, f"<R>{body}</R>")
    with reading(mode):
        found = read(XmlFormat(record="//E", fields={"a": "A"}), path)
        below = read(XmlFormat(record="//K/E", fields={"a": "A"}), path)
    assert found.columns["a"] == ["1"] * 9 + ["2", "3"] + ["4"] * 9
    assert found.origins[9] == "E 10 line 10"
    assert below.columns["a"] == ["3"]


def test_a_record_within_a_record_is_refused_where_it_could_be_either(tmp_path: Path) -> None:
    """With its line, and what to do."""
    path = write(tmp_path, "<R>\n<E>\n<E/></E></R>")
    with pytest.raises(BadPart, match="<E> stands within <E>") as caught:
        read(XmlFormat(record="//E", fields={"a": "A"}), path)
    assert caught.value.where == "file.xml line 3"


def test_a_prefix_in_the_records_path_is_meant(tmp_path: Path) -> None:
    """Elements of that name in another namespace are no records."""
    path = write(
        tmp_path, "<R xmlns:p='urn:p' xmlns:q='urn:q'><p:E><A>1</A></p:E><q:E><A>2</A></q:E><E><A>3</A></E></R>"
    )
    settings = XmlFormat(record="R/x:E", fields={"a": "A"}, namespaces={"x": "urn:p"})
    assert read(settings, path).columns["a"] == ["1"]
    assert read(XmlFormat(record="R/E", fields={"a": "A"}), path).columns["a"] == ["1", "2", "3"]


@pytest.mark.parametrize("mode", MODES)
def test_what_the_file_states_is_handed_on(tmp_path: Path, mode: Mode) -> None:
    """Wherever it stands, before the records or behind them."""
    records = "<E><A>1.5</A></E>\n" * 40
    path = write(tmp_path, f"<R><H n='40'/>{records}<T><Sum>60.0</Sum></T></R>")
    settings = XmlFormat(record="R/E", fields={"a": "A"}, stated={"count": "/R/H/@n", "a": "/R/T/Sum"})
    with reading(mode):
        assert read(settings, path).stated == {"count": "40", "a": "60.0"}


def test_a_total_that_is_missing_or_stands_twice_is_told(tmp_path: Path) -> None:
    """It cannot be checked, so the file is not taken."""
    settings = XmlFormat(record="R/E", fields={"a": "A"}, stated={"count": "/R/N"})
    with pytest.raises(BadPart, match="does not state count"):
        read(settings, write(tmp_path, "<R><E/></R>"))
    with pytest.raises(BadPart, match="states count 2 times"):
        read(settings, write(tmp_path, "<R><E/><N>1</N><N>1</N></R>"))


@pytest.mark.parametrize("mode", MODES)
def test_lines_are_those_of_the_file(tmp_path: Path, mode: Mode) -> None:
    """Beyond the number up to which libxml2 counts them only where parts are read; else there is none."""
    path = write(tmp_path, "<R>\n" + "<E>\n<A>1</A>\n</E>\n" * 25_000 + "</R>")
    with reading(mode, 1 << 20):
        origins = read(XmlFormat(record="R/E", fields={"a": "A"}), path, most_rows=5_000).origins
    assert origins[20_000] == "E 20001 line 60002"
    assert origins[24_990] == ("E 24991" if mode == "whole" else "E 24991 line 74972")


def test_a_record_that_is_the_root_is_read(tmp_path: Path) -> None:
    """A file of one record."""
    assert read(XmlFormat(record="R", fields={"a": "A"}), write(tmp_path, "<R><A>1</A></R>")).rows() == [("1",)]
