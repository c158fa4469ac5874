"""One character, in every way that it may be written."""

from __future__ import annotations

import re

import pytest

from legacy_adapters.sources.screen.evidence.characters import Written, in_bytes


@pytest.mark.parametrize(
    ("character", "ways"),
    [
        ("a", ["a"]),
        ("'", ["'", "''", "\\'", "%27", "&#39;", "&#039;", "&#x27;", "&apos;", "&amp;#39;", "\\x27", "\\u0027"]),
        ('"', ['"', '""', '\\"', '\\\\"', "%22", "%2522", "&quot;", "&amp;quot;", "&#34;"]),
        (" ", [" ", "+", "%20", "&#32;"]),
        ("\\", ["\\", "\\\\", "\\\\\\\\", "%5c", "%5C"]),
        ("ü", ["ü", "%C3%BC", "%c3%bc", "%fc", "&uuml;", "&#252;", "&#xFC;", "\\xfc", "\\u00fc", "\\u00FC"]),
        ("€", ["€", "%E2%82%AC", "%80", "&euro;", "\\u20ac"]),
        ("😀", ["😀", "\\ud83d\\ude00", "\\U0001f600", "&#128512;", "%F0%9F%98%80"]),
        ("\n", ["\n", "\\n", "%0A", "&#10;"]),
        ("/", ["/", "\\/", "%2F"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_each_way_matches_whole(character: str, ways: list[str], encoding: str) -> None:
    """URLs, scripts, HTML, SQL and CSV have each their way, in each encoding."""
    pattern = re.compile(Written(encoding).ways(character))
    assert [way for way in ways if not pattern.fullmatch(way.encode(encoding))] == []


def test_code_pages_count_as_well() -> None:
    """A page in Windows-1252 has one byte where UTF-8 has two."""
    pattern = re.compile(Written("utf-8").ways("ü"))
    assert pattern.fullmatch("ü".encode("cp1252"))
    assert not pattern.fullmatch(b"u")


def test_an_encoding_without_the_character_has_no_bytes() -> None:
    """Nothing is written for what an encoding does not have."""
    assert in_bytes("日", "cp1252") == b""
    assert in_bytes("ü", "latin-1") == b"\xfc"
