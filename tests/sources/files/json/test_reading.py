"""From settings and a file to its tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.json.reading import ends_well, find_table, list_tables
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings
from tests.sources.files.json.documents import rows, write

NESTED = '{"no": 1, "a": {"rows": [{"x": 1, "l": [{"y": 2}, {"y": 3}]}]}, "b": [{"z": 1}]}'


def test_all_tables(tmp_path: Path) -> None:
    """Records and their children, in the order of names."""
    path = write(tmp_path, NESTED)
    assert [info.name for info in list_tables(path, JsonSettings(), count=True)] == ["a.rows", "a.rows.l", "b"]
    assert list_tables(path, JsonSettings(records="a.rows"), count=True) == [
        StreamInfo("a.rows", "records", 1),
        StreamInfo("a.rows.l", "array", 2),
    ]
    lines = write(tmp_path, '{"a": [{"b": 1}]}\n', "a.jsonl")
    assert [info.name for info in list_tables(lines, JsonLinesSettings(), count=False)] == ["a", "records"]


def test_the_whole_document(tmp_path: Path) -> None:
    """An empty path is the document: one record, or an array of them."""
    assert [row["no"] for row in rows(write(tmp_path, NESTED), records="")] == ["1#"]
    assert [row["a"] for row in rows(write(tmp_path, '[{"a": 1}, {"a": 2}]'), records="")] == ["1#", "2#"]


def test_which_table(tmp_path: Path) -> None:
    """One of several must be named; a name that is not there gets the nearest."""
    path = write(tmp_path, '{"customers": [{"a": 1}], "suppliers": [{"b": 2}]}')
    with pytest.raises(ConfigError, match="several arrays: customers, suppliers"):
        find_table(path, JsonSettings(), None)
    assert find_table(path, JsonSettings(), "suppliers").columns() == ["b"]
    with pytest.raises(ConfigError, match="Did you mean customers"):
        find_table(path, JsonSettings(), "customer")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("[1]", True),
        ("{}\n\n", True),
        ("[{}" + " " * 500 + "]" + " " * 500, True),
        ('[{"a": 1}, {"a"', False),
        ("", False),
    ],
)
def test_the_end_of_a_file(tmp_path: Path, text: str, whole: bool) -> None:
    """A file that was cut off does not end in a closing bracket, or seldom."""
    assert ends_well(write(tmp_path, text)) == whole
