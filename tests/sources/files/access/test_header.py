"""The first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.access.header import header_of, is_access
from legacy_adapters.sources.files.access.jet import JET3, JET4, Jet
from tests.sources.files.access.databases import LAYOUTS, Database

PATH = Path("a.mdb")


def head(tmp_path: Path, **options: object) -> bytes:
    """The beginning of a database."""
    return Database(**options).write(tmp_path / "a.mdb").read_bytes()[:2048]  # type: ignore[arg-type]


@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_versions(tmp_path: Path, layout: Jet, version: int) -> None:
    """Each has its layout, and Jet 3 its code page."""
    found = header_of(head(tmp_path, layout=layout, version=version), PATH)
    assert (found.jet, found.code_page, found.key) == (layout, 1252, b"")
    assert found.version.startswith("Access")


def test_encoded_and_encrypted(tmp_path: Path) -> None:
    """Jet's encoding is read, the encryption of Access 2007 and later refused."""
    assert header_of(head(tmp_path, key=b"abcd"), PATH).key == b"abcd"
    with pytest.raises(BadPart, match="encrypted with a password"):
        header_of(head(tmp_path, key=b"abcd", version=3), PATH)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no Access database"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00\x01", "no Access database"),
        (b"\x00\x01\x00\x00MSISAM Database\x00\x01" + b"\0" * 3000, "Money"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00\x77" + b"\0" * 3000, r"unknown version \(119\)"),
    ],
)
def test_what_is_none(content: bytes, what: str) -> None:
    """It is told in words."""
    with pytest.raises(BadPart, match=what):
        header_of(content, PATH)


@given(st.binary(min_size=2048, max_size=2100))
def test_any_bytes(data: bytes) -> None:
    """They are a database or none."""
    assert not is_access(data) or data[:4] == b"\x00\x01\x00\x00"
    try:
        assert header_of(data, PATH).jet in (JET3, JET4)
    except BadPart as error:
        assert "a.mdb" in str(error)  # noqa: PT017
