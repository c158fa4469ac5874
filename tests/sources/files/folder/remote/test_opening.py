"""How a remote folder is opened."""

from __future__ import annotations

import sys

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing, Unavailable
from legacy_adapters.remote.opening import REMOTES
from legacy_adapters.sources.files.folder.remote.opening import open_remote
from tests.service.free_port import free_port

_PACKAGES = {"sftp": "paramiko", "smb": "smbclient", "s3": "s3fs"}


@pytest.mark.parametrize("scheme", sorted(REMOTES))
def test_a_missing_package_is_named_with_its_extra(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the command that installs it."""
    monkeypatch.delitem(sys.modules, f"legacy_adapters.remote.{scheme}", raising=False)
    monkeypatch.setitem(sys.modules, _PACKAGES[scheme], None)
    with pytest.raises(DriverMissing) as raised:
        open_remote(f"{scheme}://user:gehe!m@host/share/x", {}, claiming=True)
    assert f'pip install "legacy-adapters[{scheme}]"' in raised.value.hint
    assert "gehe!m" not in str(raised.value)


@pytest.mark.parametrize("scheme", sorted(REMOTES))
def test_an_option_that_there_is_not_is_refused(scheme: str) -> None:
    """With the nearest one, before anything is connected."""
    with pytest.raises(ConfigError, match="no option timout") as raised:
        open_remote(f"{scheme}://host/share/x", {"timout": "3"}, claiming=True)
    assert "timeout" in raised.value.hint


@pytest.mark.parametrize("scheme", ["sftp", "smb"])
def test_a_server_that_does_not_answer_is_told(scheme: str) -> None:
    """Trying again may help."""
    with pytest.raises(Unavailable, match="cannot be reached") as raised:
        open_remote(f"{scheme}://user:gehe!m@127.0.0.1:{free_port()}/share/x", {"timeout": "5"}, claiming=True)
    assert "gehe!m" not in str(raised.value)
