"""The URL of a remote folder."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.remote.url import RemoteUrl

SECRET = "gehe!m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"sftp://user:{SECRET}@host:2222/drops/", "sftp://host:2222/drops"),
        ("SMB://dom%5Cuser:p%40ss%2Fw@server/share/in", "smb://server/share/in"),
        ("s3://bucket/in%20voices", "s3://bucket/in voices"),
        ("sftp://[::1]:22/x", "sftp://[::1]:22/x"),
    ],
)
def test_user_and_password_are_never_shown(text: str, shown: str) -> None:
    """Neither as the URL nor when it is printed."""
    url = RemoteUrl.of(text)
    assert url.shown == shown
    assert SECRET not in repr(url)


def test_its_parts_are_decoded() -> None:
    """A password may hold any sign."""
    url = RemoteUrl.of("smb://dom%5Cuser:p%40ss%2Fw%23@server:445/share/in%20voices")
    assert (url.scheme, url.host, url.port, url.path) == ("smb", "server", 445, "/share/in voices")
    assert (url.user, url.password) == ("dom\\user", "p@ss/w#")


@pytest.mark.parametrize(
    "text",
    [
        f"sftp://u:{SECRET}#x@host/",
        f"sftp://u:{SECRET}/x@host:y/",
        "sftp:///x",
        f"sftp://h/x?p={SECRET}",
        "sftp://[::1/x",
    ],
)
def test_a_wrong_url_is_told_without_its_words(text: str) -> None:
    """They may be a part of the password."""
    with pytest.raises(ConfigError) as raised:
        RemoteUrl.of(text)
    assert SECRET not in str(raised.value)
