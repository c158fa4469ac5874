"""How a folder on a remote file system is opened."""

from __future__ import annotations

from collections.abc import Mapping

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.remote.opening import OTHER, REMOTES, open_driver
from legacy_adapters.remote.protocols import Driver
from legacy_adapters.remote.url import RemoteUrl
from legacy_adapters.sources.files.folder.protocols import Store


def open_remote(text: str, options: Mapping[str, str], *, claiming: bool) -> Store:
    """Opens a folder by its URL. Raises ``ConfigError``, ``DriverMissing``, ``Unavailable``, ``AccessDenied``."""
    url = RemoteUrl.of(text)
    if claiming and not REMOTES.get(url.scheme, OTHER).claims:
        hint = "Leave `after` out: files are then read and stay where they are. Or mount it, and state the local path."
        raise ConfigError(f"files at {url.scheme}:// can be read, but not claimed or moved", where=url.shown, hint=hint)
    driver = open_driver(url, options)
    try:
        return _store(url, driver)
    except BaseException:
        driver.close()
        raise


def _store(url: RemoteUrl, driver: Driver) -> Store:
    from legacy_adapters.sources.files.folder.remote.marker_claims import MarkerClaims
    from legacy_adapters.sources.files.folder.remote.remote_store import RemoteStore

    kind = MarkerClaims if url.scheme == "s3" else RemoteStore
    return kind(driver, driver.root(url), url.shown)
