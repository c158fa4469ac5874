"""zip archives, read by their directory."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.folder.packed.decompress import unpacking
from legacy_adapters.sources.files.folder.packed.limits import Bounds, copy_within
from legacy_adapters.sources.files.folder.packed.member import Member, refused_name

_ENCRYPTED = 0x1
_UNIX = 3
_HINT = "Was it cut off in the transfer? Have it sent again."


def zip_members(file: BinaryIO, where: str) -> Iterator[Member]:
    """Its files, in the order of its directory; names without the mark of UTF-8 are read in code page 437, as the
    standard says. Raises ``BadPart`` for a damaged archive."""
    with _reading(where), zipfile.ZipFile(file) as archive:
        for number, info in enumerate(archive.infolist()):
            if not info.is_dir():
                yield Member(info.filename, info.file_size, number, _refused(info))


def unpack_zip_member(file: BinaryIO, member: Member, target: BinaryIO, bound: Bounds, where: str) -> tuple[str, int]:
    """Writes the content of a member to ``target``: its hash and size. Its checksum is compared at the end."""
    with _reading(where), zipfile.ZipFile(file) as archive:
        content: IO[bytes]
        with archive.open(archive.infolist()[member.at]) as content:
            return copy_within(content, target, bound, where)


@contextmanager
def _reading(where: str) -> Iterator[None]:
    try:
        with unpacking(where):
            yield
    except zipfile.BadZipFile as error:
        raise BadPart(f"the archive is damaged, or none ({error})", where=where, hint=_HINT) from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadPart(f"the archive is packed in a way that is not read ({error})", where=where) from error
    except (KeyError, IndexError, OverflowError) as error:
        raise BadPart(f"the archive is damaged ({error})", where=where, hint=_HINT) from error


def _refused(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted; have it sent without a password"
    mode = info.external_attr >> 16
    if info.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    return refused_name(info.orig_filename) or refused_name(info.filename)
