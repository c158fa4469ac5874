"""What S3's library says; a server is asked in tests/service/test_remote_folders.py."""

from __future__ import annotations

import pytest
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, NoCredentialsError, ProfileNotFound

from legacy_adapters.core.errors import AccessDenied, ConfigError, OutputError, Unavailable
from legacy_adapters.remote.errors import Lost, guarded
from legacy_adapters.remote.s3 import _explained, _split
from legacy_adapters.sources.files.folder.local_errors import not_readable, not_writable


def refused(code: str) -> Exception:
    """As s3fs hands it over: an error of the standard library, with botocore's behind it."""
    error = OSError("x")
    error.__cause__ = ClientError({"Error": {"Code": code}}, "GetObject")
    return error


@pytest.mark.parametrize(
    ("error", "changing", "kind"),
    [
        (NoCredentialsError(), False, AccessDenied),
        (ProfileNotFound(profile="x"), False, ConfigError),
        (EndpointConnectionError(endpoint_url="https://x"), False, Unavailable),
        (refused("InvalidAccessKeyId"), False, AccessDenied),
        (refused("SignatureDoesNotMatch"), True, AccessDenied),
        (refused("AccessDenied"), False, AccessDenied),
        (refused("AccessDenied"), True, OutputError),
        (refused("PreconditionFailed"), True, Lost),
        (ClientError({"Error": {"Code": "SlowDown"}}, "PutObject"), True, Unavailable),
    ],
)
def test_each_error_says_what_happens_next(error: Exception, changing: bool, kind: type[Exception]) -> None:
    """A login is never tried again; a slow server is."""
    told = not_writable if changing else not_readable
    with (
        pytest.raises(kind),
        guarded("s3://b/x", (BotoCoreError, ClientError), _explained, told=told),
    ):
        raise error


def test_a_path_is_bucket_and_key() -> None:
    """A bucket alone has no key."""
    assert _split("/bucket/in/a.txt") == ("bucket", "in/a.txt")
    assert _split("/bucket") == ("bucket", "")
