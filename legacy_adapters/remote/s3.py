"""Buckets of S3 and of servers that speak like it, by s3fs. There is no rename there: see ``marker_claims``."""

from __future__ import annotations

import errno
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError, ProfileNotFound
from s3fs import S3FileSystem

from legacy_adapters.core.errors import AccessDenied, ConfigError
from legacy_adapters.remote.errors import Lost, Told, guarded, not_opened, refused_login
from legacy_adapters.remote.protocols import RemoteFile
from legacy_adapters.remote.url import RemoteUrl

OPTIONS = frozenset({"endpoint_url", "region", "profile", "token", "anonymous", "ca_file", "timeout"})

_LOGIN = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthFailure"})


class S3Driver:
    """A client of one bucket; user and password of the URL are the key and its secret, else they are looked for where
    AWS's own tools do."""

    def __init__(self, url: RemoteUrl, options: Mapping[str, str]) -> None:
        """Nothing is asked yet."""
        timeout = float(options.get("timeout", "30"))
        client = {"region_name": options.get("region"), "verify": options.get("ca_file")}
        profile = options.get("profile")
        with self.guarding(url.shown, told=not_opened):
            self._fs = S3FileSystem(
                anon=options.get("anonymous", "").lower() in ("true", "yes", "1"),
                endpoint_url=options.get("endpoint_url"),
                key=url.user,
                secret=url.password,
                token=options.get("token"),
                client_kwargs={name: value for name, value in client.items() if value is not None},
                # Tries again are the run's.
                config_kwargs={"connect_timeout": timeout, "read_timeout": timeout, "retries": {"max_attempts": 1}},
                session=None if profile is None else AioSession(profile=profile),
                use_listings_cache=False,
                default_cache_type="readahead",
                skip_instance_cache=True,
            )
            self._fs.retries = 1

    def guarding(self, where: str, *, told: Told) -> AbstractContextManager[None]:
        """What botocore raises; s3fs makes errors of the standard library of most of it."""
        return guarded(where, (BotoCoreError, ClientError), _explained, told=told)

    def root(self, url: RemoteUrl) -> str:
        """Bucket and prefix."""
        return f"/{url.host}{url.path}"

    def check(self, folder: str) -> None:
        """The bucket: a folder that is empty is none there."""
        bucket, _ = _split(folder)
        self._call("head_bucket", Bucket=bucket)

    def listing(self, folder: str) -> Iterator[RemoteFile]:
        """By pages of a thousand names."""
        bucket, prefix = _split(folder)
        more: dict[str, str] = {}
        while True:
            prefix = f"{prefix.rstrip('/')}/" if prefix else ""
            page = self._call("list_objects_v2", Bucket=bucket, Prefix=prefix, Delimiter="/", **more)
            for item in page.get("CommonPrefixes", []):
                yield RemoteFile(posixpath.basename(item["Prefix"].rstrip("/")), "folder", 0, 0)
            for item in page.get("Contents", []):
                if item["Key"] != prefix:
                    yield _object(item["Key"], item["Size"], item["LastModified"], item["ETag"])
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def find(self, path: str) -> RemoteFile:
        """One request."""
        bucket, key = _split(path)
        found = self._call("head_object", Bucket=bucket, Key=key)
        return _object(key, found["ContentLength"], found["LastModified"], found["ETag"])

    def open(self, path: str) -> BinaryIO:
        """A file of fsspec, read in blocks; an object that was replaced in between is an error."""
        return cast(BinaryIO, self._fs.open(path, "rb"))

    def read_small(self, path: str) -> bytes:
        """All of a small object."""
        bucket, key = _split(path)
        found = self._fs.cat_file(f"{bucket}/{key}")
        return bytes(found)

    def rename(self, path: str, target: str) -> None:
        """No such thing, so that nothing is claimed by it."""
        self.rename_new(path, target)

    def rename_new(self, path: str, target: str) -> None:
        """A copy on the server, of that content alone which is then removed."""
        found = self.find(path)
        if self._exists(target):
            raise FileExistsError(errno.EEXIST, "there is something", target)
        (bucket, key), (source_bucket, source_key) = _split(target), _split(path)
        source = {"Bucket": source_bucket, "Key": source_key}
        if found.size < _MOST_COPIED:
            self._call(
                "copy_object",
                Bucket=bucket,
                Key=key,
                CopySource=source,
                CopySourceIfMatch=found.version,
                IfNoneMatch="*",
            )
        else:
            self._fs.cp_file(f"{source_bucket}/{source_key}", f"{bucket}/{key}")
        if self.find(target).size != found.size:
            raise OSError(errno.EIO, "the copy has another size", target)
        self._remove(path, found.version)

    def make_folder(self, folder: str) -> None:
        """There are none, but for the bucket, which is not made."""
        self.check(folder)

    def create(self, path: str, data: bytes) -> None:
        """In one step that only one caller can succeed in."""
        bucket, key = _split(path)
        try:
            self._call("put_object", Bucket=bucket, Key=key, Body=data, IfNoneMatch="*")
        except OSError as error:
            if _code(error) in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
                raise FileExistsError(errno.EEXIST, "there is something", path) from error
            raise

    def put(self, source: Path, path: str) -> None:
        """An object appears whole, also where it is sent in pieces."""
        bucket, key = _split(path)
        self._fs.put_file(str(source), f"{bucket}/{key}")

    def remove(self, path: str) -> None:
        """The object."""
        self._remove(path, None)

    def close(self) -> None:
        """Nothing is held: the library closes its connections with its loop."""

    def _remove(self, path: str, version: str | None) -> None:
        bucket, key = _split(path)
        if version is not None and self.find(path).version != version:
            raise Lost(path)
        self._call("delete_object", Bucket=bucket, Key=key)

    def _exists(self, path: str) -> bool:
        try:
            self.find(path)
        except FileNotFoundError:
            return False
        return True

    def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        return cast("dict[str, Any]", self._fs.call_s3(method, **arguments))


_MOST_COPIED = 5_000_000_000
"""Bytes that one request copies."""


def _split(path: str) -> tuple[str, str]:
    """Bucket and key of ``/bucket/key``."""
    bucket, _, key = path.lstrip("/").partition("/")
    return bucket, key


def _object(key: str, size: int, modified: datetime, etag: str) -> RemoteFile:
    # A head knows seconds only, so that a listing must not know more.
    return RemoteFile(posixpath.basename(key), "file", size, int(modified.timestamp()) * 1_000_000_000, etag)


def _code(error: BaseException) -> str:
    response = getattr(error if isinstance(error, ClientError) else error.__cause__, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


def _explained(error: BaseException, where: str) -> Exception | None:
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        hint = "Write them into the URL by ${env:…}, or give AWS's own variables or profile to the account of the run."
        return AccessDenied("there are no credentials", where=where, hint=hint)
    if isinstance(error, ProfileNotFound):
        return ConfigError("there is no such profile of AWS", where=where)
    code = _code(error)
    if code in _LOGIN:
        return refused_login(where)
    if code in ("403", "AccessDenied"):
        return PermissionError(errno.EACCES, "denied")
    if code == "PreconditionFailed":
        return Lost(where)
    return None
