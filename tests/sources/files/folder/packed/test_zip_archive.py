"""zip archives."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.limits import Bound
from legacy_adapters.sources.files.folder.packed.zip_archive import unpack_zip_member, zip_members

_BOUND = Bound(10**9, 1000, 10**6)


def archive(*members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as writer:
        for name, content in members:
            writer.writestr(name, content)
    return data.getvalue()


def unpacked(data: bytes, number: int = 0) -> bytes:
    """The content of one of its files."""
    target = io.BytesIO()
    target.name = "x"
    member = list(zip_members(io.BytesIO(data), "a.zip"))[number]
    unpack_zip_member(io.BytesIO(data), member, target, _BOUND, "a.zip")
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_listed_and_unpacked(method: int) -> None:
    """However they are packed; folders are none."""
    data = archive(("in/", b""), ("in/a.txt", b"one"), ("b.txt", b"two" * 1000), method=method)
    assert [(one.name, one.size, one.refused) for one in zip_members(io.BytesIO(data), "a.zip")] == [
        ("in/a.txt", 3, None),
        ("b.txt", 3000, None),
    ]
    assert (unpacked(data), unpacked(data, 1)) == (b"one", b"two" * 1000)


def test_names_of_dos_are_read() -> None:
    """In code page 437, as the standard says."""
    data = archive(("BXCHER.TXT", b"1")).replace(b"BXCHER", b"B\x9aCHER")
    assert [one.name for one in zip_members(io.BytesIO(data), "a.zip")] == ["BÜCHER.TXT"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.txt"])
def test_members_that_climb_out_are_refused(name: str) -> None:
    """In words; nothing is written by a member's name at all."""
    (member,) = zip_members(io.BytesIO(archive((name, b"x"))), "a.zip")
    assert member.refused


def test_links_and_devices_are_refused() -> None:
    """A link as a member could stand for any file of this machine."""
    info = zipfile.ZipInfo("link")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    (member,) = zip_members(io.BytesIO(archive((info, b"/etc/passwd"))), "a.zip")
    assert member.refused is not None
    assert "link" in member.refused


def test_an_encrypted_member_is_refused() -> None:
    """By the mark in the directory, without asking for a password."""
    data = bytearray(archive(("a.txt", b"x")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (member,) = zip_members(io.BytesIO(bytes(data)), "a.zip")
    assert member.refused is not None
    assert "encrypted" in member.refused


@given(st.integers(0, 300))
def test_a_truncated_archive_is_told(cut: int) -> None:
    """At every place: its directory stands at the end."""
    data = archive(("a.txt", b"content" * 10), ("b.txt", b"x"))
    with pytest.raises(BadPart, match="archive"):
        list(zip_members(io.BytesIO(data[: min(cut, len(data) - 1)]), "a.zip"))


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_damaged_byte_gives_the_content_or_an_error(at: int, change: int) -> None:
    """Never another content: its checksum is compared."""
    content = bytes(range(256))
    data = bytearray(archive(("a.txt", content), method=zipfile.ZIP_STORED))
    data[at % len(data)] ^= change
    with suppress(BadPart):
        found = [one for one in zip_members(io.BytesIO(bytes(data)), "a.zip") if one.refused is None]
        assert all(unpacked(bytes(data)) == content for _ in found)


def test_a_way_of_packing_that_is_not_read_is_told(tmp_path: Path) -> None:
    """Such as the one of 1989."""
    data = bytearray(archive(("a.txt", b"content")))
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        data[data.index(mark) + offset] = 6
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BadPart, match="packed in a way"):
        unpacked(bytes(data))
