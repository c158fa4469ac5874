"""SFTP, by paramiko. A server is trusted by its key in ``known_hosts``, as ssh does.

fsspec's own layer over it would trust any server, and take a pipe for a file.
"""

from __future__ import annotations

import errno
import posixpath
import stat
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Literal, cast

import paramiko
from paramiko.ssh_exception import (
    AuthenticationException,
    BadHostKeyException,
    NoValidConnectionsError,
    PasswordRequiredException,
    SSHException,
)

from legacy_adapters.core.errors import AccessDenied, ConfigError
from legacy_adapters.remote.errors import Told, guarded, not_opened, refused_login, unavailable
from legacy_adapters.remote.protocols import RemoteFile
from legacy_adapters.remote.url import RemoteUrl

OPTIONS = frozenset({"key_file", "passphrase", "known_hosts", "timeout"})
_UNKNOWN_KEY = "not found in known_hosts"


class SftpDriver:
    """An open session."""

    def __init__(self, url: RemoteUrl, options: Mapping[str, str]) -> None:
        """Raises ``AccessDenied``, ``Unavailable``, ``ConfigError``."""
        self._client = paramiko.SSHClient()
        self._client.set_missing_host_key_policy(paramiko.RejectPolicy())
        try:
            with self.guarding(url.shown, told=not_opened):
                self._sftp = self._connected(url, options)
        except BaseException:
            self._client.close()
            raise

    def _connected(self, url: RemoteUrl, options: Mapping[str, str]) -> paramiko.SFTPClient:
        timeout = float(options.get("timeout", "30"))
        if known := options.get("known_hosts"):
            self._client.load_host_keys(str(Path(known).expanduser()))
        else:
            self._client.load_system_host_keys()
        self._client.connect(
            url.host,
            port=url.port or 22,
            username=url.user,
            password=url.password,
            key_filename=options.get("key_file"),
            passphrase=options.get("passphrase"),
            timeout=timeout,
            banner_timeout=timeout,
            auth_timeout=timeout,
        )
        session = self._client.open_sftp()
        channel = session.get_channel()
        if channel is not None:
            channel.settimeout(timeout)
        return session

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """What paramiko raises."""
        return guarded(where, (SSHException, UnicodeDecodeError), _explained, told=told)

    def root(self, url: RemoteUrl) -> str:
        """The folder of a URL: ``/~/`` is the user's own."""
        if url.path != "/~" and not url.path.startswith("/~/"):
            return url.path or "/"
        with self.guarding(url.shown, told=not_opened):
            return posixpath.join(self._sftp.normalize("."), url.path[3:]).rstrip("/") or "/"

    def check(self, folder: str) -> None:
        """The folder itself may be a link."""
        if not stat.S_ISDIR(self._sftp.stat(folder).st_mode or 0):
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", folder)

    def listing(self, folder: str) -> list[RemoteFile]:
        """All names first: the session is not free for anything else before."""
        return [_file(item.filename, item) for item in self._sftp.listdir_attr(folder)]

    def find(self, path: str) -> RemoteFile:
        """By lstat."""
        return _file(posixpath.basename(path), self._sftp.lstat(path))

    def open(self, path: str) -> BinaryIO:
        """Reads ahead, so that the distance to the server costs little."""
        file = self._sftp.open(path, "rb")
        file.prefetch(file.stat().st_size, max_concurrent_requests=64)
        return cast(BinaryIO, file)

    def rename(self, path: str, target: str) -> None:
        """The server's rename, in one step."""
        try:
            self._sftp.posix_rename(path, target)
        except OSError as error:
            if not _lacks_extension(error):
                raise
            self._sftp.rename(path, target)

    def rename_new(self, path: str, target: str) -> None:
        """The older rename of SFTP, which does not replace."""
        if self._exists(target):
            raise FileExistsError(errno.EEXIST, "there is something", target)
        try:
            self._sftp.rename(path, target)
        except OSError as error:
            # Version 3 of the protocol has no code for it but "failure".
            if error.errno is None and self._exists(target) and self._exists(path):
                raise FileExistsError(errno.EEXIST, "there is something", target) from error
            raise

    def make_folder(self, folder: str) -> None:
        """One by one."""
        if folder in ("", "/") or self._exists(folder):
            return
        self.make_folder(posixpath.dirname(folder))
        try:
            self._sftp.mkdir(folder)
        except OSError:
            if not self._exists(folder):
                raise

    def create(self, path: str, data: bytes) -> None:
        """Under a hidden name first."""
        if self._exists(path):
            raise FileExistsError(errno.EEXIST, "there is something", path)
        part = posixpath.join(posixpath.dirname(path), f".part-{posixpath.basename(path)}"[:200])
        with self._sftp.open(part, "wb") as file:
            file.write(data)
        self.rename_new(part, path)

    def put(self, source: Path, path: str) -> None:
        """Under a hidden name first, then renamed in one step. A server without OpenSSH's extension cannot replace by
        a rename: there the old file is removed just before."""
        part = posixpath.join(posixpath.dirname(path), f".{posixpath.basename(path)}.part")
        with source.open("rb") as file:
            self._sftp.putfo(file, part)
        try:
            self._sftp.posix_rename(part, path)
        except OSError as error:
            if not _lacks_extension(error):
                raise
            if self._exists(path):
                self._sftp.remove(path)
            self._sftp.rename(part, path)

    def remove(self, path: str) -> None:
        """The name."""
        self._sftp.remove(path)

    def close(self) -> None:
        """Ends the session."""
        self._sftp.close()
        self._client.close()

    def _exists(self, path: str) -> bool:
        try:
            self._sftp.lstat(path)
        except FileNotFoundError:
            return False
        return True


def _lacks_extension(error: OSError) -> bool:
    """Whether a server has SFTP's older rename only."""
    return error.errno is None and "unsupported" in str(error).lower()


def _file(name: str, found: paramiko.SFTPAttributes) -> RemoteFile:
    modified = (found.st_mtime or 0) * 1_000_000_000
    return RemoteFile(name, _kind(found.st_mode or stat.S_IFREG), found.st_size or 0, modified)


def _kind(mode: int) -> Literal["file", "folder", "link", "other"]:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"


def _explained(error: BaseException, where: str) -> Exception | None:
    if isinstance(error, PasswordRequiredException):
        return ConfigError("the key needs a passphrase", where=where, hint="State it: options: {passphrase: ${env:…}}.")
    if isinstance(error, AuthenticationException):
        return refused_login(where)
    if isinstance(error, BadHostKeyException):
        hint = "If the server was set up anew, remove its old key from known_hosts; otherwise someone is in between."
        return AccessDenied("the server has another key than the one in known_hosts", where=where, hint=hint)
    if isinstance(error, SSHException) and _UNKNOWN_KEY in str(error):
        hint = "Check its key with its administrator and add it: ssh-keyscan HOST >> ~/.ssh/known_hosts."
        return AccessDenied("the server's key is not known here", where=where, hint=hint)
    if isinstance(error, UnicodeDecodeError):
        hint = "Have it renamed there: such names cannot be asked for through SFTP."
        return ConfigError("the name of a file in this folder is not UTF-8", where=where, hint=hint)
    return unavailable(where, error) if isinstance(error, SSHException | NoValidConnectionsError) else None
