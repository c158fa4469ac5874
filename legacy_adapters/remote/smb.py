"""Windows and Samba shares without mounting them, by smbprotocol.

fsspec's own layer over it would ask for each name in a folder by itself, and keep others out of what is read.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import smbclient
from smbprotocol.exceptions import (
    SMBAuthenticationError,
    SMBException,
    SMBOSError,
    SMBResponseException,
)
from smbprotocol.header import NtStatus

from legacy_adapters.remote.errors import Busy, Told, guarded, not_opened, refused_login, unavailable
from legacy_adapters.remote.protocols import RemoteFile
from legacy_adapters.remote.url import RemoteUrl

OPTIONS = frozenset({"encrypt", "timeout"})

_SHARED = "rwd"
"""Others may go on reading, writing, renaming and removing what we have open."""

# The library has no names for some of them: [MS-ERREF] 2.3.1.
_LOGIN = frozenset(
    {
        NtStatus.STATUS_LOGON_FAILURE,
        NtStatus.STATUS_WRONG_PASSWORD,
        NtStatus.STATUS_PASSWORD_EXPIRED,
        0xC000006E,  # STATUS_ACCOUNT_RESTRICTION
        0xC000006F,  # STATUS_INVALID_LOGON_HOURS
        0xC0000072,  # STATUS_ACCOUNT_DISABLED
        0xC0000234,  # STATUS_ACCOUNT_LOCKED_OUT
    }
)
_ERRNO = {
    NtStatus.STATUS_ACCESS_DENIED: errno.EACCES,
    NtStatus.STATUS_DISK_FULL: errno.ENOSPC,
    NtStatus.STATUS_BAD_NETWORK_NAME: errno.ENOENT,
    NtStatus.STATUS_OBJECT_PATH_NOT_FOUND: errno.ENOENT,
    0xC00000A2: errno.EROFS,  # STATUS_MEDIA_WRITE_PROTECTED
}


class SmbDriver:
    """A session with one server; its connection is not shared with others of this process."""

    def __init__(self, url: RemoteUrl, options: Mapping[str, str]) -> None:
        """Raises ``AccessDenied``, ``Unavailable``."""
        self._host = url.host
        self._session: dict[str, Any] = {
            "port": url.port or 445,
            "username": url.user,
            "password": url.password,
            "encrypt": options.get("encrypt", "").lower() in ("true", "yes", "1") or None,
            "connection_timeout": int(float(options.get("timeout", "30"))),
            "connection_cache": {},
        }
        with self.guarding(url.shown, told=not_opened):
            smbclient.register_session(url.host, **self._session)

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """What smbprotocol raises; a host that cannot be found is a ``ValueError`` of it."""
        return guarded(where, (SMBException, ValueError), _explained, told=told)

    def root(self, url: RemoteUrl) -> str:
        """Share and folder."""
        return url.path

    def check(self, folder: str) -> None:
        """The share and the folder in it."""
        if not smbclient.path.isdir(self._unc(folder), **self._session):
            raise FileNotFoundError(errno.ENOENT, "no such folder", folder)

    def listing(self, folder: str) -> Iterator[RemoteFile]:
        """With size and time in the same request."""
        for item in smbclient.scandir(self._unc(folder), **self._session):
            info = item.smb_info
            yield RemoteFile(item.name, _kind(item), info.end_of_file, _nanoseconds(info.last_write_time))

    def find(self, path: str) -> RemoteFile:
        """By lstat."""
        found = smbclient.lstat(self._unc(path), **self._session)
        kind: Literal["file", "folder", "link"] = "file"
        if found.st_file_attributes & _FOLDER:
            kind = "folder"
        if found.st_file_attributes & _REPARSE:
            kind = "link"
        # A listing tells microseconds only.
        modified = found.st_mtime_ns // 1000 * 1000
        return RemoteFile(path.rpartition("/")[2], kind, found.st_size, modified)

    def open(self, path: str) -> BinaryIO:
        """Shared with everyone."""
        return cast(
            BinaryIO, smbclient.open_file(self._unc(path), "rb", buffering=0, share_access=_SHARED, **self._session)
        )

    def rename(self, path: str, target: str) -> None:
        """The server's rename, in one step; it does not replace."""
        smbclient.rename(self._unc(path), self._unc(target), **self._session)

    def rename_new(self, path: str, target: str) -> None:
        """The same."""
        smbclient.rename(self._unc(path), self._unc(target), **self._session)

    def make_folder(self, folder: str) -> None:
        """With those above it, but for the share: the library would try for ever to make that."""
        self.check("/" + folder.lstrip("/").partition("/")[0])
        smbclient.makedirs(self._unc(folder), exist_ok=True, **self._session)

    def create(self, path: str, data: bytes) -> None:
        """In one go."""
        with smbclient.open_file(self._unc(path), mode="xb", **self._session) as file:
            file.write(data)

    def put(self, source: Path, path: str) -> None:
        """Under a hidden name first, which then takes the place of what is there in one step."""
        folder, _, name = path.rpartition("/")
        part = self._unc(f"{folder}/.{name}.part")
        with source.open("rb") as file, smbclient.open_file(part, mode="wb", **self._session) as there:
            shutil.copyfileobj(file, there, 1 << 20)
        smbclient.replace(part, self._unc(path), **self._session)

    def remove(self, path: str) -> None:
        """The name."""
        smbclient.remove(self._unc(path), **self._session)

    def close(self) -> None:
        """Ends the session."""
        smbclient.reset_connection_cache(fail_on_error=False, connection_cache=self._session["connection_cache"])

    def _unc(self, path: str) -> str:
        return f"\\\\{self._host}{path.replace('/', chr(92))}"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FOLDER = 0x10
_REPARSE = 0x400


def _kind(item: smbclient.SMBDirEntry) -> Literal["file", "folder", "link"]:
    if item.smb_info.file_attributes & _REPARSE:
        return "link"
    return "folder" if item.smb_info.file_attributes & _FOLDER else "file"


def _nanoseconds(moment: datetime) -> int:
    """Of a moment as smbprotocol has it; what lies beyond the calendar comes without a zone."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1000


def _explained(error: BaseException, where: str) -> Exception | None:
    status = getattr(error, "ntstatus", None) or getattr(error, "status", None)
    if isinstance(error, SMBAuthenticationError) or status in _LOGIN:
        return refused_login(where)
    if status == NtStatus.STATUS_SHARING_VIOLATION:
        return Busy(where)
    if status in _ERRNO:
        return OSError(_ERRNO[status], str(error))
    if isinstance(error, SMBOSError):
        return None
    if isinstance(error, SMBResponseException | ValueError | SMBException):
        return unavailable(where, error)
    return None
