"""tar archives."""

from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.limits import Bound
from legacy_adapters.sources.files.folder.packed.member import Member
from legacy_adapters.sources.files.folder.packed.tar_archive import tar_members, unpack_tar_member

_BOUND = Bound(10**9, 1000, 10**9)


def archive(*members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE, form: int = tarfile.PAX_FORMAT) -> bytes:
    """An archive of these members."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as writer:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            info.size = len(content) if kind == tarfile.REGTYPE else 0
            info.linkname = "/etc/passwd"
            writer.addfile(info, io.BytesIO(content))
    return data.getvalue()


def listed(data: bytes, bound: Bound = _BOUND) -> list[Member]:
    """Its files."""
    return list(tar_members(io.BytesIO(data), bound, "a.tar"))


def unpacked(data: bytes, member: Member) -> bytes:
    """The content of one of them."""
    target = io.BytesIO()
    target.name = "x"
    unpack_tar_member(io.BytesIO(data), member, target, _BOUND, "a.tar")
    return target.getvalue()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_members_are_listed_and_unpacked(form: int) -> None:
    """In every form that tar has, with long names and umlauts."""
    long = "/".join(["Übertrag" * 3] * 5) + ".txt" if form != tarfile.USTAR_FORMAT else "b.txt"
    data = archive(("a.txt", b"one"), (long, b"two" * 1000), form=form)
    members = listed(data)
    assert [(one.name, one.size, one.refused) for one in members] == [("a.txt", 3, None), (long, 3000, None)]
    assert [unpacked(data, one) for one in members] == [b"one", b"two" * 1000]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_is_refused(kind: bytes) -> None:
    """Links, devices, pipes."""
    (member,) = listed(archive(("a.txt", b""), kind=kind))
    assert member.refused is not None
    assert "link or a device" in member.refused


def test_members_that_climb_out_are_refused() -> None:
    """By dots, or from the root."""
    assert all(one.refused for one in listed(archive(("../../etc/passwd", b"x"), ("/etc/passwd", b"x"))))


@given(st.data())
def test_a_truncated_archive_is_told(data: st.DataObject) -> None:
    """Also between two members, where the library sees nothing wrong."""
    whole = archive(("a.txt", b"x" * 600), ("b.txt", b"y" * 600))
    # Behind the last member follow 1,024 bytes that say so, then filling.
    end = 2 * (512 + 1024)
    cut = data.draw(st.integers(0, end + 511))
    with pytest.raises(BadPart):
        listed(whole[:cut])


def test_a_second_archive_behind_the_first_is_told() -> None:
    """Its files would be lost."""
    with pytest.raises(BadPart, match="behind the end"):
        listed(archive(("a.txt", b"1")) + archive(("b.txt", b"2")))


def test_an_archive_is_bounded_as_a_whole() -> None:
    """What is passed over counts too."""
    with pytest.raises(BadPart, match="unpacks to more"):
        listed(archive(("a.txt", bytes(100_000))), Bound(50_000, 10, 1))


@given(st.binary(max_size=2000))
def test_anything_else_is_damaged(data: bytes) -> None:
    """Bytes that are no archive do no harm."""
    with pytest.raises(BadPart):
        listed(data)


def test_an_archive_without_members_is_one() -> None:
    """It holds nothing."""
    assert listed(archive()) == []
