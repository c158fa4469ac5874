"""Records on lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.sources.files.json import lines as module
from legacy_adapters.sources.files.json.entry import Place
from legacy_adapters.sources.files.json.lines import entries
from tests.sources.files.json.documents import write


def test_lines_of_every_sort(tmp_path: Path) -> None:
    """Windows' line ends, blank lines, a mark at the beginning, no end of the last line: each line has its number."""
    path = write(tmp_path, b'\xef\xbb\xbf{"a":1}\r\n\r\n  {"a":2}\n[3]\n{"a":\n{"a":4,"a":5}\n{"a":6}')
    found = list(entries(path, Place()))
    assert [(entry.origin, entry.code or entry.value) for entry in found] == [
        ("line 1", {"a": "1"}),
        ("line 3", {"a": "2"}),
        ("line 4", ["3"]),
        ("line 5", "malformed"),
        ("line 6", "malformed"),
        ("line 7", {"a": "6"}),
    ]
    assert found[3].text == '{"a":'
    for i, entry in enumerate(found):
        assert list(entries(path, entry.end)) == found[i + 1 :]


def test_a_separator_of_unicode_ends_no_line(tmp_path: Path) -> None:
    """Only a line feed does."""
    path = write(tmp_path, '{"a": "x\u2028y\x85z"}\n')
    assert [entry.value for entry in entries(path, Place())] == [{"a": "x\u2028y\x85z"}]


def test_a_line_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed over, and the next one is read."""
    monkeypatch.setattr(module, "LONGEST_RECORD", 1000)
    monkeypatch.setattr(module, "_LONG", 100)
    path = write(tmp_path, '{"a": "' + "x" * 5000 + '"}\n{"a": 2}\n')
    found = list(entries(path, Place()))
    assert [entry.code for entry in found] == ["field_too_long", None]
    assert [entry.origin for entry in found] == ["line 1", "line 2"]
    assert list(entries(path, found[0].end)) == found[1:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line), max_size=6))
def test_every_line_is_a_record_or_a_fault(tmp_path: Path, written: list[bytes]) -> None:
    """Whatever bytes stand on it, unless it is blank."""
    path = write(tmp_path, b"{}\n" + b"\n".join(written))
    filled = [line for line in written if line.strip(b" \t\r\n")]
    assert len(list(entries(path, Place()))) == 1 + len(filled)
