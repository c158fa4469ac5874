"""The index of a recording, written and read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.saved.index import Entry, index_text, read_index

_FIRST = '{"recording": "legacy-adapters", "format": 1}\n'
_URL = "http://recorded-host-1.invalid/x?a=1"

_ENTRIES = st.builds(
    Entry,
    method=st.sampled_from(["GET", "POST"]),
    url=st.text().map(lambda path: f"http://recorded-host-1.invalid/{path}"),
    sent=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    status=st.integers(100, 599),
    headers=st.dictionaries(st.text(), st.text()),
    file=st.sampled_from(["", "bodies/0a.html"]),
    lost=st.booleans(),
)


@given(st.lists(_ENTRIES))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    """Every exchange comes back as it was."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "index.jsonl").write_text(index_text(entries), encoding="utf-8", newline="")
        assert read_index(Path(folder)) == entries


def test_a_line_is_for_people_too() -> None:
    """What there is not is not written."""
    entry = Entry("POST", _URL, (("b", "ü"),), 200, {"x": "2", "a": "1"}, "bodies/0a.html")
    assert index_text([entry]) == _FIRST + (
        '{"method": "POST", "url": "http://recorded-host-1.invalid/x?a=1", "sent": [["b", "ü"]], "status": 200, '
        '"headers": {"a": "1", "x": "2"}, "file": "bodies/0a.html"}\n'
    )


def test_what_was_asked_has_both_values() -> None:
    """Those of the address, then those of the body."""
    assert Entry("POST", _URL, (("b", "2"),), 200).asked.values == (("a", "1"), ("b", "2"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", ":1"),
        ("no JSON\n", ":1"),
        ('{"format": 2}\n', "another format: 2"),
        ("[]\n", ":1"),
        (_FIRST + '{"method": "GET"}\n', ":2"),
        (_FIRST + '{"method": "GET", "url": "http://example.com/", "status": 200}\n', ":2"),
        (_FIRST + '{"method": "GET", "url": "http://recorded-host-1.invalid/", "status": 200, "file": "../x"}\n', ":2"),
        (_FIRST + '{"method": "GET", "url": "http://recorded-host-1.invalid/", "status": 200, "sent": [1]}\n', ":2"),
    ],
)
def test_a_damaged_index_is_told_with_its_line(tmp_path: Path, text: str, where: str) -> None:
    """And no file outside the recording is ever opened."""
    (tmp_path / "index.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=where):
        read_index(tmp_path)


def test_no_recording_is_told(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(ConfigError, match="screen record"):
        read_index(tmp_path)
    (tmp_path / "index.jsonl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_index(tmp_path)
