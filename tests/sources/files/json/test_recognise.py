"""JSON among other files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.json.recognise import recognise, recognise_lines


def kinds(head: bytes, size: int | None = None) -> list[str]:
    """Which of the two formats a file is taken for."""
    sample = Sample(Path("a"), head, len(head) if size is None else size)
    found = [recognise(sample), recognise_lines(sample)]
    return [str(one.settings.model_dump()["kind"]) for one in found if one is not None]


@pytest.mark.parametrize(
    "head",
    [
        b'[{"a": 1}]',
        b'{"a": [1]}',
        b' \n[\n {"a"',
        b'\xef\xbb\xbf{"a": 1}',
        b'[["a", 1], ["b", 2]]',
        b'{"a": 1}',
        b'[{"a": oops}]',
    ],
)
def test_json(head: bytes) -> None:
    """It begins with an object or an array."""
    assert kinds(head, 10**6 if head.endswith(b'"a"') else None) == ["json"]


@pytest.mark.parametrize("head", [b'{"a": 1}\n{"a": 2}\n', b'{"a": 1}\r\n\r\n{"b": 2}'])
def test_json_lines(head: bytes) -> None:
    """Each line is an object, and there is more than one."""
    assert kinds(head) == ["jsonl"]


def test_the_last_line_may_be_cut_off_by_the_sample() -> None:
    """Not by the file's end."""
    head = b'{"a": 1}\n{"a": 2}\n{"a'
    assert kinds(head, 10**6) == ["jsonl"]
    assert kinds(head) == ["json"]


@pytest.mark.parametrize(
    "head", [b"", b"a;b", b"[section]\nkey=1", b"{1:F01BANK}{4:\n:20:X", b"{\\rtf1\\ansi}", b"<a/>", b"\xff\xfe[\0"]
)
def test_other_files(head: bytes) -> None:
    """Settings, SWIFT messages and rich text begin alike, and are none."""
    assert kinds(head) == []


@given(st.binary(max_size=50), st.booleans())
def test_nothing_is_raised(data: bytes, whole: bool) -> None:
    """Whatever stands there."""
    assert len(kinds(b"[" + data, None if whole else 10**6)) <= 1
    assert len(kinds(b"{" + data, None if whole else 10**6)) <= 1
