"""Which remote file systems there are, as data, and how a folder on one is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources.files.folder.protocols import Store
from legacy_adapters.sources.files.folder.remote.url import RemoteUrl

_HERE: Final = "legacy_adapters.sources.files.folder.remote"


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
_OTHER: Final = Remote("other", "OtherDriver", claims=False)


def open_remote(text: str, options: Mapping[str, str], *, claiming: bool) -> Store:
    """Opens a folder by its URL. Raises ``ConfigError``, ``DriverMissing``, ``Unavailable``, ``AccessDenied``."""
    url = RemoteUrl.of(text)
    remote = REMOTES.get(url.scheme, _OTHER)
    if claiming and not remote.claims:
        hint = "Leave `after` out: files are then read and stay where they are. Or mount it, and state the local path."
        raise ConfigError(f"files at {url.scheme}:// can be read, but not claimed or moved", where=url.shown, hint=hint)
    try:
        module = import_module(f"{_HERE}.{remote.module}")
    except ImportError as error:
        install = f'pip install "legacy-adapters[{remote.extra}]"' if remote.extra else "pip install fsspec"
        what = f"reading {url.scheme}:// needs the package {error.name}, which is not installed"
        raise DriverMissing(what, where=url.shown, hint=f"Install it: {install}") from error
    _check_options(options, getattr(module, "OPTIONS", None), url)
    driver = getattr(module, remote.driver)(url, options)
    try:
        return _store(url, driver)
    except BaseException:
        driver.close()
        raise


def _store(url: RemoteUrl, driver: Any) -> Store:
    from legacy_adapters.sources.files.folder.remote.marker_claims import MarkerClaims
    from legacy_adapters.sources.files.folder.remote.remote_store import RemoteStore

    kind = MarkerClaims if url.scheme == "s3" else RemoteStore
    return kind(driver, driver.root(url), url.shown)


def _check_options(options: Mapping[str, str], known: frozenset[str] | None, url: RemoteUrl) -> None:
    for name in options:
        if known is not None and name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(sorted(known))}."
            raise ConfigError(f"{url.scheme} has no option {name}", where="options", hint=hint)
