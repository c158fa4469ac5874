"""Which remote file systems there are, as data, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Final, cast

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.remote.errors import Lost
from legacy_adapters.remote.protocols import Driver
from legacy_adapters.remote.url import RemoteUrl

_HERE: Final = "legacy_adapters.remote"


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a file system's driver is, the extra that brings its packages, and whether files can be claimed there."""

    module: str
    driver: str
    extra: str | None = None
    claims: bool = True


REMOTES: Final[Mapping[str, Remote]] = {
    "sftp": Remote("sftp", "SftpDriver", "sftp"),
    "smb": Remote("smb", "SmbDriver", "smb"),
    "s3": Remote("s3", "S3Driver", "s3"),
}
OTHER: Final = Remote("other", "OtherDriver", claims=False)

WRITABLE: Final = frozenset({*REMOTES, "abfs", "abfss", "az", "gcs", "gs", "memory", "oss"})
"""Where a file can be put so that it appears whole; of others that fsspec knows this is not known."""


def open_driver(url: RemoteUrl, options: Mapping[str, str]) -> Driver:
    """Connects. Raises ``ConfigError``, ``DriverMissing``, ``Unavailable``, ``AccessDenied``."""
    remote = REMOTES.get(url.scheme, OTHER)
    try:
        module = import_module(f"{_HERE}.{remote.module}")
    except ImportError as error:
        install = f'pip install "legacy-adapters[{remote.extra}]"' if remote.extra else "pip install fsspec"
        what = f"{url.scheme}:// needs the package {error.name}, which is not installed"
        raise DriverMissing(what, where=url.shown, hint=f"Install it: {install}") from error
    _check_options(options, getattr(module, "OPTIONS", None), url)
    try:
        return cast(Driver, getattr(module, remote.driver)(url, options))
    except Lost as error:
        hint = "Such as `key_file` and `known_hosts`: the paths are those of this machine."
        raise ConfigError("a file that `options` name is not there", where=url.shown, hint=hint) from error


def _check_options(options: Mapping[str, str], known: frozenset[str] | None, url: RemoteUrl) -> None:
    for name in options:
        if known is not None and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(known))}."
            raise ConfigError(f"{url.scheme} has no option {name}", where="options", hint=hint)
