"""How a remote file system is opened."""

from __future__ import annotations

import sys

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.remote.opening import REMOTES, open_driver
from legacy_adapters.remote.url import RemoteUrl


@pytest.mark.parametrize(("scheme", "package"), [("sftp", "paramiko"), ("smb", "smbclient"), ("s3", "s3fs")])
def test_a_missing_package_is_named_with_its_extra(scheme: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the command that installs it."""
    monkeypatch.delitem(sys.modules, f"legacy_adapters.remote.{scheme}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DriverMissing) as raised:
        open_driver(RemoteUrl.of(f"{scheme}://host/share/x"), {})
    assert f'pip install "legacy-adapters[{REMOTES[scheme].extra}]"' in raised.value.hint


def test_a_key_that_is_not_there_is_told() -> None:
    """The options name files of this machine."""
    url = RemoteUrl.of("sftp://user@127.0.0.1:1/x")
    with pytest.raises(ConfigError, match="a file that `options` name is not there"):
        open_driver(url, {"known_hosts": "/nowhere/known_hosts"})
