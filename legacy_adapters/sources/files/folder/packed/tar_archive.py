"""tar archives, read from beginning to end; what is compressed about them is taken off before."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.decompress import unpacking
from legacy_adapters.sources.files.folder.packed.limits import Bounds, Source, copy_within
from legacy_adapters.sources.files.folder.packed.member import Member, refused_name

_HINT = "Was it cut off in the transfer? Have it sent again."
_RECORD = 512


def tar_members(stream: BinaryIO, bound: Bounds, where: str) -> Iterator[Member]:
    """Its files, in the order of the archive. Raises ``BadPart`` for one that is damaged, is cut off, even between two
    members, or has something behind its end: another archive, whose files would be lost."""
    watched = _Watched(stream, bound, where)
    with _reading(where), tarfile.open(fileobj=cast(BinaryIO, watched), mode="r|", errorlevel=1) as archive:
        for info in archive:
            # The library remembers all of them; a million would fill the memory.
            archive.members = []  # type: ignore[attr-defined]
            if not info.isdir():
                yield Member(info.name, info.size, info.offset_data, _refused(info))
        watched.drain()
        if watched.size < archive.offset + _RECORD:
            raise BadPart("the archive ends before its end", where=where, hint=_HINT)
        if watched.content > archive.offset:
            raise BadPart("there is something behind the end of the archive", where=where, hint="Is it two in one?")


def unpack_tar_member(file: BinaryIO, member: Member, target: BinaryIO, bound: Bounds, where: str) -> tuple[str, int]:
    """Writes the content of a member, from an archive that is not compressed (any more), to ``target``."""
    file.seek(member.at)
    digest, size = copy_within(_Part(file, member.size), target, bound, where)
    if size != member.size:
        raise BadPart("the archive ends before its end", where=where, hint=_HINT)
    return digest, size


class _Part:
    """So many bytes of a file, from where it stands."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int, /) -> bytes:
        block = self._file.read(min(size, self._left))
        self._left -= len(block)
        return block


class _Watched:
    """A stream that is bounded and knows its ``size`` so far, and where its last byte that is not zero is."""

    def __init__(self, stream: Source, bound: Bounds, where: str) -> None:
        self._stream = stream
        self._bound = bound
        self._where = where
        self.size = 0
        self.content = 0

    def read(self, size: int, /) -> bytes:
        block = self._stream.read(size)
        used = len(block.rstrip(b"\0"))
        self.content = self.size + used if used else self.content
        self.size += len(block)
        self._bound.check(self.size, self._where)
        return block

    def drain(self) -> None:
        while self.read(1 << 20):
            pass


@contextmanager
def _reading(where: str) -> Iterator[None]:
    try:
        with unpacking(where):
            yield
    except tarfile.ReadError as error:
        raise BadPart(f"the archive is damaged, or none ({error})", where=where, hint=_HINT) from error
    except tarfile.TarError as error:
        raise BadPart(f"the archive is damaged ({error})", where=where, hint=_HINT) from error


def _refused(info: tarfile.TarInfo) -> str | None:
    if not info.isreg():
        return "it is a link or a device, not a file"
    if info.issparse():
        return "it is a sparse file, which is not unpacked"
    return refused_name(info.name)
